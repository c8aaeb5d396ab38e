#include "catalog/catalog.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace signalbox;
using namespace signalbox::catalog;

namespace {

const WallTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};

} // namespace

class TestCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shipsUsableRows()
    {
        const auto catalog = Catalog::builtIn();
        QVERIFY(catalog->providers().size() > 30);
        const QSet<QByteArray> formats{
            "openai-responses", "openai-chat", "anthropic-messages", "gemini", "bedrock-converse",
            "cohere",           "ollama"};
        for (const ProviderRow &row : catalog->providers()) {
            QVERIFY2(!row.wire.empty(), row.id.c_str());
            for (const std::string &format : row.wire) {
                QVERIFY2(formats.contains(QByteArray::fromStdString(format)), row.id.c_str());
                const std::string url = row.baseUrlFor(format);
                const bool generic = row.id.ends_with("-compatible");
                QVERIFY2(generic == url.empty(), row.id.c_str());
                QVERIFY2(generic || url.starts_with("https://") || row.local || row.simulated,
                         row.id.c_str());
                QVERIFY2(!url.ends_with('/'), row.id.c_str());
            }
            for (const auto &[format, url] : row.otherBaseUrls)
                QVERIFY2(formats.contains(QByteArray::fromStdString(format)), row.id.c_str());
        }
    }

    void knowsProviders_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("openai") << QByteArray("openai") << QByteArray("openai-responses")
                                << QByteArray("https://api.openai.com/v1")
                                << QByteArray("Authorization: Bearer ");
        QTest::newRow("anthropic") << QByteArray("anthropic") << QByteArray("anthropic-messages")
                                   << QByteArray("https://api.anthropic.com") << QByteArray("x-api-key: ");
        QTest::newRow("gemini") << QByteArray("gemini") << QByteArray("gemini")
                                << QByteArray("https://generativelanguage.googleapis.com/v1beta")
                                << QByteArray("x-goog-api-key: ");
        QTest::newRow("gemini's other surface")
            << QByteArray("gemini") << QByteArray("openai-chat")
            << QByteArray("https://generativelanguage.googleapis.com/v1beta/openai")
            << QByteArray("x-goog-api-key: ");
        QTest::newRow("azure") << QByteArray("azure-openai") << QByteArray("openai-chat")
                               << QByteArray("https://{resource}.openai.azure.com/openai/v1")
                               << QByteArray("api-key: ");
        QTest::newRow("deepseek for anthropic's clients")
            << QByteArray("deepseek") << QByteArray("anthropic-messages")
            << QByteArray("https://api.deepseek.com/anthropic") << QByteArray("Authorization: Bearer ");
        QTest::newRow("a format it does not speak") << QByteArray("anthropic") << QByteArray("openai-chat")
                                                    << QByteArray("") << QByteArray("x-api-key: ");
    }
    void knowsProviders()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, header);
        const ProviderRow *row = Catalog::builtIn()->provider(kind.toStdString());
        QVERIFY(row != nullptr);
        QCOMPARE(QByteArray::fromStdString(row->baseUrlFor(format.toStdString())), url);
        QCOMPARE(QByteArray::fromStdString(row->auth.header + ": " + row->auth.prefix), header);
    }

    void rowsAreThoseOfTheFacts()
    {
        QFile file(QStringLiteral(SIGNALBOX_SHARED_DIR "/facts/providers.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the collected facts are not here");
        const QJsonArray facts =
            QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("providers")).toArray();
        QCOMPARE(facts.size(), 46);
        const QSet<QString> found{QStringLiteral("bedrock"), QStringLiteral("github-copilot")};
        for (const QJsonValue &each : facts) {
            const QJsonObject fact = each.toObject();
            const QString id = fact.value(QStringLiteral("id")).toString();
            const ProviderRow *row = Catalog::builtIn()->provider(id.toStdString());
            QVERIFY2(row != nullptr, qPrintable(id));
            QVERIFY2(fact.value(QStringLiteral("base_url")).toString() ==
                         QString::fromStdString(row->baseUrl),
                     qPrintable(id));
            const QJsonObject auth = fact.value(QStringLiteral("auth")).toObject();
            const QString scheme = auth.value(QStringLiteral("scheme")).toString();
            if (row->auth.scheme == AuthScheme::AwsSignature) {
                QCOMPARE(scheme, QStringLiteral("aws-sigv4"));
            } else if (scheme == QStringLiteral("none") || scheme == QStringLiteral("oauth-device")) {
                QVERIFY2(row->auth.header == "Authorization" && row->auth.prefix == "Bearer ",
                         qPrintable(id));
            } else {
                QString format = auth.value(QStringLiteral("format")).toString();
                format.replace(QStringLiteral("{key}"), QString());
                format.replace(QStringLiteral("{access_token}"), QString());
                QVERIFY((row->auth.scheme == AuthScheme::AccountToken) ==
                        (scheme == QStringLiteral("oauth2-service-account")));
                QCOMPARE(QString::fromStdString(row->auth.header),
                         auth.value(QStringLiteral("header")).toString());
                QCOMPARE(QString::fromStdString(row->auth.prefix), format);
            }
            // What only some of a row's APIs want, and what hosts have come to want, the facts do not say.
            for (const auto &[name, value] : row->headers)
                QVERIFY2(found.contains(id) || auth.value(QStringLiteral("required_headers"))
                                                       .toObject()
                                                       .value(QString::fromStdString(name))
                                                       .toString() == QString::fromStdString(value),
                         qPrintable(id));
            // Formats that nobody has confirmed, and those without code or address here, may be missing; none
            // is added.
            const QJsonArray formats = fact.value(QStringLiteral("wire_formats")).toArray();
            for (const std::string &format : row->wire)
                QVERIFY2(formats.contains(QString::fromStdString(format)), qPrintable(id));
            const QJsonArray unsure = fact.value(QStringLiteral("unconfirmed_wire_formats")).toArray();
            if (!unsure.contains(formats.first()))
                QVERIFY2(formats.first().toString().toStdString() == row->wire.front(), qPrintable(id));
            const QJsonArray names = fact.value(QStringLiteral("env")).toArray();
            for (const auto &variables : {row->environment, row->environmentFiles}) {
                for (const std::string &name : variables)
                    QVERIFY2(found.contains(id) || names.contains(QString::fromStdString(name)),
                             qPrintable(id));
            }
        }
    }

    void anUnknownSchemeIsRefused()
    {
        QVERIFY(!Catalog::create(
            R"({"providers":[{"id":"p","name":"P","wire":["gemini"],"auth":{"scheme":"magic"}}]})",
            R"({"models":{}})"));
    }

    void signedRequestsCountForAService()
    {
        const auto create = [](const char *auth) {
            return Catalog::create(
                std::string(R"({"providers":[{"id":"p","name":"P","wire":["gemini"],"auth":)") + auth + "}]}",
                R"({"models":{}})");
        };
        const auto catalog =
            create(R"({"scheme":"aws-sigv4","service":"s","other_services":{"openai-chat":"t"}})");
        QVERIFY(catalog.has_value());
        const ProviderRow *row = catalog->provider("p");
        QVERIFY(row->auth.scheme == AuthScheme::AwsSignature);
        QCOMPARE(row->serviceFor("gemini"), std::string("s"));
        QCOMPARE(row->serviceFor("openai-chat"), std::string("t"));
        QCOMPARE(row->auth.header + ": " + row->auth.prefix, std::string("Authorization: Bearer "));
        QVERIFY(!create(R"({"scheme":"aws-sigv4"})"));
    }

    void addressesDifferByTheValueOfAVariable_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("a region") << QByteArray("europe-west1")
                                  << QByteArray("europe-west1-aiplatform.googleapis.com");
        QTest::newRow("everywhere") << QByteArray("global") << QByteArray("aiplatform.googleapis.com");
        QTest::newRow("several regions")
            << QByteArray("eu") << QByteArray("aiplatform.eu.rep.googleapis.com");
    }
    void addressesDifferByTheValueOfAVariable()
    {
        QFETCH(QByteArray, location);
        QFETCH(QByteArray, host);
        const std::map<std::string, std::string> variables{{"location", location.toStdString()},
                                                           {"project", "p"}};
        for (const char *format : {"gemini", "anthropic-messages"}) {
            const std::string url = Catalog::builtIn()->provider("vertex")->baseUrlFor(format, variables);
            QCOMPARE(QByteArray::fromStdString(fillUrl(url, variables).value()),
                     "https://" + host + "/v1/projects/p/locations/" + location);
        }
    }

    void formatsHaveDialectsAndModelsOfTheirOwn()
    {
        const auto catalog = Catalog::create(
            R"({"providers":[{"id":"p","name":"P","wire":["gemini","anthropic-messages"],"dialect":{"family":"gemini"},"other_dialects":{"anthropic-messages":{"family":"anthropic"}},"format_models":{"anthropic-messages":["claude-*"]}}]})",
            R"({"models":{}})");
        QVERIFY(catalog.has_value());
        const ProviderRow &row = *catalog->provider("p");
        QVERIFY(row.otherDialects.at("anthropic-messages") ==
                (FieldValues{{"family", std::string("anthropic")}}));
        QCOMPARE(row.formatModels.at("anthropic-messages"), std::vector<std::string>{"claude-*"});
        for (const char *wrong : {R"({"gemini":{"nothing":true}})", R"({"gemini":1})", "[1]", "1"}) {
            const std::string json = std::string(R"({"providers":[{"id":"p","name":"P","wire":["gemini"],)") +
                                     "\"other_dialects\":" + wrong + "}]}";
            QVERIFY2(!Catalog::create(json, R"({"models":{}})"), wrong);
        }
    }

    void unknownProviderIsNull() { QVERIFY(Catalog::builtIn()->provider("nobody") == nullptr); }

    void fillsVariables()
    {
        const ProviderRow *azure = Catalog::builtIn()->provider("azure-openai");
        QCOMPARE(azure->variables(), std::vector<std::string>{"resource"});
        QCOMPARE(fillUrl(azure->baseUrl, {{"resource", "mine"}}).value(),
                 std::string("https://mine.openai.azure.com/openai/v1"));
        QVERIFY(!fillUrl(azure->baseUrl, {}));
        QVERIFY(!fillUrl("https://{open", {}));
    }

    void aModelsPlaceIsNoVariable()
    {
        const ProviderRow *row = Catalog::builtIn()->provider("azure-openai-deployments");
        QCOMPARE(row->variables(), (std::vector<std::string>{"resource", "api_version"}));
        QCOMPARE(fillUrl(row->baseUrl, {{"resource", "mine"}, {"model", "no"}}).value(),
                 std::string("https://mine.openai.azure.com/openai/deployments/{model}"));
        QCOMPARE(fillUrl(row->query, {{"api_version", "2024-10-21"}}).value(),
                 std::string("api-version=2024-10-21"));
    }

    void aModelsFamilyIsFoundInItsName_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("matches");
        QTest::newRow("itself") << QByteArray("claude-opus-4-6") << QByteArray("claude-opus-4-6") << true;
        QTest::newRow("of a day") << QByteArray("claude-opus-4") << QByteArray("claude-opus-4-20250514")
                                  << true;
        QTest::newRow("as Bedrock names it")
            << QByteArray("claude-opus-4-6") << QByteArray("us.anthropic.claude-opus-4-6-v1:0") << true;
        QTest::newRow("with a dot") << QByteArray("claude-opus-4-6")
                                    << QByteArray("anthropic/Claude-Opus-4.6") << true;
        QTest::newRow("another number") << QByteArray("gpt-5") << QByteArray("gpt-50") << false;
        QTest::newRow("inside a word") << QByteArray("gemini") << QByteArray("notgemini-2.5") << false;
        QTest::newRow("longer than the model")
            << QByteArray("gemini-2-5-pro") << QByteArray("gemini") << false;
    }
    void aModelsFamilyIsFoundInItsName()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, model);
        QFETCH(bool, matches);
        QCOMPARE(matchedLength(name.toStdString(), model.toStdString()),
                 matches ? std::size_t(name.size()) : 0);
    }

    void theLongestNameGivesTheRules()
    {
        const std::vector<ModelFamily> families{
            {.names = {"a-model"}, .rules = {{"prefill", true}, {"sampling", false}}},
            {.names = {"a-model-2", "other"}, .rules = {{"sampling", true}}}};
        QCOMPARE(rulesFor(families, "a-model-2-5"), (FieldValues{{"sampling", true}}));
        QCOMPARE(rulesFor(families, "a-model-3").size(), 2);
        QVERIFY(rulesFor(families, "a-modell").empty());
    }

    void dialectFieldsAreThoseOfTheFormats()
    {
        // The catalogue does not include the struct; this holds its list of names to it all the same.
        QFile header(QStringLiteral(SIGNALBOX_SOURCE_DIR "/core/wire/dialect.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(header.readAll());
        static const QRegularExpression member(
            QStringLiteral("^    (bool|int|std::string|std::vector<std::string>) (\\w+)( = [^;]+)?;"),
            QRegularExpression::MultilineOption);
        const QHash<QString, size_t> types{{QStringLiteral("bool"), 0},
                                           {QStringLiteral("int"), 1},
                                           {QStringLiteral("std::string"), 2},
                                           {QStringLiteral("std::vector<std::string>"), 3}};
        QSet<QString> found;
        for (const QRegularExpressionMatch &match : member.globalMatch(text)) {
            const QString name = match.captured(2);
            if (name == QStringLiteral("provider"))
                continue; // the row's own id
            QVERIFY2(dialectFieldType(name.toStdString()) == types.value(match.captured(1)),
                     qPrintable(name));
            found.insert(name);
        }
        QCOMPARE(size_t(found.size()), dialectFields().size());
    }

    void findsModels_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("exact") << QByteArray("m-5") << QByteArray("m-5");
        QTest::newRow("exact beats the prefix") << QByteArray("m-5-20250101") << QByteArray("m-5-20250101");
        QTest::newRow("dated with dashes") << QByteArray("m-5-2026-03-05") << QByteArray("m-5");
        QTest::newRow("dated") << QByteArray("m-5-20260305") << QByteArray("m-5");
        QTest::newRow("dated with an at sign") << QByteArray("m-5@20260305") << QByteArray("m-5");
        QTest::newRow("month and day") << QByteArray("m-5-0305") << QByteArray("m-5");
        QTest::newRow("latest") << QByteArray("m-5-latest") << QByteArray("m-5");
        QTest::newRow("longest prefix") << QByteArray("m-5-mini-2026-03-05") << QByteArray("m-5-mini");
        QTest::newRow("another size is another model") << QByteArray("m-5-nano") << QByteArray();
        QTest::newRow("another version is another model") << QByteArray("m-51") << QByteArray();
        QTest::newRow("a version number is no date") << QByteArray("m-5-1") << QByteArray();
        QTest::newRow("dashes at odd places") << QByteArray("m-5-20-26-0305") << QByteArray();
        QTest::newRow("free variants cost otherwise") << QByteArray("m-5:free") << QByteArray();
        QTest::newRow("nothing") << QByteArray("") << QByteArray();
    }
    void findsModels()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, found);
        const auto catalog =
            Catalog::create(R"({"providers":[{"id":"p","name":"P","wire":["openai-chat"]}]})",
                            R"({"models":{"p":[{"id":"m-5-mini"},{"id":"m-5"},{"id":"m-5-20250101"}]}})");
        QVERIFY(catalog.has_value());
        const ModelRow *row = catalog->model("p", asked.toStdString());
        QCOMPARE(row == nullptr ? QByteArray() : QByteArray::fromStdString(row->id), found);
    }

    void anyOtherSimulatedModelIsLikeSteady()
    {
        const ModelRow *row = Catalog::builtIn()->model("simulated", "whatever");
        QVERIFY(row != nullptr);
        QCOMPARE(row->id, std::string("steady"));
        QCOMPARE(Catalog::builtIn()->model("simulated", "fast")->id, std::string("fast"));
        QVERIFY(Catalog::builtIn()->model("openai", "whatever") == nullptr);
    }

    void simulatedModelsCostMoneyThatSaysSo()
    {
        for (const ModelRow &row : Catalog::builtIn()->models("simulated")) {
            const record::Cost cost = costOf({.inputTokens = 1000, .outputTokens = 100}, row.prices, kNow);
            QVERIFY(cost.total.has_value());
            QVERIFY(*cost.total > Money());
            QCOMPARE(cost.pricedAsOf, std::string("simulated"));
        }
        QCOMPARE(Catalog::builtIn()->models("simulated").size(), size_t(5));
    }

    void pricesByTheBuiltInRows()
    {
        const auto catalog = Catalog::builtIn();
        // gpt-5.4: 2.50 in, 0.25 cached, 15 out for a million.
        const ModelRow *row = catalog->model("openai", "gpt-5.4");
        QVERIFY(row != nullptr && row->context && row->toolCall == std::optional(true));
        const record::Cost cost =
            catalog->priceOf({.inputTokens = 100'000, .cachedInputTokens = 40'000, .outputTokens = 2'000},
                             "openai", "gpt-5.4", kNow);
        const Rates &rates = row->prices.at(0).rates;
        const std::int64_t expected =
            (rates.input->nano() * 60'000 + rates.cacheRead->nano() * 40'000 + rates.output->nano() * 2'000) /
            1'000'000;
        QCOMPARE(qint64(cost.total->nano()), qint64(expected));
        QVERIFY(!cost.pricedAsOf.empty());
    }

    void modelsOfVectorsHaveAPriceForInput_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("cents"); // for 100 million tokens
        const auto row = [](const char *kind, const char *model, int cents) {
            QTest::addRow("%s/%s", kind, model) << QByteArray(kind) << QByteArray(model) << cents;
        };
        row("openai", "text-embedding-3-small", 200);
        row("openai", "text-embedding-3-large", 1300);
        row("openai", "text-embedding-ada-002", 1000);
        row("azure-openai", "text-embedding-3-small", 200);
        row("gemini", "gemini-embedding-001", 1500);
        row("vertex", "gemini-embedding-001", 1500);
        row("gemini", "gemini-embedding-2", 2000);
        row("cohere", "embed-v4.0", 1200);
        row("mistral", "mistral-embed", 1000);
    }
    void modelsOfVectorsHaveAPriceForInput()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, model);
        QFETCH(int, cents);
        const auto catalog = Catalog::builtIn();
        const ModelRow *row = catalog->model(kind.toStdString(), model.toStdString());
        QVERIFY(row != nullptr && row->vectors);
        const record::Cost cost =
            catalog->priceOf({.inputTokens = 100'000'000}, kind.toStdString(), model.toStdString(), kNow);
        QVERIFY(cost.total);
        QCOMPARE(qint64(cost.total->nano()), qint64(cents) * 10'000'000);
    }

    void refusesWrongRows_data()
    {
        QTest::addColumn<QByteArray>("providers");
        QTest::addColumn<QByteArray>("models");
        QTest::addColumn<QByteArray>("place");
        const QByteArray provider = R"({"providers":[{"id":"p","name":"P","wire":["openai-chat"]}]})";
        const QByteArray none = R"({"models":{}})";
        QTest::newRow("no JSON") << QByteArray("{") << none << QByteArray("");
        QTest::newRow("no list") << QByteArray("{}") << none << QByteArray("");
        QTest::newRow("unknown member")
            << QByteArray(R"({"providers":[{"id":"p","name":"P","wire":["gemini"],"baseurl":"x"}]})") << none
            << QByteArray("/providers/0/baseurl");
        QTest::newRow("unknown dialect field")
            << QByteArray(
                   R"({"providers":[{"id":"p","name":"P","wire":["gemini"],"dialect":{"tools":true}}]})")
            << none << QByteArray("/providers/0/dialect/tools");
        QTest::newRow("dialect field of a wrong type")
            << QByteArray(
                   R"({"providers":[{"id":"p","name":"P","wire":["gemini"],"dialect":{"toolImages":1}}]})")
            << none << QByteArray("/providers/0/dialect/toolImages");
        QTest::newRow("unknown way to authenticate")
            << QByteArray(
                   R"({"providers":[{"id":"p","name":"P","wire":["gemini"],"auth":{"scheme":"magic"}}]})")
            << none << QByteArray("/providers/0/auth/scheme");
        QTest::newRow("no wire format") << QByteArray(R"({"providers":[{"id":"p","name":"P"}]})") << none
                                        << QByteArray("/providers/0/wire");
        QTest::newRow("models of nobody")
            << provider << QByteArray(R"({"models":{"q":[{"id":"m"}]}})") << QByteArray("q");
        QTest::newRow("model twice") << provider << QByteArray(R"({"models":{"p":[{"id":"m"},{"id":"m"}]}})")
                                     << QByteArray("p/m");
        QTest::newRow("price as a number")
            << provider << QByteArray(R"({"models":{"p":[{"id":"m","prices":[{"as_of":"x","input":2}]}]}})")
            << QByteArray("p/m/prices/input");
        QTest::newRow("negative price")
            << provider
            << QByteArray(R"({"models":{"p":[{"id":"m","prices":[{"as_of":"x","input":"-2"}]}]}})")
            << QByteArray("p/m/prices/input");
        QTest::newRow("no such day")
            << provider
            << QByteArray(R"({"models":{"p":[{"id":"m","prices":[{"as_of":"x","from":"2026-02-30"}]}]}})")
            << QByteArray("p/m/prices/from");
        QTest::newRow("tiers out of order")
            << provider
            << QByteArray(
                   R"({"models":{"p":[{"id":"m","prices":[{"as_of":"x","tiers":[{"over_input_tokens":9},{"over_input_tokens":3}]}]}]}})")
            << QByteArray("p/m/prices/tiers/over_input_tokens");
        QTest::newRow("context as text")
            << provider << QByteArray(R"({"models":{"p":[{"id":"m","context":"1"}]}})")
            << QByteArray("p/context");
    }
    void refusesWrongRows()
    {
        QFETCH(QByteArray, providers);
        QFETCH(QByteArray, models);
        QFETCH(QByteArray, place);
        const auto catalog = Catalog::create(providers.toStdString(), models.toStdString());
        QVERIFY(!catalog);
        QCOMPARE(QByteArray::fromStdString(catalog.error().place), place);
    }
};

QTEST_APPLESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
