// Accounts: reading their JSON, asking for a token, reading the answer.
#include "base/digest.h"
#include "gateway/tokens/account.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
#    include "support/account_key.h"
#endif

#include <QTest>
#include <QUrlQuery>

#include <nlohmann/json.hpp>

using namespace signalbox;
using namespace signalbox::gateway;
using signalbox::test::AccountKey;
using Json = nlohmann::json;

namespace {

constexpr WallTime kNow{std::chrono::seconds(1'800'000'000)};
constexpr const char *kService = "https://tokens.example/token";

const AccountKey &accountKey()
{
    static const AccountKey key;
    return key;
}

QByteArray text(std::string_view from)
{
    return {from.data(), static_cast<qsizetype>(from.size())};
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

struct Claim
{
    std::string text; ///< that was signed
    std::string signature;
    Json header;
    Json claims;
};

Claim claimOf(const QByteArray &form)
{
    const QByteArray assertion = form.mid(form.indexOf("&assertion=") + 11);
    const QList<QByteArray> parts = assertion.split('.');
    Claim claim{
        .text = (parts[0] + '.' + parts[1]).toStdString(), .signature = {}, .header = {}, .claims = {}};
    std::string header;
    std::string claims;
    if (parts.size() == 3 && fromBase64Url(view(parts[0]), header) && fromBase64Url(view(parts[1]), claims) &&
        fromBase64Url(view(parts[2]), claim.signature)) {
        claim.header = Json::parse(header);
        claim.claims = Json::parse(claims);
    }
    return claim;
}

} // namespace

class TestAccount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void accountsAreToldFromTokens_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("is");
        QTest::newRow("JSON") << QByteArray("{}") << true;
        QTest::newRow("JSON behind white space") << QByteArray("\n\t {") << true;
        QTest::newRow("a token") << QByteArray("ya29.x") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void accountsAreToldFromTokens()
    {
        QFETCH(QByteArray, key);
        QFETCH(bool, is);
        QCOMPARE(isAccount(view(key)), is);
    }

    void readsServiceAccounts()
    {
        const QByteArray json = accountKey().json(kService, R"(,"universe_domain":"googleapis.com")");
        const auto account = readAccount(view(json));
        QVERIFY2(account.has_value(), account ? "" : account.error().message.c_str());
        const auto &who = std::get<ServiceAccount>(account->who);
        QCOMPARE(text(who.email), QByteArray("robot@p.example"));
        QCOMPARE(text(who.keyId), QByteArray("key-1"));
        QCOMPARE(text(who.privateKey.reveal()), accountKey().pem());
        QCOMPARE(text(account->endpoint.host), QByteArray("tokens.example"));
        QVERIFY(account->endpoint.tls && account->endpoint.port == 443);
        QCOMPARE(text(account->target), QByteArray("/token"));
    }

    void readsPeople()
    {
        const auto account = readAccount(
            R"({"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"1/r"})");
        QVERIFY(account.has_value());
        QCOMPARE(text(std::get<AuthorizedUser>(account->who).refreshToken.reveal()), QByteArray("1/r"));
        QCOMPARE(text(account->endpoint.host), QByteArray("oauth2.googleapis.com"));
    }

    void tokensComeByPrivateWaysAlone_data()
    {
        QTest::addColumn<QByteArray>("uri");
        QTest::addColumn<bool>("taken");
        QTest::newRow("https") << QByteArray("https://t.example:8443/a?b=c") << true;
        QTest::newRow("this computer") << QByteArray("http://127.0.0.1:8080/t") << true;
        QTest::newRow("this computer by its other address") << QByteArray("http://[::1]:8080/t") << true;
        QTest::newRow("http") << QByteArray("http://t.example/a") << false;
        QTest::newRow("a name like this computer's") << QByteArray("http://127.0.0.1.t.example/a") << false;
        QTest::newRow("a file") << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("no address") << QByteArray("tokens") << false;
        QTest::newRow("no host") << QByteArray("https:///token") << false;
    }
    void tokensComeByPrivateWaysAlone()
    {
        QFETCH(QByteArray, uri);
        QFETCH(bool, taken);
        QCOMPARE(readAccount(view(accountKey().json(uri))).has_value(), taken);
    }

    void refusesWhatIsNoAccount_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, const char *json, const char *words) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(words);
        };
        row("cut", "{\"type\":\"service_account\",\"private_key\":\"PRIVATE", "is none");
        row("an array", R"([{"PRIVATE":1}])", "is none");
        row("no type", R"({"private_key":"PRIVATE"})", "no type");
        row("another cloud's", R"({"type":"external_account","PRIVATE":"x"})", "service account");
        row("no address", R"({"type":"service_account","private_key":"PRIVATE"})", "client_email");
        row("no key", R"({"type":"service_account","client_email":"PRIVATE"})", "private_key");
        row("a key that is no text",
            R"({"type":"service_account","client_email":"e","private_key":["PRIVATE"]})", "private_key");
        row("no refresh token", R"({"type":"authorized_user","client_id":"PRIVATE","client_secret":"s"})",
            "refresh_token");
    }
    void refusesWhatIsNoAccount()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, words);
        const auto account = readAccount(view(json));
        QVERIFY(!account && account.error().code == ErrorCode::InvalidInput);
        QVERIFY2(text(account.error().message).contains(words), account.error().message.c_str());
        QVERIFY(!text(account.error().message).contains("PRIVATE"));
    }

    void anyBytesAreSurvived()
    {
        const QByteArray json = accountKey().json(kService);
        for (qsizetype cut = 0; cut < json.size(); cut += 7)
            QVERIFY(!readAccount(view(json.left(cut))));
        for (qsizetype at = 0; at < json.size(); at += 13) {
            QByteArray damaged = json;
            damaged[at] = '\xff';
            QVERIFY(!readAccount(view(damaged)));
        }
    }

    void signsWhoAsks()
    {
        const auto account = readAccount(view(accountKey().json(kService)));
        const auto form = writeTokenRequest(*account, kNow);
        QVERIFY2(form.has_value(), form ? "" : form.error().message.c_str());
        const QByteArray body = text(form->reveal());
        QCOMPARE(QUrlQuery(QString::fromUtf8(body))
                     .queryItemValue(QStringLiteral("grant_type"), QUrl::FullyDecoded),
                 QStringLiteral("urn:ietf:params:oauth:grant-type:jwt-bearer"));
        const Claim claim = claimOf(body);
        QVERIFY(claim.header == Json({{"alg", "RS256"}, {"typ", "JWT"}, {"kid", "key-1"}}));
        QVERIFY(claim.claims == Json({{"iss", "robot@p.example"},
                                      {"scope", "https://www.googleapis.com/auth/cloud-platform"},
                                      {"aud", kService},
                                      {"iat", 1'799'999'990},
                                      {"exp", 1'800'003'590}}));
        QVERIFY(accountKey().verifies(claim.text, claim.signature));
        QVERIFY(!accountKey().verifies(claim.text + "x", claim.signature));
    }

    void keysThatAreNoneAreRefused_data()
    {
        QTest::addColumn<QByteArray>("pem");
        QTest::newRow("no PEM") << QByteArray("PRIVATE");
        QTest::newRow("another kind") << AccountKey::otherPem();
        QTest::newRow("cut") << accountKey().pem().left(800);
    }
    void keysThatAreNoneAreRefused()
    {
        QFETCH(QByteArray, pem);
        Account account;
        account.who = ServiceAccount{.email = "e", .keyId = {}, .privateKey = Secret(pem.toStdString())};
        const auto form = writeTokenRequest(account, kNow);
        QVERIFY(!form && form.error().code == ErrorCode::InvalidInput);
        QVERIFY(text(form.error().message).contains("private_key"));
    }

    void asksForPeopleByTheirConsent()
    {
        const auto account = readAccount(
            R"({"type":"authorized_user","client_id":"c&d","client_secret":"s=t","refresh_token":"1/r"})");
        QCOMPARE(text(writeTokenRequest(*account, kNow)->reveal()),
                 QByteArray("grant_type=refresh_token&client_id=c%26d&client_secret=s%3Dt&refresh_token="
                            "1%2Fr"));
    }

    void readsAnswers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code"); // -1: a token
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *name, int status, const char *body, int code, const char *words) {
            QTest::newRow(name) << status << QByteArray(body) << code << QByteArray(words);
        };
        const int refused = int(ErrorCode::Unauthorized);
        const int notNow = int(ErrorCode::Unavailable);
        row("a token", 200, R"({"access_token":"ya29.t","expires_in":3599,"token_type":"Bearer"})", -1, "");
        row("invalid_grant", 400, R"({"error":"invalid_grant","error_description":"Invalid JWT Signature."})",
            refused, "invalid_grant: Invalid JWT Signature.");
        row("unknown client", 401, R"({"error":"invalid_client"})", refused, "invalid_client");
        row("forbidden", 403, "<html>", refused, "HTTP 403");
        row("a proxy's page", 400, "<html>", notNow, "HTTP 400");
        row("too many", 429, R"({"error":"rate_limited"})", notNow, "rate_limited");
        row("down", 503, "", notNow, "HTTP 503");
        row("a redirect", 302, "", notNow, "HTTP 302");
        row("no token", 200, R"({"id_token":"x"})", notNow, "no access token");
        row("a token with a line end", 200, R"({"access_token":"a\r\nX: y"})", notNow, "no access token");
        row("no JSON", 200, "ya29.t", notNow, "no access token");
        row("nothing", 200, "", notNow, "no access token");
        row("quotes what was sent", 400,
            R"({"error":"invalid_grant","error_description":"bad eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJyb2JvdCJ9.c2ln\nx"})",
            refused, "bad eyJ*** x");
    }
    void readsAnswers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        const auto token = readTokenAnswer(status, view(body));
        if (code < 0) {
            QVERIFY(token.has_value());
            QCOMPARE(text(token->secret->reveal()), QByteArray("ya29.t"));
            QVERIFY(token->lifetime == std::chrono::seconds(3599));
            return;
        }
        QVERIFY(!token);
        QCOMPARE(int(token.error().code), code);
        QVERIFY2(text(token.error().message).contains(words), token.error().message.c_str());
    }

    void lifetimesAreBounded_data()
    {
        QTest::addColumn<QByteArray>("told");
        QTest::addColumn<int>("seconds");
        QTest::newRow("none") << QByteArray() << 3600;
        QTest::newRow("negative") << QByteArray(R"(,"expires_in":-5)") << 1;
        QTest::newRow("for ever") << QByteArray(R"(,"expires_in":9223372036854775807)") << 86400;
        QTest::newRow("no number") << QByteArray(R"(,"expires_in":"soon")") << 3600;
    }
    void lifetimesAreBounded()
    {
        QFETCH(QByteArray, told);
        QFETCH(int, seconds);
        const auto token = readTokenAnswer(200, view("{\"access_token\":\"t\"" + told + '}'));
        QVERIFY(token.has_value());
        QCOMPARE(int(token->lifetime.count()), seconds);
    }
};

QTEST_APPLESS_MAIN(TestAccount)
#include "tst_account.moc"
