#include "gateway/provider_line.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

config::Provider entry(const char *kind, std::map<std::string, std::string> variables,
                       const char *baseUrl = "")
{
    config::Provider made;
    made.id = "p";
    made.kind = kind;
    made.baseUrl = baseUrl;
    made.variables = std::move(variables);
    config::ProviderKey key;
    key.id = "main";
    key.secret = "env:KEY";
    made.keys = {key};
    return made;
}

Result<std::shared_ptr<const ProviderLine>> lineOf(const config::Provider &from, const char *secret = "sk-1")
{
    return makeProviderLine(
        from, catalog::Catalog::builtIn()->provider(from.kind),
        [secret](const std::string &) {
            return SecretState{.secret = std::make_shared<const Secret>(std::string(secret)),
                               .problem = "ready"};
        },
        {}, "none", [](const std::string &, const net::Endpoint &) { return std::string(); });
}

constexpr const char *kCredentials = "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

} // namespace

class TestProviderLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreFilled_data()
    {
        QTest::addColumn<QByteArray>("baseUrl");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("target");
        const auto row = [](const char *name, const char *baseUrl, const char *model, const char *target) {
            QTest::newRow(name) << QByteArray(baseUrl) << QByteArray(model) << QByteArray(target);
        };
        row("a deployment", "", "gpt-4o", "/openai/deployments/gpt-4o/x?api-version=2024-10-21");
        row("a name that is no segment", "", "a/b c?d",
            "/openai/deployments/a%2Fb%20c%3Fd/x?api-version=2024-10-21");
        row("an own address", "https://gate.example/{resource}/{model}/", "m",
            "/mine/m/x?api-version=2024-10-21");
        row("an own address without the model", "https://gate.example/v1", "m",
            "/v1/x?api-version=2024-10-21");
    }
    void addressesAreFilled()
    {
        QFETCH(const QByteArray, baseUrl);
        QFETCH(const QByteArray, model);
        QFETCH(const QByteArray, target);
        const auto line =
            lineOf(entry("azure-openai-deployments", {{"resource", "mine"}, {"api_version", "2024-10-21"}},
                         baseUrl.constData()));
        QVERIFY2(line, line ? "" : line.error().message.c_str());
        const FormatEndpoint &endpoint = (*line)->formats.front();
        QCOMPARE(QByteArray::fromStdString(endpoint.target("/x", model.toStdString())), target);
        QCOMPARE(endpoint.namesModel(), !baseUrl.endsWith("v1"));
        QCOMPARE(endpoint.endpoint.host,
                 std::string(baseUrl.isEmpty() ? "mine.openai.azure.com" : "gate.example"));
    }

    void aQueryJoinsAnother()
    {
        const auto line =
            lineOf(entry("azure-openai-deployments", {{"resource", "mine"}, {"api_version", "1"}}));
        QVERIFY((*line)->formats.front().target("/x?alt=sse", "m").ends_with("/x?alt=sse&api-version=1"));
    }

    void whatIsMissingIsNamed()
    {
        const auto line =
            lineOf(entry("azure-openai-deployments", {{"resource", "mine"}}, "https://a/{model}"));
        QVERIFY(!line && line.error().code == ErrorCode::InvalidInput);
        QVERIFY2(line.error().message.find("api_version") != std::string::npos, line.error().message.c_str());
    }

    void otherAddressesStayAsTheyAre()
    {
        const auto line = lineOf(entry("groq", {}));
        QCOMPARE((*line)->formats.front().target("/chat/completions", "m"),
                 std::string("/openai/v1/chat/completions"));
        QVERIFY(!(*line)->formats.front().namesModel());
    }

    void anEntryMaySayHowItsKeyIsShown()
    {
        config::Provider entry{.id = "p", .kind = "groq", .keys = {{.id = "k", .secret = "env:K"}}};
        QCOMPARE((*lineOf(entry))->authHeader, std::string("Authorization"));
        entry.auth = config::KeyHeader{.header = "X-Own-Key", .prefix = "Key "};
        const auto line = lineOf(entry);
        QCOMPARE((*line)->authHeader, std::string("X-Own-Key"));
        QCOMPARE((*line)->authPrefix, std::string("Key "));
    }

    void keysOfAwsSign_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<bool>("hasRegion");
        QTest::addColumn<bool>("usable");
        QTest::addColumn<bool>("signs");
        QTest::newRow("credentials") << QByteArray(kCredentials) << true << true << true;
        QTest::newRow("an API key") << QByteArray("ABSKexample") << true << true << false;
        QTest::newRow("an API key, no region") << QByteArray("ABSKexample") << false << true << false;
        QTest::newRow("credentials, no region") << QByteArray(kCredentials) << false << false << false;
        QTest::newRow("half of them") << QByteArray("AKIAIOSFODNN7EXAMPLE") << true << false << false;
    }
    void keysOfAwsSign()
    {
        QFETCH(const QByteArray, secret);
        QFETCH(const bool, hasRegion);
        QFETCH(const bool, usable);
        QFETCH(const bool, signs);
        const std::map<std::string, std::string> region{{"region", "eu-central-1"}};
        const auto line =
            lineOf(hasRegion ? entry("bedrock", region) : entry("bedrock", {}, "https://b.example"),
                   secret.constData());
        QVERIFY2(line, line ? "" : line.error().message.c_str());
        const LineKey &key = (*line)->keys.front();
        QCOMPARE(key.secret != nullptr, usable);
        QCOMPARE(key.signer != nullptr, signs);
        QCOMPARE(key.problem.size() > 5, !usable);
        QVERIFY2(key.problem.find(secret.toStdString()) == std::string::npos, key.problem.c_str());
        QCOMPARE((*line)->formats.front().service, std::string("bedrock"));
    }

    void keysOfOthersAreNotTakenApart()
    {
        const auto line = lineOf(entry("groq", {}), kCredentials);
        QVERIFY((*line)->keys.front().secret && !(*line)->keys.front().signer);
    }
};

QTEST_APPLESS_MAIN(TestProviderLine)
#include "tst_provider_line.moc"
