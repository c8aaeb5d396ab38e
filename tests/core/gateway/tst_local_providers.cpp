// Lists of models, changes of the configuration, and what is found on this computer: through an engine and
// real sockets, with a keychain, an environment and a home folder of the test's own.
#include "gateway/providers/local_providers.h"
#include "support/lying_provider.h"
#include "support/small_answers.h"
#include "support/transports.h"

#include "ledger/ledger.h"
#include "telemetry/metrics.h"

#include <QDir>
#include <QPromise>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace signalbox;
using namespace signalbox::gateway;
using namespace signalbox::test;

namespace {

/// Keeps what it is given, as long as it is unlocked.
class FakeSecrets final : public control::Secrets
{
public:
    QFuture<Result<control::SecretsView>> view() override { return {}; }
    QFuture<Result<void>> set(std::string reference, Secret secret, control::SecretPlace place) override
    {
        QPromise<Result<void>> promise;
        promise.start();
        if (isLocked) {
            promise.addResult(fail(ErrorCode::Unavailable, "the keychain is locked"));
        } else {
            kept[reference] = std::string(secret.reveal());
            inKeychain = place == control::SecretPlace::Keychain;
            promise.addResult(Result<void>());
        }
        promise.finish();
        return promise.future();
    }
    QFuture<Result<void>> remove(std::string) override { return {}; }
    QFuture<Result<Secret>> reveal(std::string) override { return {}; }
    QFuture<Result<void>> retry() override { return {}; }

    bool isLocked = false;
    bool inKeychain = false;
    std::map<std::string, std::string> kept;
};

QByteArray answering(const QByteArray &status, const QByteArray &body,
                     const QByteArray &type = "application/json")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// One process's worth of it.
struct Fixture
{
    explicit Fixture(const QByteArray &providers, const QByteArray &models = {})
        : file({.path = path("config.json"),
                .kinds = {{.id = "groq"},
                          {.id = "openai"},
                          {.id = "ollama"},
                          {.id = "gemini"},
                          {.id = "cohere"},
                          {.id = "anthropic"},
                          {.id = "vertex", .variables = {"location", "project"}},
                          {.id = "openai-compatible", .needsBaseUrl = true},
                          {.id = "vllm"}}})
    {
        write("config.json", "{\"version\":1,\"proxy\":\"none\",\"providers\":[" + providers +
                                 "],\"models\":[" + models + "]}");
        loaded = file.load().has_value();
        auto opened = ledger::Ledger::open({.database = path("l.db"), .spill = path("l.spill")}, clock,
                                           [](const std::vector<ledger::SettleOutcome> &) {});
        ledger = std::move(opened.value());
        gateway.start(
            {.clock = clock,
             .makeTransport = [] { return createChosenTransport(); },
             .makeSimulatedTransport = [](const config::Simulation &) { return createChosenTransport(); },
             .ledger = *ledger,
             .metrics = metrics,
             .machineName = "here",
             .version = "0",
             .onFinished = {}});
        open();
    }
    ~Fixture() { gateway.stop(); }

    /// As after a start of the program.
    void open()
    {
        providers = std::make_unique<LocalProviders>(ProvidersParts{
            .gateway = gateway,
            .file = file,
            .catalog = catalog::Catalog::builtIn(),
            .clock = clock,
            .secrets =
                [this](const std::string &) {
                    if (!knowsSecrets)
                        return SecretState{.secret = nullptr, .problem = "pending", .waiting = true};
                    return SecretState{.secret = std::make_shared<const Secret>(std::string("sk-secret"))};
                },
            .proxy = [](const std::string &, const net::Endpoint &) { return std::string(); },
            .cacheFile = path("models.json"),
            .places = {.environment = [this](const std::string &name) -> std::optional<std::string> {
                           const auto found = environment.find(name);
                           return found == environment.end() ? std::nullopt : std::optional(found->second);
                       },
                       .home = path("home"),
                       .ports = ports}});
        providers->setSecrets(&secrets);
    }

    [[nodiscard]] std::string path(const char *name) const
    {
        return folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    void write(const char *name, const QByteArray &text) const
    {
        const QString where = folder.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(where).absolutePath());
        QFile out(where);
        if (out.open(QFile::WriteOnly))
            out.write(text);
    }

    QTemporaryDir folder;
    SystemClock clock;
    config::ConfigurationFile file;
    bool loaded = false;
    telemetry::Metrics metrics{"0"};
    std::unique_ptr<ledger::Ledger> ledger;
    GatewayThread gateway;
    FakeSecrets secrets;
    bool knowsSecrets = true; ///< what references name
    std::map<std::string, std::string> environment;
    std::vector<std::uint16_t> ports;
    std::unique_ptr<LocalProviders> providers;
};

template<class T>
Result<T> waited(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 10'000) || future.resultCount() == 0)
        return fail(ErrorCode::Internal, "no answer");
    return future.result();
}

QByteArray entry(const QByteArray &kind, quint16 port, const QByteArray &path, const QByteArray &more = {})
{
    return "{\"id\":\"p\",\"kind\":\"" + kind +
           "\",\"base_url\":\"http://127.0.0.1:" + QByteArray::number(port) + path +
           "\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:X\"}]" + more + "}";
}

config::Provider newEntry(const char *id, const char *kind, quint16 port, const char *reference)
{
    config::Provider entry;
    entry.id = id;
    entry.kind = kind;
    entry.baseUrl = "http://127.0.0.1:" + std::to_string(port) + "/v1";
    entry.keys.push_back({.id = "main", .secret = reference});
    return entry;
}

const QByteArray kList = "{\"data\":[{\"id\":\"text-embed\"},{\"id\":\"zeta\",\"context_length\":77}]}";

} // namespace

class TestLocalProviders : public QObject
{
    Q_OBJECT

private:
    LyingProvider m_fake;

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void asksForTheListAsTheFormatHasIt_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("header");
        const auto row = [](const char *name, const char *kind, const char *wire, const char *path,
                            const char *target, const char *header) {
            QTest::newRow(name) << QByteArray(kind) << QByteArray(wire) << QByteArray(path)
                                << QByteArray(target) << QByteArray(header);
        };
        row("Chat", "groq", "openai-chat", "/openai/v1", "/openai/v1/models",
            "Authorization: Bearer sk-secret");
        row("Anthropic", "anthropic", "anthropic-messages", "", "/v1/models?limit=1000",
            "x-api-key: sk-secret");
        row("Gemini", "gemini", "gemini", "/v1beta", "/v1beta/models?pageSize=1000",
            "x-goog-api-key: sk-secret");
        row("Gemini's other surface", "gemini", "openai-chat", "/v1beta/openai", "/v1beta/openai/models",
            "x-goog-api-key: sk-secret");
        row("Ollama", "ollama", "ollama", "", "/api/tags", "Authorization: Bearer sk-secret");
        row("Cohere", "cohere", "cohere", "/v2", "/v1/models?page_size=1000",
            "Authorization: Bearer sk-secret");
    }
    void asksForTheListAsTheFormatHasIt()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, header);
        m_fake.setLie({.bytes = answering("200 OK", kList)});
        Fixture fixture(entry(kind, m_fake.port(), path, ",\"wire\":\"" + wire + "\""));
        QVERIFY(fixture.loaded);
        QVERIFY(!waited(fixture.providers->models("p"))->fetchedAt);
        const auto offer = waited(fixture.providers->fetchModels("p"));
        QVERIFY2(offer, offer ? "" : offer.error().message.c_str());
        QCOMPARE(m_fake.lastRequest.left(m_fake.lastRequest.indexOf("\r\n")), "GET " + target + " HTTP/1.1");
        QVERIFY2(m_fake.lastRequest.contains("\r\n" + header + "\r\n"), m_fake.lastRequest.constData());
        QVERIFY(offer->fetchedAt.has_value());
        const auto zeta = std::ranges::find(offer->models, "zeta", &control::OfferedModel::id);
        QVERIFY(zeta != offer->models.end() && zeta->listed && zeta->context == 77);
    }

    void aListOutlivesTheProgram()
    {
        m_fake.setLie({.bytes = answering("200 OK", kList)});
        Fixture fixture(entry("groq", m_fake.port(), "/v1"));
        const auto fetched = waited(fixture.providers->fetchModels("p"));
        QVERIFY(fetched);
        fixture.open();
        QVERIFY(*waited(fixture.providers->models("p")) == *fetched);
        // It belongs to the address it came from.
        config::Provider moved = fixture.file.configuration()->providers.front();
        moved.baseUrl = "http://127.0.0.1:1/v1";
        QVERIFY(waited(fixture.providers->put(moved, fixture.file.revision())));
        QVERIFY(!waited(fixture.providers->models("p"))->fetchedAt);
    }

    void aDamagedCacheIsForgotten_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("of a newer version") << QByteArray("{\"version\":2,\"providers\":{}}");
        QTest::newRow("other types") << QByteArray("{\"version\":1,\"providers\":{\"p\":7}}");
    }
    void aDamagedCacheIsForgotten()
    {
        QFETCH(QByteArray, content);
        m_fake.setLie({.bytes = answering("200 OK", kList)});
        Fixture fixture(entry("groq", m_fake.port(), "/v1"));
        fixture.write("models.json", content);
        fixture.open();
        QVERIFY(!waited(fixture.providers->models("p"))->fetchedAt);
        QVERIFY(waited(fixture.providers->fetchModels("p")));
    }

    void aListThatDoesNotComeSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("a wrong key") << answering("401 Unauthorized", "{}") << int(ErrorCode::Unauthorized)
                                     << QByteArray("does not take this key");
        QTest::newRow("no list") << answering("404 Not Found", "") << int(ErrorCode::NotFound)
                                 << QByteArray("write its models");
        QTest::newRow("too many") << answering("429 Too Many Requests", "") << int(ErrorCode::Unavailable)
                                  << QByteArray("later");
        QTest::newRow("broken") << answering("500 Oh", "{\"error\":\"boom sk-secret\"}")
                                << int(ErrorCode::Unavailable) << QByteArray("boom ***");
        QTest::newRow("a web page") << answering("200 OK", "<html>", "text/html") << int(ErrorCode::Protocol)
                                    << QByteArray("base_url");
        QTest::newRow("cut") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                             << int(ErrorCode::Network) << QByteArray("address");
    }
    void aListThatDoesNotComeSaysWhy()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        m_fake.setLie({.bytes = answer});
        Fixture fixture(entry("groq", m_fake.port(), "/v1"));
        const auto offer = waited(fixture.providers->fetchModels("p"));
        QVERIFY(!offer);
        QVERIFY2(int(offer.error().code) == code, offer.error().message.c_str());
        QVERIFY2(offer.error().message.find(words.toStdString()) != std::string::npos,
                 offer.error().message.c_str());
        QVERIFY(offer.error().message.find("sk-secret") == std::string::npos);
    }

    void aTestAsksForTheListWhereNoModelIsKnown()
    {
        m_fake.setLie({.bytes = answering("200 OK", kList)});
        Fixture fixture(entry("vllm", m_fake.port(), "/v1"));
        const auto test = waited(fixture.providers->test("p", ""));
        QVERIFY(test);
        QCOMPARE(test->model, std::string("zeta"));
        QCOMPARE(m_fake.requests, 2);
        QVERIFY(m_fake.lastRequest.startsWith("POST /v1/chat/completions "));
        // Nothing to ask for: it says so.
        m_fake.setLie({.bytes = answering("200 OK", "{\"data\":[]}")});
        QVERIFY(waited(fixture.providers->fetchModels("p")));
        QVERIFY(waited(fixture.providers->test("p", ""))->verdict == control::ProviderTest::Verdict::NoModel);
        m_fake.setLie({.bytes = answering("401 Unauthorized", "{}")});
        QVERIFY(waited(fixture.providers->test("p", ""))->verdict ==
                control::ProviderTest::Verdict::RefusedKey);
    }

    void aKeyIsTestedWithAModelItMayUse()
    {
        m_fake.setLie({.bytes = answering("200 OK", smallAnswer("openai-chat"), "text/event-stream")});
        Fixture fixture(
            "{\"id\":\"p\",\"kind\":\"openai-compatible\",\"base_url\":\"http://127.0.0.1:" +
            QByteArray::number(m_fake.port()) +
            "/v1\",\"keys\":[{\"id\":\"a\",\"secret\":\"env:A\"},{\"id\":\"b\",\"secret\":\"env:B\","
            "\"models\":[\"x*\"],\"enabled\":false}],\"models\":[{\"id\":\"m\"},{\"id\":\"x1\"}]}");
        QCOMPARE(waited(fixture.providers->test("p", ""))->model, std::string("m"));
        const auto second = waited(fixture.providers->test("p", "b")); // before it is switched on
        QCOMPARE(second->model, std::string("x1"));
        QVERIFY(second->verdict == control::ProviderTest::Verdict::Answered);
        QCOMPARE(fixture.providers->lastTests().size(), size_t(2));
    }

    void aDraftIsTestedAndNothingIsKept()
    {
        m_fake.setLie({.bytes = answering("200 OK", smallAnswer("openai-chat"), "text/event-stream")});
        Fixture fixture(entry("groq", 1, "/v1"));
        const auto revision = fixture.file.revision();
        const std::string before = fixture.file.text();
        const config::Provider draft = newEntry("q", "groq", m_fake.port(), "keychain:q/main");
        const auto test = waited(fixture.providers->testDraft(draft, {}, Secret(std::string("sk-as-typed"))));
        QVERIFY2(test, test ? "" : test.error().message.c_str());
        QVERIFY(test->verdict == control::ProviderTest::Verdict::Answered);
        QCOMPARE(test->key, std::string("main"));
        QVERIFY2(m_fake.lastRequest.contains("\r\nAuthorization: Bearer sk-as-typed\r\n"),
                 m_fake.lastRequest.constData());
        QCOMPARE(fixture.file.revision(), revision);
        QCOMPARE(fixture.file.text(), before);
        QVERIFY(fixture.secrets.kept.empty());
        QVERIFY(fixture.providers->lastTests().empty());
    }

    void aDraftThatRefusesTheKeyNeverRepeatsIt()
    {
        m_fake.setLie({.bytes = answering("401 Unauthorized", "{\"error\":\"no such key sk-as-typed\"}")});
        Fixture fixture(entry("groq", 1, "/v1"));
        const auto test = waited(fixture.providers->testDraft(
            newEntry("q", "groq", m_fake.port(), "keychain:q/main"), {}, Secret(std::string("sk-as-typed"))));
        QVERIFY(test->verdict == control::ProviderTest::Verdict::RefusedKey);
        QVERIFY(test->problem.find("sk-as-typed") == std::string::npos);
    }

    void aDraftsListIsNotKept()
    {
        m_fake.setLie({.bytes = answering("200 OK", kList)});
        Fixture fixture(entry("groq", 1, "/v1"));
        const config::Provider draft = newEntry("q", "vllm", m_fake.port(), "keychain:q/main");
        const auto test = waited(fixture.providers->testDraft(draft, {}, Secret(std::string("sk-1"))));
        QCOMPARE(test->model, std::string("zeta"));
        QVERIFY(waited(fixture.providers->put(draft, fixture.file.revision())));
        QVERIFY(!waited(fixture.providers->models("q"))->fetchedAt);
    }

    void aDraftsVariableIsReadFromTheEnvironment_data()
    {
        QTest::addColumn<bool>("isSet");
        QTest::addColumn<int>("verdict");
        QTest::newRow("it is there") << true << int(control::ProviderTest::Verdict::Answered);
        QTest::newRow("it is missing") << false << int(control::ProviderTest::Verdict::NoSecret);
    }
    void aDraftsVariableIsReadFromTheEnvironment()
    {
        QFETCH(bool, isSet);
        m_fake.setLie({.bytes = answering("200 OK", smallAnswer("openai-chat"), "text/event-stream")});
        Fixture fixture(entry("groq", 1, "/v1"));
        fixture.knowsSecrets = false; // nobody has told the resolver of this variable
        if (isSet)
            fixture.environment["GROQ_API_KEY"] = "sk-of-the-environment";
        const auto test = waited(
            fixture.providers->testDraft(newEntry("q", "groq", m_fake.port(), "env:GROQ_API_KEY"), {}, {}));
        QTEST(int(test->verdict), "verdict");
        QCOMPARE(m_fake.requests, isSet ? 1 : 0);
        if (isSet)
            QVERIFY(m_fake.lastRequest.contains("Bearer sk-of-the-environment"));
    }

    void accountsAreFoundByTheFileTheyLieIn()
    {
        Fixture fixture("");
        fixture.environment = {{"GOOGLE_APPLICATION_CREDENTIALS", "/home/x/account.json"},
                               {"GOOGLE_CLOUD_PROJECT", "project-1"},
                               {"GOOGLE_CLOUD_LOCATION", "global"}};
        fixture.open();
        const auto found = waited(fixture.providers->look());
        QVERIFY(found);
        QCOMPARE(found->size(), size_t(1));
        QCOMPARE(found->front().kind, std::string("vertex"));
        QCOMPARE(found->front().reference, std::string("file:/home/x/account.json"));
        const auto taken = waited(fixture.providers->take(found->front(), fixture.file.revision()));
        QVERIFY2(taken, taken ? "" : taken.error().message.c_str());
        const config::Provider &entry = fixture.file.configuration()->providers.front();
        QCOMPARE(entry.keys.front().secret, std::string("file:/home/x/account.json"));
        QVERIFY((entry.variables ==
                 std::map<std::string, std::string>{{"location", "global"}, {"project", "project-1"}}));
    }

    void aDraftIsCheckedAsAnEntryIs_data()
    {
        QTest::addColumn<config::Provider>("draft");
        QTest::addColumn<std::string>("key");
        QTest::addColumn<int>("code");
        QTest::newRow("a name that is none") << newEntry("no name", "groq", 1, "keychain:q/main")
                                             << std::string() << int(ErrorCode::InvalidInput);
        QTest::newRow("a reference that is none")
            << newEntry("q", "groq", 1, "sk-a-key-itself") << std::string() << int(ErrorCode::InvalidInput);
        QTest::newRow("a key it has not")
            << newEntry("q", "groq", 1, "keychain:q/main") << std::string("b") << int(ErrorCode::NotFound);
    }
    void aDraftIsCheckedAsAnEntryIs()
    {
        QFETCH(config::Provider, draft);
        QFETCH(std::string, key);
        m_fake.setLie({.bytes = {}});
        Fixture fixture(entry("groq", 1, "/v1"));
        const auto test = waited(fixture.providers->testDraft(draft, key, Secret(std::string("sk-1"))));
        QVERIFY(!test);
        QTEST(int(test.error().code), "code");
        QCOMPARE(m_fake.requests, 0);
    }

    void listTellsTheStateOfEach()
    {
        Fixture fixture(entry("groq", 1, "/v1"));
        const auto views = waited(fixture.providers->list());
        QCOMPARE(views->size(), size_t(1));
        QCOMPARE(views->front().name, std::string("Groq"));
        QVERIFY(views->front().wire == std::vector<std::string>{"openai-chat"});
        QVERIFY(views->front().keys.front().usable);
        QVERIFY(views->front().models > 0 && views->front().problem.empty());
    }

    void aProviderWithoutAKeyThatCanBeUsedHasAProblem()
    {
        Fixture fixture(entry("groq", 1, "/v1"));
        fixture.knowsSecrets = false;
        const auto views = waited(fixture.providers->list());
        QVERIFY(!views->front().keys.front().usable);
        QVERIFY2(views->front().problem.find("pending") != std::string::npos, views->front().problem.c_str());
    }

    void changesNameTheirRevision()
    {
        Fixture fixture(entry("groq", 1, "/v1"),
                        "{\"name\":\"v\",\"targets\":[{\"provider\":\"p\",\"model\":\"m\"}]}");
        LocalProviders &providers = *fixture.providers;
        const auto first = fixture.file.revision();
        const auto put = waited(providers.put({.id = "q", .kind = "openai"}, first));
        QVERIFY(put && *put == first + 1);
        const auto late = waited(providers.put({.id = "r", .kind = "openai"}, first));
        QVERIFY(!late && late.error().code == ErrorCode::Conflict);
        QCOMPARE(fixture.file.configuration()->providers.size(), size_t(2));

        const auto wrong = waited(providers.put({.id = "r", .kind = "openai-compatible"}, *put));
        QVERIFY(!wrong && wrong.error().code == ErrorCode::InvalidInput);
        QVERIFY2(wrong.error().message.find("/providers/2/base_url") != std::string::npos,
                 wrong.error().message.c_str());

        const auto used = waited(providers.remove("p", *put));
        QVERIFY(!used && used.error().message.find("\"v\"") != std::string::npos);
        const auto model =
            waited(providers.putModel({.name = "v", .targets = {{.provider = "q", .model = "m"}}}, *put));
        QVERIFY(model);
        const config::Provider before = fixture.file.configuration()->providers.front();
        const auto removed = waited(providers.remove("p", *model));
        QVERIFY(removed);
        QCOMPARE(fixture.file.configuration()->providers.size(), size_t(1));
        QVERIFY(waited(providers.put(before, *removed))); // the undo
        QVERIFY(fixture.file.configuration()->providers.back() == before);
    }

    void findsWhatIsOnThisComputer()
    {
        m_fake.setLie({.bytes = answering("200 OK", "{\"data\":[{\"id\":\"m\",\"owned_by\":\"vllm\"}]}")});
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost);
        const quint16 nobody = closed.serverPort();
        closed.close();
        Fixture fixture("");
        fixture.environment = {
            {"GROQ_API_KEY", "sk-groq"}, {"OPENAI_API_KEY", ""}, {"AWS_ACCESS_KEY_ID", "x"}};
        fixture.ports = {nobody, m_fake.port()};
        fixture.write("home/.codex/auth.json", "{\"OPENAI_API_KEY\":\"sk-codex\"}");
        fixture.write("home/.local/share/opencode/auth.json",
                      "{\"nobody-knows\":{\"type\":\"api\",\"key\":\"k\"}}");
        fixture.open();
        const auto found = waited(fixture.providers->look());
        QVERIFY(found);
        QCOMPARE(found->size(), size_t(3));
        QCOMPARE(found->at(0).reference, std::string("env:GROQ_API_KEY"));
        QCOMPARE(found->at(0).kind, std::string("groq"));
        QCOMPARE(found->at(1).place, std::string("~/.codex/auth.json"));
        QVERIFY(found->at(1).reference.empty());
        QCOMPARE(found->at(2).kind, std::string("vllm"));
        QCOMPARE(found->at(2).models, 1);

        // Taken over one after another.
        LocalProviders &providers = *fixture.providers;
        std::uint64_t revision = fixture.file.revision();
        for (const control::Finding &finding : *found) {
            const auto taken = waited(providers.take(finding, revision));
            QVERIFY2(taken, taken ? "" : taken.error().message.c_str());
            revision = *taken;
        }
        const auto &entries = fixture.file.configuration()->providers;
        QCOMPARE(entries.size(), size_t(3));
        QCOMPARE(entries[0].keys.front().secret, std::string("env:GROQ_API_KEY"));
        QCOMPARE(entries[1].keys.front().secret, std::string("keychain:openai/main"));
        QVERIFY(fixture.secrets.inKeychain);
        QVERIFY((fixture.secrets.kept ==
                 std::map<std::string, std::string>{{"keychain:openai/main", "sk-codex"}}));
        QVERIFY(entries[2].keys.empty());
        QCOMPARE(entries[2].baseUrl, "http://127.0.0.1:" + std::to_string(m_fake.port()) + "/v1");
        QVERIFY(fixture.file.text().find("sk-") == std::string::npos);

        for (const control::Finding &finding : {found->at(0), found->at(2)}) {
            const auto again = waited(providers.take(finding, revision));
            QVERIFY(!again && again.error().code == ErrorCode::Conflict);
        }
    }

    void aSecondKeyOfAKindJoinsItsEntry()
    {
        Fixture fixture(
            "{\"id\":\"mine\",\"kind\":\"groq\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:X\"}]}");
        const control::Finding finding{
            .place = "GROQ_API_KEY", .kind = "groq", .reference = "env:GROQ_API_KEY"};
        QVERIFY(waited(fixture.providers->take(finding, fixture.file.revision())));
        const auto &entries = fixture.file.configuration()->providers;
        QCOMPARE(entries.size(), size_t(1));
        QCOMPARE(entries.front().keys.size(), size_t(2));
        QCOMPARE(entries.front().keys.back().id, std::string("main-2"));
    }

    void nothingIsLostWhereAKeyCannotBeKept()
    {
        Fixture fixture("");
        fixture.write("home/.codex/auth.json", "{\"OPENAI_API_KEY\":\"sk-codex\"}");
        control::Finding finding{.source = control::Finding::Source::AgentFile,
                                 .place = "~/.codex/auth.json",
                                 .kind = "openai",
                                 .name = "OPENAI_API_KEY"};
        const std::string before = fixture.file.text();
        fixture.secrets.isLocked = true;
        const auto locked = waited(fixture.providers->take(finding, fixture.file.revision()));
        QVERIFY(!locked && locked.error().code == ErrorCode::Unavailable);
        fixture.secrets.isLocked = false;
        const auto late = waited(fixture.providers->take(finding, fixture.file.revision() + 1));
        QVERIFY(!late && late.error().code == ErrorCode::Conflict);
        QVERIFY(fixture.secrets.kept.empty());
        fixture.providers->setSecrets(nullptr);
        const auto none = waited(fixture.providers->take(finding, fixture.file.revision()));
        QVERIFY(!none && none.error().code == ErrorCode::Unavailable);
        QCOMPARE(fixture.file.text(), before);
    }
};

QTEST_GUILESS_MAIN(TestLocalProviders)
#include "tst_local_providers.moc"
