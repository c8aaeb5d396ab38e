#include "ui/tray/desktop_notices.h"
#include "ui/tray/provider_health.h"

#include <QLocale>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using record::AttemptResult;

Q_DECLARE_METATYPE(std::vector<record::Attempt>)

class TestTrayNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void attemptsTellHowAProviderDoes_data()
    {
        QTest::addColumn<std::vector<record::Attempt>>("attempts"); // the oldest first
        QTest::addColumn<ProviderHealth::State>("state");
        QTest::addColumn<int>("failures");
        using State = ProviderHealth::State;
        const auto fails = attempt(AttemptResult::ConnectFailed);
        const auto answers = attempt(AttemptResult::Ok);
        const auto http = [](int status) { return attempt(AttemptResult::HttpError, status); };
        const auto row = [](const char *name, std::vector<record::Attempt> attempts, State state,
                            int failures) {
            QTest::newRow(name) << std::move(attempts) << state << failures;
        };
        row("answered", {answers}, State::Answering, 0);
        row("one failure is chance", {answers, fails}, State::Unknown, 1);
        row("three in a row", {answers, fails, fails, fails}, State::Failing, 3);
        row("three in a row, never seen to answer", {fails, fails, fails}, State::Failing, 3);
        row("back", {fails, fails, fails, answers}, State::Answering, 0);
        row("failures that an answer parts", {fails, fails, answers, fails, fails}, State::Unknown, 2);
        row("time-outs and broken streams count",
            {attempt(AttemptResult::TimedOut), attempt(AttemptResult::StreamError), http(503)},
            State::Failing, 3);
        row("refused keys count", {http(401), http(401), http(403)}, State::Failing, 3);
        row("too many requests count", {http(429), http(429), http(429)}, State::Failing, 3);
        row("a bad request was answered", {fails, fails, http(400)}, State::Answering, 0);
        row("who leaves says nothing", {fails, fails, attempt(AttemptResult::Cancelled), fails},
            State::Failing, 3);
        row("what was skipped says nothing", {answers, attempt(AttemptResult::Skipped)}, State::Answering, 0);
    }
    void attemptsTellHowAProviderDoes()
    {
        QFETCH(std::vector<record::Attempt>, attempts);
        QFETCH(ProviderHealth::State, state);
        QFETCH(int, failures);
        // As one request with many attempts, and as many requests with one.
        record::RequestRecord one;
        one.attempts = attempts;
        std::vector<record::RequestRecord> many(attempts.size());
        for (std::size_t i = 0; i < attempts.size(); ++i) {
            many[attempts.size() - 1 - i].attempts = {attempts[i]};
            many[attempts.size() - 1 - i].startedAt = WallTime(std::chrono::seconds(i));
        }
        for (const auto &records : {std::vector{one}, many}) {
            const auto health = providerHealth(records);
            QCOMPARE(health.size(), 1u);
            QCOMPARE(health[0].state, state);
            QCOMPARE(health[0].failures, failures);
        }
        if (state == ProviderHealth::State::Failing && attempts.front().result != AttemptResult::Ok)
            QCOMPARE(providerHealth(many)[0].since, WallTime());
    }

    void nothingIsToldOfAGoodStart()
    {
        DesktopNotices notices;
        TrayFacts facts;
        QVERIFY(notices.take(facts).isEmpty()); // nothing is known yet
        facts.known = true;
        facts.live.status.state = control::GatewayState::NotServing; // it is about to listen
        QVERIFY(notices.take(facts).isEmpty());
        facts = serving();
        facts.health = {{.provider = "lab", .state = ProviderHealth::State::Answering}};
        facts.secrets = control::SecretsView{.keychain = control::KeychainState::Ready};
        QVERIFY(notices.take(facts).isEmpty());
    }

    void aProviderIsToldOncePerChange()
    {
        DesktopNotices notices;
        TrayFacts facts = serving();
        (void)notices.take(facts);
        facts.health = {failing("lab", "no route to host")};
        auto told = notices.take(facts);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0].title, u"lab stopped answering"_s);
        QCOMPARE(told[0].text, u"The last 3 attempts failed. no route to host"_s);
        QVERIFY(notices.take(facts).isEmpty());
        facts.health[0].failures = 9;
        QVERIFY(notices.take(facts).isEmpty());
        facts.health.clear(); // nobody asks it: that is no recovery
        QVERIFY(notices.take(facts).isEmpty());
        facts.health = {{.provider = "lab", .state = ProviderHealth::State::Unknown, .failures = 1}};
        QVERIFY(notices.take(facts).isEmpty());
        facts.health = {{.provider = "lab", .state = ProviderHealth::State::Answering}};
        told = notices.take(facts);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0].title, u"lab answers again"_s);
        QVERIFY(told[0].text.contains(u':'));
        QVERIFY(notices.take(facts).isEmpty());
        facts.health = {failing("lab", {})};
        QCOMPARE(notices.take(facts).size(), 1);
    }

    void whatIsNotConfiguredDoesNotComeBack()
    {
        DesktopNotices notices;
        TrayFacts facts = serving();
        facts.health = {failing("lab", {})};
        QCOMPARE(notices.take(facts).size(), 1);
        facts.view.configuration.providers.clear();
        facts.health.clear();
        (void)notices.take(facts);
        facts.view = serving().view;
        facts.health = {{.provider = "lab", .state = ProviderHealth::State::Answering}};
        QVERIFY(notices.take(facts).isEmpty());
    }

    void theGatewayIsToldWhenItStopsAndServesAgain()
    {
        DesktopNotices notices;
        TrayFacts facts = serving();
        facts.live.status.state = control::GatewayState::NotServing;
        facts.live.status.problem = "127.0.0.1:7717 is taken by node (process 48213)";
        const auto told = notices.take(facts);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0].sign, Sign::Error);
        QVERIFY(told[0].text.contains(u"48213"_s));
        QVERIFY(notices.take(facts).isEmpty());
        const auto again = notices.take(serving());
        QCOMPARE(again.size(), 1);
        QCOMPARE(again[0].id, told[0].id); // takes its place
        QCOMPARE(again[0].sign, Sign::Ok);
    }

    void aPauseIsNoNews()
    {
        DesktopNotices notices;
        TrayFacts facts = serving();
        (void)notices.take(facts);
        facts.live.status.paused = true;
        facts.live.status.state = control::GatewayState::Stopped;
        QVERIFY(notices.take(facts).isEmpty());
        QVERIFY(notices.take(serving()).isEmpty());
    }

    void theKeychainIsToldWhenItShuts()
    {
        DesktopNotices notices;
        TrayFacts facts = serving();
        const auto with = [&facts](control::KeychainState state) {
            facts.secrets = control::SecretsView{.keychain = state};
            return facts;
        };
        using control::KeychainState;
        QVERIFY(notices.take(with(KeychainState::Probing)).isEmpty());
        QCOMPARE(notices.take(with(KeychainState::Locked)).size(), 1);
        QVERIFY(notices.take(with(KeychainState::Waiting)).isEmpty());
        QVERIFY(notices.take(with(KeychainState::Locked)).isEmpty());
        const auto open = notices.take(with(KeychainState::Ready));
        QCOMPARE(open.size(), 1);
        QCOMPARE(open[0].title, u"The keychain is open"_s);
    }

    void lostRecordsAreToldOnce()
    {
        DesktopNotices notices;
        TrayFacts facts = serving();
        facts.live.status.ledgerLost = 2;
        QCOMPARE(notices.take(facts).size(), 1);
        facts.live.status.ledgerLost = 30;
        QVERIFY(notices.take(facts).isEmpty());
    }

private:
    static record::Attempt attempt(AttemptResult result, int status = 0)
    {
        record::Attempt made;
        made.provider = "lab";
        made.result = result;
        made.httpStatus = status;
        return made;
    }
    static ProviderHealth failing(std::string provider, std::string reason)
    {
        return {.provider = std::move(provider),
                .state = ProviderHealth::State::Failing,
                .failures = 3,
                .since = WallTime(std::chrono::hours(1)),
                .reason = std::move(reason)};
    }
    static TrayFacts serving()
    {
        TrayFacts facts;
        facts.known = true;
        facts.live.status.state = control::GatewayState::Running;
        facts.live.status.addresses = {"http://127.0.0.1:7717"};
        facts.view.configuration.providers.resize(1);
        facts.view.configuration.providers[0].id = "lab";
        return facts;
    }
};

QTEST_GUILESS_MAIN(TestTrayNotices)
#include "tst_tray_notices.moc"
