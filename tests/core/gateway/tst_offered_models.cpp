// What is known of a provider's models, and which of them a test asks.
#include "model_samples.h"

#include "gateway/providers/local_servers.h"
#include "gateway/providers/model_lists.h"
#include "gateway/providers/offered_models.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;
#ifndef Q_MOC_RUN
using namespace signalbox::test;
#endif

namespace {

const WallTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};

catalog::Catalog catalogue()
{
    return catalog::Catalog::create(kProviders, kModels).value();
}

config::Provider entryOf(const char *kind)
{
    return {.id = "p", .kind = kind};
}

bool anything(const std::string &)
{
    return true;
}

} // namespace

class TestOfferedModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsLists_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("models"); // "id context, …"
        QTest::newRow("OpenAI") << QByteArray(kOpenAi) << QByteArray("a 4096, b");
        QTest::newRow("Anthropic") << QByteArray(kAnthropic) << QByteArray("claude-x");
        QTest::newRow("Gemini") << QByteArray(kGemini) << QByteArray("gemini-x 1048576");
        QTest::newRow("Ollama") << QByteArray(kOllama) << QByteArray("qwen3:8b");
        QTest::newRow("Cohere") << QByteArray(kCohere) << QByteArray("command-x 128000");
        QTest::newRow("Google's cloud")
            << QByteArray("{\"publisherModels\":[{\"name\":\"publishers/google/models/gemini-x\"}]}")
            << QByteArray("gemini-x");
        QTest::newRow("a bare list") << QByteArray(kBare) << QByteArray("openai/gpt-x");
        QTest::newRow("an empty list") << QByteArray("{\"data\":[]}") << QByteArray("");
        QTest::newRow("no list") << QByteArray("{\"data\":{}}") << QByteArray("none");
        QTest::newRow("no JSON") << QByteArray("<html>") << QByteArray("none");
    }
    void readsLists()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, models);
        const auto list = readModelList(body.toStdString());
        if (!list) {
            QCOMPARE(models, QByteArray("none"));
            QVERIFY(list.error().code == ErrorCode::Protocol);
            return;
        }
        QByteArray shown;
        for (const ListedByProvider &model : *list) {
            shown += (shown.isEmpty() ? "" : ", ") + QByteArray::fromStdString(model.id);
            if (model.context)
                shown += ' ' + QByteArray::number(qlonglong(*model.context));
        }
        QCOMPARE(shown, models);
    }

    void asksWhereListsAre_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("target");
        const auto row = [](const char *name, wire::Format format, const char *prefix, const char *target) {
            QTest::newRow(name) << int(format) << QByteArray(prefix) << QByteArray(target);
        };
        row("Chat", wire::Format::OpenAiChat, "/api/v1", "/api/v1/models");
        row("Responses", wire::Format::OpenAiResponses, "/v1", "/v1/models");
        row("Anthropic", wire::Format::AnthropicMessages, "", "/v1/models?limit=1000");
        row("Gemini", wire::Format::Gemini, "/v1beta", "/v1beta/models?pageSize=1000");
        row("Ollama", wire::Format::Ollama, "", "/api/tags");
        row("Cohere's list is of version 1", wire::Format::Cohere, "/v2", "/v1/models?page_size=1000");
    }
    void asksWhereListsAre()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, target);
        QVERIFY(canList(wire::Format(format)));
        QCOMPARE(QByteArray::fromStdString(listTarget(wire::Format(format), prefix.toStdString())), target);
    }

    void googlesCloudListsBesideItsProjects_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("project");
        const QByteArray list = "/v1beta1/publishers/google/models?pageSize=100";
        QTest::newRow("the cloud's own path")
            << QByteArray("/v1/projects/p/locations/l") << list << QByteArray("p");
        QTest::newRow("behind a relay")
            << QByteArray("/relay/v1/projects/p/locations/l") << "/relay" + list << QByteArray("p");
        QTest::newRow("no version") << QByteArray("/projects/p") << list << QByteArray("p");
        QTest::newRow("no project") << QByteArray("/v1") << QByteArray() << QByteArray();
    }
    void googlesCloudListsBesideItsProjects()
    {
        QFETCH(QByteArray, prefix);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, project);
        const auto list = cloudList(prefix.toStdString());
        QCOMPARE(list.has_value(), !target.isEmpty());
        if (list) {
            QCOMPARE(list->target, target.toStdString());
            QCOMPARE(list->project, project.toStdString());
        }
    }

    void pagesFollowEachOther()
    {
        const std::string target = "/models?pageSize=100";
        const std::string second = nextPage(target, "{\"publisherModels\":[],\"nextPageToken\":\"a/b\"}");
        QCOMPARE(second, target + "&pageToken=a%2Fb");
        QCOMPARE(nextPage(second, "{\"nextPageToken\":\"c\"}"), target + "&pageToken=c");
        for (const char *last : {"{}", "[]", "no JSON", "{\"nextPageToken\":\"\"}", "{\"nextPageToken\":1}"})
            QCOMPARE(nextPage(target, last), std::string());
    }

    void threeSourcesMakeOneList()
    {
        config::Provider entry = entryOf("host");
        entry.models = {{.id = "own", .context = 5}, {.id = "dear", .context = 6}};
        entry.models[1].price = config::Price{.inputPerMtok = Money::fromNano(7)};
        const FetchedModels fetched{
            .at = kNow, .models = {{.id = "cheap", .context = 9}, {.id = "theirs", .context = 8}}};
        const control::OfferedModels offer = offered(entry, catalogue(), &fetched, kNow);
        QVERIFY(offer.fetchedAt == kNow);
        QByteArray ids;
        std::map<std::string, control::OfferedModel> by;
        for (const control::OfferedModel &model : offer.models) {
            ids += QByteArray::fromStdString(model.id) + ' ';
            by[model.id] = model;
        }
        QCOMPARE(ids, QByteArray("cheap cheap-embed dear own theirs unpriced "));
        QVERIFY(by["cheap"].context == 2000); // the catalogue's word over the provider's
        QVERIFY(by["cheap"].inputPerMtok == Money::parse("1") && by["cheap"].pricedAt == "2026-09-24");
        QVERIFY(by["cheap"].listed && by["cheap"].inCatalogue);
        QVERIFY(by["dear"].context == 6); // the configuration's over the catalogue's
        QVERIFY(by["dear"].inputPerMtok == Money::fromNano(7) && !by["dear"].outputPerMtok);
        QCOMPARE(by["dear"].pricedAt, std::string("configured"));
        QVERIFY(by["theirs"].listed && !by["theirs"].inCatalogue && by["theirs"].context == 8);
        QVERIFY(!by["unpriced"].inputPerMtok && by["unpriced"].pricedAt.empty());
        QVERIFY(!offered(entry, catalogue(), nullptr, kNow).fetchedAt);
    }

    void theCheapestIsAsked_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArrayList>("own");
        QTest::addColumn<QByteArrayList>("targets");
        QTest::addColumn<QByteArrayList>("listed");
        QTest::addColumn<QByteArray>("may"); // empty: all
        QTest::addColumn<QByteArray>("asked");
        const auto row = [](const char *name, const char *kind, const QByteArrayList &own,
                            const QByteArrayList &targets, const QByteArrayList &listed, const char *may,
                            const char *asked) {
            QTest::newRow(name) << QByteArray(kind) << own << targets << listed << QByteArray(may)
                                << QByteArray(asked);
        };
        row("of the catalogue, and no embedding", "host", {}, {}, {}, "", "cheap");
        row("of the entry", "host", {"dear", "unpriced"}, {}, {}, "", "dear");
        row("of the virtual models' targets", "host", {}, {"dear"}, {}, "", "dear");
        row("of both", "host", {"dear"}, {"cheap"}, {}, "", "cheap");
        row("the only one", "host", {"unpriced"}, {}, {}, "", "unpriced");
        row("what the key may use", "host", {}, {}, {}, "dear", "dear");
        row("the one that stands for all", "any", {}, {}, {}, "", "steady");
        row("the first that is listed", "local", {}, {}, {"nomic-embed-text", "qwen3"}, "", "qwen3");
        row("none", "local", {}, {}, {"whisper-1"}, "", "");
        row("none that the key may use", "host", {}, {}, {}, "other", "");
    }
    void theCheapestIsAsked()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArrayList, own);
        QFETCH(QByteArrayList, targets);
        QFETCH(QByteArrayList, listed);
        QFETCH(QByteArray, may);
        QFETCH(QByteArray, asked);
        config::Provider entry = entryOf(kind.constData());
        for (const QByteArray &id : own)
            entry.models.push_back({.id = id.toStdString()});
        config::Configuration configuration;
        configuration.models.push_back({.name = "v", .targets = {{.provider = "q", .model = "other's"}}});
        for (const QByteArray &id : targets)
            configuration.models[0].targets.push_back({.provider = "p", .model = id.toStdString()});
        FetchedModels fetched;
        for (const QByteArray &id : listed)
            fetched.models.push_back({.id = id.toStdString()});
        const std::string only = may.toStdString();
        const auto model = modelToTest(
            entry, configuration, catalogue(), &fetched, kNow,
            only.empty() ? std::function<bool(const std::string &)>(&anything)
                         : [&](const std::string &id) { return id == only; });
        QCOMPARE(QByteArray::fromStdString(model.value_or("")), asked);
    }

    void tellsLocalServersApart_data()
    {
        QTest::addColumn<int>("port");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("kind"); // empty: none
        QTest::addColumn<QByteArray>("url");
        const auto list = [](const char *owner) {
            return QByteArray("{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"owned_by\":\"") + owner +
                   "\"}]}";
        };
        QTest::newRow("Ollama") << 11434 << QByteArray(kOllama) << QByteArray("ollama") << QByteArray();
        QTest::newRow("Ollama at another port") << 8080 << list("library") << QByteArray("openai-compatible")
                                                << QByteArray("http://127.0.0.1:8080/v1");
        QTest::newRow("LM Studio") << 1234 << list("organization_owner") << QByteArray("lmstudio")
                                   << QByteArray();
        QTest::newRow("llama.cpp") << 8080 << list("llamacpp") << QByteArray("llama-cpp") << QByteArray();
        QTest::newRow("vLLM") << 8000 << list("vllm") << QByteArray("vllm") << QByteArray();
        QTest::newRow("vLLM on llama.cpp's port")
            << 8080 << list("vllm") << QByteArray("vllm") << QByteArray("http://127.0.0.1:8080/v1");
        QTest::newRow("somebody else's") << 8080 << list("me") << QByteArray("openai-compatible")
                                         << QByteArray("http://127.0.0.1:8080/v1");
        QTest::newRow("our own") << 8080 << list("signalbox") << QByteArray() << QByteArray();
        QTest::newRow("a web server") << 8080 << QByteArray("<html>") << QByteArray() << QByteArray();
        QTest::newRow("another API") << 8080 << QByteArray("{\"status\":\"ok\"}") << QByteArray()
                                     << QByteArray();
    }
    void tellsLocalServersApart()
    {
        QFETCH(int, port);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, url);
        const auto usual = [](const std::string &id) {
            const catalog::ProviderRow *row = catalog::Catalog::builtIn()->provider(id);
            return row != nullptr ? row->baseUrl : std::string();
        };
        const auto found = localServer(std::uint16_t(port), body.toStdString(), usual);
        QCOMPARE(found.has_value(), !kind.isEmpty());
        if (!found)
            return;
        QCOMPARE(QByteArray::fromStdString(found->kind), kind);
        QCOMPARE(QByteArray::fromStdString(found->baseUrl), url);
        QCOMPARE(found->models, 1);
        QVERIFY(found->reference.empty());
    }
};

QTEST_APPLESS_MAIN(TestOfferedModels)
#include "tst_offered_models.moc"
