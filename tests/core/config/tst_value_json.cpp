#include "config/configuration_reader.h"
#include "config/document.h"
#include "config/value_json.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::config;
using namespace std::chrono_literals;

namespace {

const char *kDocument = "{\n"
                        "  \"version\": 1,\n"
                        "  \"providers\": [\n"
                        "    { \"kind\": \"simulated\", \"id\": \"sim\", \"tokens_per_second\": 12.5 },\n"
                        "    {\n"
                        "      \"kind\": \"openai-compatible\",\n"
                        "      \"enabled\": true,\n"
                        "      \"id\": \"lab\",\n"
                        "      \"wire\": \"openai-chat\",\n"
                        "      \"base_url\": \"http://127.0.0.1:8000/v1\",\n"
                        "      \"timeouts\": { \"idle_ms\": 120000, \"connect_ms\": 700 },\n"
                        "      \"keys\": [\n"
                        "        { \"secret\": \"env:A\", \"id\": \"a\", \"weight\": 1 },\n"
                        "        { \"id\": \"b\", \"secret\": \"env:B\", \"models\": [\"x*\"] }\n"
                        "      ],\n"
                        "      \"models\": [\n"
                        "        {\n"
                        "          \"id\": \"m\",\n"
                        "          \"price\": { \"output_per_mtok\": 0.30, \"input_per_mtok\": 0.075 }\n"
                        "        }\n"
                        "      ]\n"
                        "    }\n"
                        "  ],\n"
                        "  \"models\": [\n"
                        "    {\n"
                        "      \"name\": \"demo\",\n"
                        "      \"targets\": [\n"
                        "        { \"provider\": \"sim\", \"weight\": 70, \"model\": \"fast\" },\n"
                        "        { \"provider\": \"lab\", \"model\": \"m\" }\n"
                        "      ]\n"
                        "    }\n"
                        "  ]\n"
                        "}\n";

QString shown(const std::string &text)
{
    return QString::fromStdString(text);
}

/// The document in its own form: nlohmann writes 0.30 as 0.3.
std::string formed()
{
    return Document::parse(kDocument)->text();
}

Configuration read(const std::string &text)
{
    auto parsed = readConfiguration(text);
    return parsed.configuration.value_or(Configuration());
}

Provider everything()
{
    Provider provider;
    provider.id = "all";
    provider.kind = "openai-compatible";
    provider.enabled = false;
    provider.baseUrl = "https://host.example/v1";
    provider.wire = {"openai-chat", "openai-responses"};
    provider.keys = {{.id = "a", .secret = "env:A", .weight = 2.5, .models = {"x*"}, .enabled = false},
                     {.id = "b", .secret = "keychain:all/b"}};
    ModelEntry model;
    model.id = "m";
    model.context = 131072;
    model.maxOutput = 8192;
    model.toolCall = true;
    model.reasoning = false;
    model.images = true;
    model.price = Price{.inputPerMtok = Money::parse("0.000000001"),
                        .outputPerMtok = Money::parse("123456.789"),
                        .cacheReadPerMtok = Money(),
                        .cacheWritePerMtok = Money::parse("0.1")};
    provider.models = {model, {.id = "bare"}};
    provider.auth = KeyHeader{.header = "X-Signal-Key", .prefix = "Token "};
    provider.headers = {{"X-Team", "blue"}};
    provider.variables = {{"region", "eu"}};
    provider.timeouts = {.connect = 1ms, .firstByte = 2ms, .idle = 3ms, .total = 4ms};
    provider.retry = {.max = 0, .base = 1ms, .limit = 2ms};
    provider.breaker = {.failures = 1, .window = 2s, .errorRate = 0.25, .minRequests = 3, .open = 4s};
    provider.proxy = "none";
    return provider;
}

} // namespace

class TestValueJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<int>("row");
        QTest::newRow("everything set") << 0;
        QTest::newRow("nothing set") << 1;
        QTest::newRow("a simulated provider") << 2;
    }
    void whatIsWrittenIsReadBack()
    {
        QFETCH(int, row);
        Provider provider = everything();
        if (row == 1)
            provider = {.id = "bare", .kind = "groq"};
        if (row == 2)
            provider = {.id = "s",
                        .kind = "simulated",
                        .simulation = {.tokensPerSecond = 12.5,
                                       .firstToken = 1ms,
                                       .failRate = 0.1,
                                       .stallRate = 0.2,
                                       .cutRate = 0.3}};
        for (const Defaults defaults : {Defaults::LeftOut, Defaults::Written}) {
            nlohmann::ordered_json json;
            json["version"] = 1;
            json["providers"] = {toJson(provider, defaults)};
            const auto parsed = readConfiguration(formatted(json));
            QVERIFY2(parsed.configuration, formatted(json).c_str());
            QVERIFY2(parsed.configuration->providers.front() == provider, formatted(json).c_str());
        }
    }

    void defaultsAreNotWritten()
    {
        QCOMPARE(shown(toJson(Provider{.id = "g", .kind = "groq"}, Defaults::LeftOut).dump()),
                 QStringLiteral("{\"id\":\"g\",\"kind\":\"groq\"}"));
        VirtualModel model;
        model.name = "coder";
        model.targets = {{.provider = "g", .model = "m"}};
        QCOMPARE(shown(toJson(model, Defaults::LeftOut).dump()),
                 QStringLiteral("{\"name\":\"coder\",\"targets\":[{\"provider\":\"g\",\"model\":\"m\"}]}"));
    }

    void puttingWhatIsThereChangesNothing()
    {
        const Configuration before = read(kDocument);
        QCOMPARE(before.providers.size(), size_t(2));
        auto document = Document::parse(kDocument);
        for (const Provider &provider : before.providers)
            QVERIFY(document->putProvider(provider));
        QVERIFY(document->putModel(before.models.front()));
        QCOMPARE(shown(document->text()), shown(formed()));
    }

    void aChangeTouchesOnlyWhatChanged_data()
    {
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, int change, const char *before, const char *after) {
            QTest::newRow(name) << change << QString::fromUtf8(before) << QString::fromUtf8(after);
        };
        row("a number", 0, "\"connect_ms\": 700", "\"connect_ms\": 800");
        row("back to the default", 1, "\"idle_ms\": 120000, \"connect_ms\": 700", "\"idle_ms\": 120000");
        row("a default that is spelt out", 2, "\"enabled\": true", "\"enabled\": false");
        row("one key of two", 3, "\"weight\": 1 }", "\"weight\": 3 }");
        row("a key is taken away", 4, "        { \"secret\": \"env:A\", \"id\": \"a\", \"weight\": 1 },\n",
            "");
        row("the formats", 5, "\"wire\": \"openai-chat\"", "\"wire\": [\"openai-responses\"]");
        row("the catalogue's formats again", 6, "      \"wire\": \"openai-chat\",\n", "");
        row("a price", 7, "\"input_per_mtok\": 0.075", "\"input_per_mtok\": 0.08");
    }
    void aChangeTouchesOnlyWhatChanged()
    {
        QFETCH(int, change);
        QFETCH(QString, before);
        QFETCH(QString, after);
        Provider lab = read(kDocument).providers.at(1);
        switch (change) {
        case 0:
            lab.timeouts.connect = 800ms;
            break;
        case 1:
            lab.timeouts.connect = Timeouts().connect;
            break;
        case 2:
            lab.enabled = false;
            break;
        case 3:
            lab.keys.front().weight = 3;
            break;
        case 4:
            lab.keys.erase(lab.keys.begin());
            break;
        case 5:
            lab.wire = {"openai-responses"};
            break;
        case 6:
            lab.wire.clear();
            break;
        default:
            lab.models.front().price->inputPerMtok = Money::parse("0.08");
        }
        auto document = Document::parse(kDocument);
        QVERIFY(document->putProvider(lab));
        QString expected = shown(formed());
        QVERIFY(expected.contains(before));
        expected.replace(before, after);
        QCOMPARE(shown(document->text()), expected);
        QVERIFY(read(document->text()).providers.at(1) == lab);
    }

    void aNewEntryStandsAtTheEnd()
    {
        auto document = Document::parse(kDocument);
        QVERIFY(document->putProvider(everything()));
        const Configuration after = read(document->text());
        QCOMPARE(after.providers.size(), size_t(3));
        QVERIFY(after.providers.back() == everything());
        QVERIFY(after.providers.front() == read(kDocument).providers.front());
    }

    void theFirstEntryMakesTheList()
    {
        auto document = Document::parse("{\"version\":1}");
        QVERIFY(document->putProvider({.id = "g", .kind = "groq"}));
        QCOMPARE(read(document->text()).providers.size(), size_t(1));
    }

    void listsThatAreNoneAreRefused()
    {
        auto document = Document::parse("{\"version\":1,\"providers\":7}");
        const auto put = document->putProvider({.id = "g", .kind = "groq"});
        QVERIFY(!put && put.error().code == ErrorCode::InvalidInput);
    }

    void removesAProviderThatNobodyNames()
    {
        auto document = Document::parse(kDocument);
        QVERIFY(document->putProvider({.id = "g", .kind = "groq"}));
        QVERIFY(document->removeProvider("g"));
        QCOMPARE(shown(document->text()), shown(formed()));
        QVERIFY(document->removeProvider("g").error().code == ErrorCode::NotFound);
    }

    void aTargetIsNotRemoved()
    {
        auto document = Document::parse(kDocument);
        const auto removed = document->removeProvider("lab");
        QVERIFY(!removed && removed.error().code == ErrorCode::InvalidInput);
        QVERIFY2(removed.error().message.find("\"demo\"") != std::string::npos,
                 removed.error().message.c_str());
        QCOMPARE(shown(document->text()), shown(formed()));
    }

    void putsVirtualModels()
    {
        auto document = Document::parse(kDocument);
        VirtualModel demo = read(kDocument).models.front();
        demo.strategy = Strategy::LowestCost;
        demo.affinity = Affinity::Conversation;
        std::swap(demo.targets[0], demo.targets[1]);
        demo.fallbacks = {{.provider = "sim", .model = "steady"}};
        QVERIFY(document->putModel(demo));
        VirtualModel other{.name = "other", .targets = {{.provider = "sim", .model = "fast", .weight = 0}}};
        QVERIFY(document->putModel(other));
        const Configuration after = read(document->text());
        QCOMPARE(after.models.size(), size_t(2));
        QVERIFY(after.models[0] == demo);
        QVERIFY(after.models[1] == other);
        // The order of the members of a target that was there is kept.
        QVERIFY(
            shown(document->text())
                .contains(QStringLiteral("{ \"provider\": \"sim\", \"weight\": 70, \"model\": \"fast\" }")));
    }
};

QTEST_APPLESS_MAIN(TestValueJson)
#include "tst_value_json.moc"
