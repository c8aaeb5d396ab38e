// Tokens are there before they are needed: a fake token service on loopback, and a clock of the test's.
#include "gateway/tokens/token_fetch.h"
#include "gateway/tokens/token_keeper.h"
#include "support/lying_provider.h"
#include "support/transports.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
#    include "support/account_key.h"
#endif

#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

QByteArray answering(const QByteArray &status, const QByteArray &body)
{
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

QByteArray tokenAnswer(const QByteArray &token, int lifetime = 3600)
{
    return answering("200 OK", "{\"access_token\":\"" + token +
                                   "\",\"expires_in\":" + QByteArray::number(lifetime) + "}");
}

QByteArray refusal()
{
    return answering("400 Bad Request",
                     R"({"error":"invalid_grant","error_description":"No such account."})");
}

/// A token service, a keeper that asks it over sockets of this thread, and what the keeper needs.
struct Fixture
{
    Fixture()
        : transport(createChosenTransport()), http(upstream::HttpClient::create(*transport, realClock)),
          keeper(
              clock, random,
              [this](const std::string &setting, const net::Endpoint &) {
                  proxySettings.push_back(setting);
                  return std::string();
              },
              [this](ErrandRequest request, std::function<void(Result<AccessToken>)> done) {
                  fetches.push_back(std::make_unique<TokenFetch>(std::move(request), std::move(done)));
                  fetches.back()->start(*http, realClock, [] {});
              }),
          changes(&keeper, &TokenKeeper::changed)
    {
        account = accountAt(service.port());
    }

    TokenAccount accountAt(quint16 port, const char *proxy = "none")
    {
        static const AccountKey key;
        const QByteArray json = key.json("http://127.0.0.1:" + QByteArray::number(port) + "/token");
        return {std::make_shared<const Secret>(json.toStdString()), proxy};
    }

    void answers(const QByteArray &bytes) { service.setLie({.bytes = bytes}); }
    /// Lets time pass in steps no longer than the keeper's own.
    void pass(std::chrono::seconds time)
    {
        for (; time > 0s; time -= 5s) {
            clock.advance(std::min<std::chrono::seconds>(time, 5s));
            keeper.tick();
        }
    }
    [[nodiscard]] SecretState state() const
    {
        return keeper.tokenFor({.secret = account.credentials, .problem = {}}, account.proxy);
    }
    /// The token that is sent; empty: none.
    [[nodiscard]] QByteArray token() const
    {
        const SecretState now = state();
        return now.secret ? QByteArray(now.secret->reveal().data(), qsizetype(now.secret->reveal().size()))
                          : QByteArray();
    }

    SystemClock realClock;
    ManualClock clock;
    SeededRandom random{1};
    LyingProvider service;
    std::unique_ptr<net::Transport> transport;
    std::unique_ptr<upstream::HttpClient> http;
    std::vector<std::string> proxySettings;
    std::vector<std::unique_ptr<TokenFetch>> fetches;
    TokenKeeper keeper;
    QSignalSpy changes;
    TokenAccount account;
};

} // namespace

class TestTokenKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void waitsForTheFirstToken()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first"));
        QVERIFY(fixture.state().waiting); // nobody keeps it yet
        fixture.keeper.keep({fixture.account});
        const SecretState before = fixture.state();
        QVERIFY(!before.secret && before.waiting && !before.problem.empty());
        QTRY_COMPARE(fixture.changes.count(), 1);
        QCOMPARE(fixture.token(), QByteArray("first"));
        QVERIFY(fixture.service.lastRequest.startsWith("POST /token HTTP/1.1\r\n"));
        QVERIFY(
            fixture.service.lastRequest.contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n"));
        QVERIFY(fixture.service.lastRequest.contains("&assertion=eyJ"));
    }

    void otherKeysAreLeftAsTheyAre()
    {
        const Fixture fixture;
        const auto pasted = std::make_shared<const Secret>(std::string("ya29.pasted"));
        QVERIFY(fixture.keeper.tokenFor({.secret = pasted, .problem = {}}, "none").secret == pasted);
        const SecretState locked{.secret = nullptr, .problem = "locked", .waiting = true};
        const SecretState told = fixture.keeper.tokenFor(locked, "none");
        QVERIFY(!told.secret && told.waiting && told.problem == "locked");
    }

    void isRenewedBeforeItExpires()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first", 3600));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.token(), QByteArray("first"));
        fixture.answers(tokenAnswer("second", 3600));
        fixture.pass(54min);
        QCOMPARE(fixture.fetches.size(), std::size_t(1));
        fixture.pass(1min + 5s);
        QCOMPARE(fixture.token(), QByteArray("first")); // until the other is there
        QTRY_COMPARE(fixture.token(), QByteArray("second"));
        QCOMPARE(fixture.fetches.size(), std::size_t(2));
        QCOMPARE(fixture.changes.count(), 2);
    }

    void shortOnesAreRenewedAtThreeQuarters()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first", 40));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.token(), QByteArray("first"));
        fixture.pass(25s);
        QCOMPARE(fixture.fetches.size(), std::size_t(1));
        fixture.pass(5s);
        QCOMPARE(fixture.fetches.size(), std::size_t(2));
    }

    void theMachineSlept()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first"));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.token(), QByteArray("first"));
        fixture.clock.advance(8h);
        QCOMPARE(fixture.token(), QByteArray()); // it is known to have expired, before any timer
        QVERIFY(fixture.state().waiting);
        fixture.answers(tokenAnswer("second"));
        fixture.keeper.tick();
        QTRY_COMPARE(fixture.token(), QByteArray("second"));
    }

    void aRefusedAccountIsNoMatterOfWaiting()
    {
        Fixture fixture;
        fixture.answers(refusal());
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.changes.count(), 1);
        const SecretState state = fixture.state();
        QVERIFY(!state.secret && !state.waiting);
        QVERIFY2(state.problem.find("invalid_grant: No such account.") != std::string::npos,
                 state.problem.c_str());
        fixture.pass(2min);
        QCOMPARE(fixture.fetches.size(), std::size_t(1)); // it is not asked for every second
        fixture.answers(tokenAnswer("again"));
        fixture.pass(4min);
        QTRY_COMPARE(fixture.token(), QByteArray("again"));
    }

    void whatIsNoAccountIsAProblem()
    {
        Fixture fixture;
        fixture.account.credentials = std::make_shared<const Secret>(std::string(R"({"type":"x"})"));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.changes.count(), 1);
        QVERIFY(!fixture.state().secret && !fixture.state().waiting);
        QVERIFY(fixture.fetches.empty());
    }

    void failuresOfTheNetworkPass()
    {
        Fixture fixture;
        fixture.answers({}); // closes without a word
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.changes.count(), 1);
        QVERIFY(!fixture.state().secret && fixture.state().waiting);
        fixture.answers(tokenAnswer("at-last"));
        fixture.pass(5s);
        QTRY_COMPARE(fixture.token(), QByteArray("at-last"));
    }

    void anOldTokenCountsWhileRenewalFails()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first", 3600));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.token(), QByteArray("first"));
        fixture.answers(answering("503 Oh", ""));
        fixture.pass(56min);
        QTRY_COMPARE(fixture.changes.count(), 2);
        QCOMPARE(fixture.token(), QByteArray("first"));
        fixture.clock.advance(5min);
        QCOMPARE(fixture.token(), QByteArray());
        QVERIFY(fixture.state().problem.find("503") != std::string::npos);
    }

    void waitsGrowAndAreBounded()
    {
        Fixture fixture;
        QTcpServer closed; // a port that nobody listens on any more
        closed.listen(QHostAddress::LocalHost);
        fixture.account = fixture.accountAt(closed.serverPort());
        closed.close();
        fixture.keeper.keep({fixture.account});
        std::size_t asked = 0;
        int steps = 0; // of a second
        for (int failure = 1; failure <= 10; ++failure) {
            QTRY_COMPARE(fixture.changes.count(), failure);
            asked = fixture.fetches.size();
            for (steps = 0; fixture.fetches.size() == asked; ++steps) {
                fixture.clock.advance(1s);
                fixture.keeper.tick();
                QVERIFY(steps <= 60);
            }
        }
        QVERIFY2(steps >= 25, QByteArray::number(steps).constData());
    }

    void oneAccountIsAskedForOnce()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("shared"));
        TokenAccount same = fixture.account; // of another provider, read from another place
        same.credentials = std::make_shared<const Secret>(std::string(fixture.account.credentials->reveal()));
        fixture.keeper.keep({fixture.account, same});
        QTRY_COMPARE(fixture.token(), QByteArray("shared"));
        fixture.keeper.keep({fixture.account, same});
        QCOMPARE(fixture.fetches.size(), std::size_t(1));
        QVERIFY(fixture.keeper.tokenFor({.secret = same.credentials, .problem = {}}, same.proxy).secret ==
                fixture.state().secret);
    }

    void theProxySettingIsObeyed()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("t"));
        const TokenAccount other = fixture.accountAt(fixture.service.port(), "http://proxy.example:8080");
        fixture.keeper.keep({fixture.account, other});
        std::ranges::sort(fixture.proxySettings);
        QVERIFY((fixture.proxySettings == std::vector<std::string>{"http://proxy.example:8080", "none"}));
    }

    void whatIsNotKeptIsForgotten()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first"));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.token(), QByteArray("first"));
        fixture.keeper.keep({});
        QCOMPARE(fixture.token(), QByteArray());
        fixture.pass(2h);
        QCOMPARE(fixture.fetches.size(), std::size_t(1));
    }

    void anAnswerToWhatWasForgottenIsLost()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("first"));
        fixture.keeper.keep({fixture.account});
        fixture.keeper.keep({});
        QTRY_VERIFY(fixture.fetches.front()->isOver());
        QTest::qWait(0);
        QCOMPARE(fixture.changes.count(), 0);
        QCOMPARE(fixture.token(), QByteArray());
    }

    void testsWaitForTheToken()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("for-a-test"));
        QByteArray told;
        int answers = 0;
        const auto done = [&](const Result<std::shared_ptr<const Secret>> &token) {
            ++answers;
            told = token ? QByteArray::fromStdString(std::string((*token)->reveal())) : "none";
        };
        fixture.keeper.ask(fixture.account, done);
        fixture.keeper.ask(fixture.account, done);
        QTRY_COMPARE(answers, 2);
        QCOMPARE(told, QByteArray("for-a-test"));
        QCOMPARE(fixture.fetches.size(), std::size_t(1));
        QCOMPARE(fixture.changes.count(), 0); // no settings name it
        QVERIFY(fixture.state().waiting);
    }

    void testsAskAgainForWhatWasRefused()
    {
        Fixture fixture;
        fixture.answers(refusal());
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.changes.count(), 1);
        ErrorCode code = ErrorCode::Internal;
        fixture.keeper.ask(fixture.account, [&](const Result<std::shared_ptr<const Secret>> &token) {
            code = token ? ErrorCode::Internal : token.error().code;
        });
        QTRY_VERIFY(code == ErrorCode::Unauthorized);
        fixture.answers(tokenAnswer("allowed-again"));
        bool isThere = false;
        fixture.keeper.ask(fixture.account, [&](const auto &token) { isThere = token.has_value(); });
        QTRY_VERIFY(isThere);
        QCOMPARE(fixture.token(), QByteArray("allowed-again"));
    }

    void aRevokedTokenIsReplaced()
    {
        Fixture fixture;
        fixture.answers(tokenAnswer("revoked"));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.token(), QByteArray("revoked"));
        fixture.answers(tokenAnswer("another"));
        fixture.keeper.noteRefused(Secret(std::string("somebody's")));
        fixture.keeper.noteRefused(Secret(std::string("revoked")));
        QCOMPARE(fixture.fetches.size(), std::size_t(1)); // it is too new to have been revoked
        fixture.pass(1min);
        fixture.keeper.noteRefused(Secret(std::string("revoked")));
        fixture.keeper.noteRefused(Secret(std::string("revoked")));
        QTRY_COMPARE(fixture.token(), QByteArray("another"));
        QCOMPARE(fixture.fetches.size(), std::size_t(2));
    }

    void tooLongAnswersAreNoTokens()
    {
        Fixture fixture;
        fixture.answers(answering("200 OK", QByteArray(70'000, 'x')));
        fixture.keeper.keep({fixture.account});
        QTRY_COMPARE(fixture.changes.count(), 1);
        QVERIFY2(fixture.state().problem.find("longer") != std::string::npos,
                 fixture.state().problem.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTokenKeeper)
#include "tst_token_keeper.moc"
