#include "config/configuration_reader.h"

#include "documents.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::config;

namespace {

const std::vector<KnownKind> kKinds{{"openai", false, {}},
                                    {"anthropic", false, {}},
                                    {"gemini", false, {}},
                                    {"groq", false, {}},
                                    {"azure-openai", false, {"resource"}},
                                    {"openai-compatible", true, {}},
                                    {"anthropic-compatible", true, {}},
                                    {"simulated", false, {}}};

QByteArray lines(const Findings &findings)
{
    QByteArray text;
    for (const Finding &finding : findings)
        text += QByteArray::fromStdString(describe(finding)) + '\n';
    return text;
}

} // namespace

class TestConfigurationReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        for (const WrongDocument &document : wrongDocuments())
            QTest::newRow(document.name) << QByteArray(document.text) << QByteArray(document.findings);
    }
    void findsWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed = readConfiguration(text.toStdString(), kKinds);
        QVERIFY(!parsed.configuration);
        const QList<QByteArray> all = expected.split('\n');
        QVERIFY2(qsizetype(parsed.findings.size()) == all.size(), lines(parsed.findings).constData());
        for (qsizetype i = 0; i < all.size(); ++i) {
            // A pointer may hold a space itself, so it is compared as a beginning.
            const Finding &finding = parsed.findings[size_t(i)];
            const QByteArray pointer = QByteArray::fromStdString(finding.pointer);
            QVERIFY2(all[i].startsWith(pointer + ' '), lines(parsed.findings).constData());
            const QByteArray part = all[i].mid(pointer.size() + 1);
            QVERIFY2(QByteArray::fromStdString(finding.message).contains(part),
                     lines(parsed.findings).constData());
        }
    }

    void saysWhereItIsNoJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("empty") << QByteArray("") << QByteArray("line 1, column 1");
        QTest::newRow("comma too many")
            << QByteArray("{\n  \"version\": 1,\n}") << QByteArray("line 3, column 1");
        QTest::newRow("comment") << QByteArray("{ // no\n}") << QByteArray("line 1, column 3");
        QTest::newRow("broken string")
            << QByteArray("{\"version\": 1, \"proxy\": \"a\nb\"}") << QByteArray("a string is not ended");
        QTest::newRow("not UTF-8") << QByteArray("{\"version\": 1, \"proxy\": \"\xff\"}")
                                   << QByteArray("holds a character or escape");
        QTest::newRow("text behind it")
            << QByteArray("{\"version\": 1} x") << QByteArray("line 1, column 16");
        QTest::newRow("NaN") << QByteArray("{\"version\": NaN}") << QByteArray("line 1, column 13");
        QTest::newRow("ends early") << QByteArray("{\"version\": 1") << QByteArray("line 1, column 14");
    }
    void saysWhereItIsNoJson()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, part);
        const Parsed parsed = readConfiguration(text.toStdString(), kKinds);
        QVERIFY(!parsed.configuration);
        QCOMPARE(parsed.findings.size(), size_t(1));
        QVERIFY(parsed.findings[0].pointer.empty());
        QVERIFY2(QByteArray::fromStdString(parsed.findings[0].message).contains(part),
                 parsed.findings[0].message.c_str());
    }

    void neverRepeatsAKey_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("as a secret") << QByteArray(
            R"({"version":1,"providers":[{"id":"a","kind":"groq","keys":[{"id":"k","secret":"sk-LEAKED-0123456789"}]}]})");
        QTest::newRow("as a secret of no known shape") << QByteArray(
            R"({"version":1,"providers":[{"id":"a","kind":"groq","keys":[{"id":"k","secret":"LEAKED"}]}]})");
        QTest::newRow("before a syntax error")
            << QByteArray(R"({"version":1,"a":"sk-LEAKED-0123456789" "b"})");
        QTest::newRow("in a string that does not end")
            << QByteArray(R"({"version":1,"a":"sk-LEAKED-0123456789)");
        QTest::newRow("in an address") << QByteArray(
            R"({"version":1,"providers":[{"id":"a","kind":"groq","base_url":"https://u:LEAKED@x"}]})");
        QTest::newRow("in the hash") << QByteArray(
            R"({"version":1,"virtual_keys":[{"id":"a","hash":"sk-LEAKED-0123456789"}]})");
    }
    void neverRepeatsAKey()
    {
        QFETCH(QByteArray, text);
        const Parsed parsed = readConfiguration(text.toStdString(), kKinds);
        QVERIFY(!parsed.findings.empty());
        QVERIFY2(!lines(parsed.findings).contains("LEAKED"), lines(parsed.findings).constData());
    }

    void readsEverything()
    {
        const Parsed parsed = readConfiguration(fullDocument(), kKinds);
        QVERIFY2(parsed.configuration.has_value(), lines(parsed.findings).constData());
        const Configuration &configuration = *parsed.configuration;
        QCOMPARE(configuration.server.allowedHosts, std::vector<std::string>{"box.lan"});
        QCOMPARE(configuration.server.adminTokens.at(0),
                 (AdminToken{.id = "me", .secret = "keychain:signalbox/admin", .role = "admin"}));
        QCOMPARE(configuration.proxy, std::string("http://proxy.lan:3128"));
        const Provider &openai = configuration.providers.at(0);
        QCOMPARE(openai.keys.at(1), (ProviderKey{.id = "second",
                                                 .secret = "env:OPENAI_API_KEY_2",
                                                 .weight = 2.5,
                                                 .models = {"gpt-5*"},
                                                 .enabled = true}));
        const Provider &azure = configuration.providers.at(1);
        QVERIFY(!azure.enabled);
        QVERIFY(!azure.keys.at(0).enabled);
        QCOMPARE(azure.variables.at("resource"), std::string("my-resource"));
        QVERIFY(azure.auth == KeyHeader({.header = "x-own-key", .prefix = ""}));
        QCOMPARE(azure.headers.at("x-team"), std::string("tools"));
        QCOMPARE(azure.proxy, std::optional<std::string>("none"));
        const Provider &lab = configuration.providers.at(2);
        QCOMPARE(lab.baseUrl, std::string("http://127.0.0.1:8000/v1"));
        QCOMPARE(lab.wire, std::vector<std::string>{"openai-chat"});
        QCOMPARE(lab.models.at(0).context, std::optional<std::int64_t>(131072));
        QCOMPARE(lab.models.at(0).images, std::optional(false));
        const Price &price = *lab.models.at(0).price;
        QVERIFY(price.inputPerMtok == Money::fromNano(280'000'000)); // exactly, not 0.28's nearest double
        QVERIFY(price.outputPerMtok == Money());
        QVERIFY(price.cacheReadPerMtok == Money::fromNano(1));
        QVERIFY(!price.cacheWritePerMtok);
        QCOMPARE(lab.timeouts, (Timeouts{.connect = std::chrono::milliseconds(1),
                                         .firstByte = std::chrono::milliseconds(2),
                                         .idle = std::chrono::milliseconds(3),
                                         .total = std::chrono::milliseconds(4)}));
        QCOMPARE(
            lab.retry,
            (Retry{.max = 0, .base = std::chrono::milliseconds(5), .limit = std::chrono::milliseconds(6)}));
        QCOMPARE(lab.breaker, (Breaker{.failures = 7,
                                       .window = std::chrono::seconds(8),
                                       .errorRate = 0.25,
                                       .minRequests = 9,
                                       .open = std::chrono::seconds(10)}));
        const Provider &sim = configuration.providers.at(3);
        QCOMPARE(sim.wire.size(), size_t(2));
        QCOMPARE(sim.simulation, (Simulation{.tokensPerSecond = 12.5,
                                             .firstToken = std::chrono::milliseconds(0),
                                             .failRate = 0.1,
                                             .stallRate = 0.2,
                                             .cutRate = 1}));
        const VirtualModel &coder = configuration.models.at(0);
        QVERIFY(coder.strategy == Strategy::Priority && coder.affinity == Affinity::Conversation);
        QCOMPARE(coder.targets.at(0), (RouteTarget{.provider = "openai", .model = "gpt-5.4", .weight = 70}));
        QCOMPARE(coder.targets.at(1).weight, 1.0);
        QCOMPARE(coder.fallbacks.at(0).model, std::string("qwen3-coder"));
        const VirtualKey &dev = configuration.virtualKeys.at(0);
        QVERIFY(dev.expires == std::chrono::sys_seconds(std::chrono::seconds(1'801'389'600)));
        QVERIFY(!configuration.virtualKeys.at(1).enabled);
        QVERIFY(!configuration.telemetry.prometheus);
        QCOMPARE(configuration.ledger.keepDays, 30);
    }

    void fillsInDefaults()
    {
        const Parsed parsed = readConfiguration(R"({"version":1})", kKinds);
        QVERIFY(parsed.configuration.has_value());
        QCOMPARE(*parsed.configuration, Configuration());
    }

    void takesSingleListenAddress_data()
    {
        QTest::addColumn<QByteArray>("address");
        for (const char *address : {"127.0.0.1:0", "0.0.0.0:80", "[::]:7717", "localhost:65535", "box.lan:1"})
            QTest::newRow(address) << QByteArray(address);
    }
    void takesSingleListenAddress()
    {
        QFETCH(QByteArray, address);
        const Parsed parsed =
            readConfiguration("{\"version\":1,\"server\":{\"listen\":\"" + address.toStdString() + "\"}}");
        QVERIFY(parsed.configuration.has_value());
        QCOMPARE(parsed.configuration->server.listen, std::vector<std::string>{address.toStdString()});
    }

    void takesAnyKindWhereNoneAreKnown()
    {
        QVERIFY(
            readConfiguration(R"({"version":1,"providers":[{"id":"x","kind":"whatever"}]})").configuration);
    }

    void takesAByteOrderMark()
    {
        QVERIFY(readConfiguration("\xEF\xBB\xBF" + std::string("{\"version\":1}")).configuration);
    }

    void refusesWhatIsNoDocument()
    {
        const std::string deep(1000, '[');
        QCOMPARE(readConfiguration(deep).findings.size(), size_t(1));
        const std::string large = "{\"version\":1,\"proxy\":\"" + std::string(5 * 1024 * 1024, 'x') + "\"}";
        QCOMPARE(readConfiguration(large).findings.at(0).message, std::string("is larger than 4 MiB"));
    }
};

QTEST_APPLESS_MAIN(TestConfigurationReader)
#include "tst_configuration_reader.moc"
