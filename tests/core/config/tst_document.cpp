#include "config/configuration_reader.h"
#include "config/document.h"
#include "config/upgrade.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <limits>

using namespace signalbox;
using namespace signalbox::config;

namespace {

const char *kDocument = "{\n"
                        "  \"version\": 1,\n"
                        "  \"virtual_keys\": [\n"
                        "    { \"secret\": \"env:A\", \"id\": \"a\" },\n"
                        "    { \"id\": \"b\", \"secret\": \"env:B\" }\n"
                        "  ],\n"
                        "  \"providers\": [\n"
                        "    { \"kind\": \"simulated\", \"id\": \"sim\", \"tokens_per_second\": 12.5 }\n"
                        "  ],\n"
                        "  \"models\": [\n"
                        "    {\n"
                        "      \"name\": \"demo\",\n"
                        "      \"targets\": [\n"
                        "        { \"provider\": \"sim\", \"weight\": 70, \"model\": \"fast\" },\n"
                        "        { \"provider\": \"sim\", \"model\": \"steady\" }\n"
                        "      ]\n"
                        "    }\n"
                        "  ]\n"
                        "}\n";

QString shown(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

class TestDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsWellFormed()
    {
        QCOMPARE(shown(Document::parse(kDocument)->text()), QString::fromUtf8(kDocument));
    }

    void bringsWhiteSpaceIntoForm()
    {
        const std::string squeezed = nlohmann::ordered_json::parse(kDocument).dump();
        QCOMPARE(shown(Document::parse(squeezed)->text()), QString::fromUtf8(kDocument));
        const std::string wide = nlohmann::ordered_json::parse(kDocument).dump(8, '\t');
        QCOMPARE(shown(Document::parse(wide)->text()), QString::fromUtf8(kDocument));
    }

    void breaksLongLists()
    {
        nlohmann::ordered_json json;
        json["models"] = std::vector<std::string>(8, "a-rather-long-model-name");
        const std::string text = formatted(json);
        QCOMPARE(std::ranges::count(text, '\n'), 12);
        QVERIFY(nlohmann::ordered_json::parse(text) == json);
    }

    void setsWeightsAndNothingElse()
    {
        auto document = Document::parse(kDocument);
        QVERIFY(document->setWeights("demo", std::vector<double>{0, 2.5}));
        QString expected = QString::fromUtf8(kDocument);
        expected.replace(QStringLiteral("\"weight\": 70"), QStringLiteral("\"weight\": 0"));
        expected.replace(QStringLiteral("\"model\": \"steady\" }"),
                         QStringLiteral("\"model\": \"steady\", \"weight\": 2.5 }"));
        QCOMPARE(shown(document->text()), expected);
        QVERIFY(readConfiguration(document->text()).configuration.has_value());
    }

    void refusesWrongWeights_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QList<double>>("weights");
        QTest::addColumn<int>("code");
        QTest::newRow("unknown model")
            << QByteArray("other") << QList<double>{1, 1} << int(ErrorCode::NotFound);
        QTest::newRow("too few") << QByteArray("demo") << QList<double>{1} << int(ErrorCode::InvalidInput);
        QTest::newRow("too many") << QByteArray("demo") << QList<double>{1, 1, 1}
                                  << int(ErrorCode::InvalidInput);
        QTest::newRow("negative") << QByteArray("demo") << QList<double>{1, -1}
                                  << int(ErrorCode::InvalidInput);
        QTest::newRow("not a number")
            << QByteArray("demo") << QList<double>{1, std::numeric_limits<double>::quiet_NaN()}
            << int(ErrorCode::InvalidInput);
    }
    void refusesWrongWeights()
    {
        QFETCH(QByteArray, model);
        QFETCH(QList<double>, weights);
        QFETCH(int, code);
        auto document = Document::parse(kDocument);
        const auto result =
            document->setWeights(model.toStdString(), std::span(weights.constData(), size_t(weights.size())));
        QVERIFY(!result);
        QCOMPARE(int(result.error().code), code);
        QCOMPARE(shown(document->text()), QString::fromUtf8(kDocument));
    }

    void addsAndRemovesKeys()
    {
        auto document = Document::parse(kDocument);
        VirtualKey key;
        key.id = "c";
        key.hash = "sha256:" + std::string(64, '0');
        key.models = {"demo", "sim/*"};
        key.expires = std::chrono::sys_seconds(std::chrono::seconds(1'801'389'600));
        QVERIFY(document->addVirtualKey(key));
        QCOMPARE(int(document->addVirtualKey(key).error().code), int(ErrorCode::Conflict));
        const Parsed parsed = readConfiguration(document->text());
        QVERIFY(parsed.configuration.has_value());
        QCOMPARE(parsed.configuration->virtualKeys.back(), key);
        QVERIFY(document->removeVirtualKey("c"));
        QCOMPARE(shown(document->text()), QString::fromUtf8(kDocument));
        QVERIFY(document->removeVirtualKey("a"));
        QVERIFY(document->removeVirtualKey("b"));
        QCOMPARE(int(document->removeVirtualKey("b").error().code), int(ErrorCode::NotFound));
    }

    void addsTheFirstKey()
    {
        auto document = Document::parse(R"({"version":1})");
        QVERIFY(document->addVirtualKey({.id = "a", .hash = {}, .secret = "env:A", .expires = {}}));
        QCOMPARE(readConfiguration(document->text()).configuration->virtualKeys.at(0).secret,
                 std::string("env:A"));
    }

    void aKeyMovesFromItsHashToAReference()
    {
        auto document = Document::parse(
            R"({"version":1,"virtual_keys":[{"id":"a","hash":"sha256:1","models":["*"]},{"id":"b","secret":"env:B"}]})");
        QVERIFY(document->setVirtualKeySecret("a", "keychain:a"));
        QCOMPARE(document->text(),
                 std::string("{\n  \"version\": 1,\n  \"virtual_keys\": [\n"
                             "    {\n      \"id\": \"a\",\n      \"secret\": \"keychain:a\",\n"
                             "      \"models\": [\"*\"]\n    },\n"
                             "    { \"id\": \"b\", \"secret\": \"env:B\" }\n  ]\n}\n"));
        QCOMPARE(int(document->setVirtualKeySecret("c", "keychain:c").error().code),
                 int(ErrorCode::NotFound));
    }

    void isNoDocument()
    {
        QVERIFY(!Document::parse("[]"));
        QVERIFY(!Document::parse("{"));
    }

    void defaultDocumentIsRightAndSafe()
    {
        const Parsed parsed = readConfiguration(defaultDocument(
            {.id = "default", .hash = {}, .secret = "keychain:signalbox/default", .expires = {}}));
        QVERIFY(parsed.configuration.has_value());
        QVERIFY(parsed.configuration->server.auth == Auth::Required);
        QCOMPARE(parsed.configuration->providers.at(0).kind, std::string("simulated"));
        QCOMPARE(parsed.configuration->models.at(0).name, std::string("demo"));
        QCOMPARE(parsed.configuration->virtualKeys.at(0).secret, std::string("keychain:signalbox/default"));
    }

    void writesTimestamps()
    {
        QCOMPARE(formatTimestamp(std::chrono::sys_seconds(std::chrono::seconds(1'801'389'600))),
                 std::string("2027-01-31T10:00:00Z"));
    }

    void upgradesStepByStep()
    {
        const std::vector<Migration> steps{{1,
                                            [](nlohmann::ordered_json &json) -> Result<void> {
                                                json["proxy"] = "none";
                                                return {};
                                            }},
                                           {2, [](nlohmann::ordered_json &json) -> Result<void> {
                                                if (json.contains("bad"))
                                                    return fail(ErrorCode::InvalidInput, "no way up");
                                                return {};
                                            }}};
        const auto upgrade = upgraded("{\"version\":1,\"zzz\":2}", steps);
        QVERIFY(upgrade && *upgrade);
        QCOMPARE((*upgrade)->from, 1);
        QCOMPARE(shown((*upgrade)->text),
                 QStringLiteral("{ \"version\": 3, \"zzz\": 2, \"proxy\": \"none\" }\n"));
        QVERIFY(!upgraded("{\"version\":1,\"bad\":2}", steps));
        QCOMPARE(upgraded("{\"version\":3}", steps).value(), std::nullopt);
        QCOMPARE(upgraded("no document", steps).value(), std::nullopt);
        QCOMPARE(upgraded("{\"version\":1}", migrations()).value(), std::nullopt);
    }
};

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
