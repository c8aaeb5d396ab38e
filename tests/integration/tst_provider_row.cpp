// A provider that nobody has heard of is one row of JSON in the catalogue: clients of every API are answered,
// and what the host gets is as the row says.
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/small_answers.h"
#ifndef Q_MOC_RUN
#    include "integration/provider_row_samples.h"
#    include "integration/scripted_provider.h"
#endif

#include "catalog/catalog.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <set>
#include <string>

namespace signalbox::resources {
extern const std::string_view kCatalogProviders;
extern const std::string_view kCatalogModels;
extern const std::string_view kCatalogModelRules;
} // namespace signalbox::resources

using namespace signalbox;
using namespace signalbox::test;

namespace {

using Json = nlohmann::json;

/// The rows that ship, and behind them the made-up ones.
Result<catalog::Catalog> catalogWithMore(quint16 port)
{
    std::string text(resources::kCatalogProviders);
    std::string rows;
    for (const char *row : kMadeUpRows)
        rows += ',' + QByteArray(row).replace("{port}", QByteArray::number(port)).toStdString();
    text.insert(text.rfind(']'), rows);
    return catalog::Catalog::create(text, resources::kCatalogModels, resources::kCatalogModelRules);
}

QByteArray entry(const QByteArray &kind)
{
    return "{\"id\":\"" + kind + "\",\"kind\":\"" + kind +
           "\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1},\"models\":[{\"id\":\"m\",\"reasoning\":true," +
           "\"images\":true}]}";
}

/// A host that is in no catalogue at all, described by its entry.
QByteArray ownEntry(quint16 port)
{
    return "{\"id\":\"own\",\"kind\":\"openai-compatible\",\"base_url\":\"http://127.0.0.1:" +
           QByteArray::number(port) +
           "/own\",\"auth\":{\"header\":\"X-Own-Key\",\"prefix\":\"Key \"},\"headers\":{\"X-Own\":\"1\"}," +
           "\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"models\":[{\"id\":\"m\"}]}";
}

QByteArray requestOf(const QByteArray &client, const QByteArray &host, bool streamed)
{
    const char *text = client == "messages" ? kAskMessages : client == "chat" ? kAskChat : kAskResponses;
    return QByteArray(text)
        .replace("{model}", host + "/m")
        .replace("{stream}", streamed ? "true" : "false")
        .replace("{effort}", client == "unthinking responses" ? "none" : "high");
}

QByteArray pathOf(const QByteArray &client)
{
    return client == "messages" ? "/anthropic/v1/messages"
           : client == "chat"   ? "/v1/chat/completions"
                                : "/v1/responses";
}

} // namespace

class TestProviderRow : public QObject
{
    Q_OBJECT

private:
    ScriptedProvider m_provider;
    std::unique_ptr<RunningGateway> m_gateway;

    void prepareAnswer(const QByteArray &host, bool streamed, const QByteArray &words)
    {
        const auto filled = [&](const char *text) { return QByteArray(text).replace("{words}", words); };
        if (host == "telegraph")
            streamed ? m_provider.answerStream(kAnthropicAnswer)
                     : m_provider.answerStatus(200, kWholeMessage);
        else
            streamed ? m_provider.answerStream(filled(kStreamedChat))
                     : m_provider.answerStatus(200, filled(kWholeChat));
    }

    RawAnswer ask(const QByteArray &client, const QByteArray &host, bool streamed,
                  const QByteArray &words = "Clear line ahead.")
    {
        prepareAnswer(host, streamed, words);
        return askOnce(m_gateway->port(), modelCall(requestOf(client, host, streamed), RunningGateway::kKey,
                                                    "Connection: close\r\n", pathOf(client)));
    }

    QByteArray asked() const { return m_provider.requests.value(0); }
    Json askedBody() const
    {
        return Json::parse(asked().mid(asked().indexOf("\r\n\r\n") + 4).toStdString(), nullptr, false);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto catalog = catalogWithMore(m_provider.serverPort());
        QVERIFY2(catalog, catalog ? "" : describe(catalog.error()).c_str());
        m_gateway = std::make_unique<RunningGateway>(
            "direct",
            entry("semaphore") + ',' + entry("heliograph") + ',' + entry("telegraph") + ',' +
                ownEntry(m_provider.serverPort()),
            QByteArray(), QByteArray(), std::make_shared<const catalog::Catalog>(std::move(*catalog)));
        QVERIFY2(m_gateway->problem.empty(), m_gateway->problem.c_str());
    }
    void cleanupTestCase() { m_gateway.reset(); }
    void init() { m_provider.requests.clear(); }

    void everyClientIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("client");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("streamed");
        for (const char *client : {"responses", "messages", "chat"}) {
            for (const char *host : {"semaphore", "heliograph", "telegraph"}) {
                QTest::addRow("%s of %s, whole", client, host)
                    << QByteArray(client) << QByteArray(host) << false;
                QTest::addRow("%s of %s, streamed", client, host)
                    << QByteArray(client) << QByteArray(host) << true;
            }
        }
    }
    void everyClientIsAnswered()
    {
        QFETCH(QByteArray, client);
        QFETCH(QByteArray, host);
        QFETCH(bool, streamed);
        const RawAnswer answer = ask(client, host, streamed);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(answer.body.contains("Clear line ahead."), answer.body.constData());
        QCOMPARE(answer.field("content-type").startsWith("text/event-stream"), streamed);
        QCOMPARE(answer.field("x-signalbox-route"), host + "/m; attempts=1; reason=direct");
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record && record->usage);
        QCOMPARE(record->usage->inputTokens, 11);
    }

    void theHostIsAskedWhereTheRowSays_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("streamed");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("base URL and query")
            << QByteArray("semaphore") << true << QByteArray("/arms/v7/chat/completions?edition=spring");
        QTest::newRow("base URL") << QByteArray("heliograph") << false
                                  << QByteArray("/mirror/chat/completions");
        QTest::newRow("messagesPath") << QByteArray("telegraph") << false << QByteArray("/wire/send/m");
        QTest::newRow("messagesStreamPath")
            << QByteArray("telegraph") << true << QByteArray("/wire/send-in-pieces/m");
    }
    void theHostIsAskedWhereTheRowSays()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, streamed);
        QFETCH(QByteArray, line);
        (void)ask("responses", host, streamed);
        QVERIFY2(asked().startsWith("POST " + line + " HTTP/1.1\r\n"), asked().constData());
    }

    void theKeyGoesAsTheRowSays_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("header and prefix")
            << QByteArray("semaphore") << QByteArray("\r\nX-Signal-Key: Token sk-of-the-provider\r\n");
        QTest::newRow("no scheme") << QByteArray("heliograph")
                                   << QByteArray("\r\nAuthorization: Bearer sk-of-the-provider\r\n");
        QTest::newRow("header alone")
            << QByteArray("telegraph") << QByteArray("\r\nX-Telegraph: sk-of-the-provider\r\n");
    }
    void theKeyGoesAsTheRowSays()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, field);
        (void)ask("chat", host, false);
        QVERIFY2(asked().contains(field), asked().constData());
        QCOMPARE(asked().count("sk-of-the-provider"), 1);
        QVERIFY(!asked().contains(RunningGateway::kKey));
        QCOMPARE(asked().contains("\r\nX-Signal-Edition: 7\r\nX-Signal-Line: main\r\n"), host == "semaphore");
    }

    void anEntryDescribesAHostOfItsOwn()
    {
        const RawAnswer answer = ask("messages", "own", true);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY(asked().startsWith("POST /own/chat/completions HTTP/1.1\r\n"));
        QVERIFY2(asked().contains("\r\nX-Own-Key: Key sk-of-the-provider\r\nX-Own: 1\r\n"),
                 asked().constData());
        QVERIFY(!asked().contains("Authorization"));
    }

    void aChatRequestPassesAsItIs()
    {
        (void)ask("chat", "semaphore", false);
        QCOMPARE(asked().mid(asked().indexOf("\r\n\r\n") + 4),
                 requestOf("chat", "semaphore", false).replace("semaphore/m", "m"));
    }

    void theDialectIsTheRows_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const RowExpectation &each : kRowExpectations)
            QTest::addRow("%s of %s: %s", each.client, each.host, each.field) << number++;
    }
    void theDialectIsTheRows()
    {
        QFETCH(int, number);
        const RowExpectation &expected = kRowExpectations[number];
        (void)ask(expected.client, expected.host, false);
        const Json body = askedBody();
        const Json::json_pointer place{std::string(expected.place)};
        const QByteArray found = body.contains(place) ? QByteArray::fromStdString(body.at(place).dump()) : "";
        const std::string value = *expected.value != '\0' ? Json::parse(expected.value).dump() : "";
        QVERIFY2(found == QByteArray::fromStdString(value), asked().constData());
    }

    void namesAndIdsAreAsShortAsTheRowSays()
    {
        (void)ask("responses", "semaphore", false);
        const Json call = askedBody()["messages"][2]["tool_calls"][0];
        QCOMPARE(call["id"].get<std::string>().size(), std::size_t(9));
        QVERIFY(call["function"]["name"].get<std::string>().size() <= 16);
        QVERIFY(askedBody()["messages"][3]["tool_call_id"] == call["id"]);
        QVERIFY(askedBody()["tools"][0]["function"]["name"] == call["function"]["name"]);
    }

    void streamsAreAskedForAsTheRowSays()
    {
        (void)ask("responses", "semaphore", true);
        QVERIFY(askedBody()["tool_stream"] == true);
        QVERIFY(!askedBody().contains("stream_options"));
        m_provider.requests.clear();
        (void)ask("responses", "heliograph", true);
        QVERIFY(!askedBody().contains("tool_stream"));
        QVERIFY(askedBody()["stream_options"]["include_usage"] == true);
    }

    void answersAreReadAsTheRowSays_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("takesTagsOut");
        QTest::addColumn<int>("tokens");
        QTest::newRow("thinkTags, usageOmitsReasoning") << QByteArray("semaphore") << true << 8;
        QTest::newRow("neither") << QByteArray("heliograph") << false << 5;
    }
    void answersAreReadAsTheRowSays()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, takesTagsOut);
        QFETCH(int, tokens);
        const RawAnswer answer = ask("messages", host, false, "<think>Hm.</think>Clear line ahead.");
        QCOMPARE(answer.body.contains("<think>"), !takesTagsOut);
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record && record->usage);
        QCOMPARE(record->usage->outputTokens, tokens);
    }

    /// Whoever adds a field to dialects shows here what it does, or says which format it is of.
    void everyFieldOfADialectStandsInARow()
    {
        std::set<std::string> fields(std::begin(kFieldsOfOthers), std::end(kFieldsOfOthers));
        for (const char *row : kMadeUpRows) {
            const Json parsed = Json::parse(row);
            for (const auto &[name, value] : parsed.at("dialect").items())
                fields.insert(name);
        }
        for (const std::string_view field : catalog::dialectFields())
            QVERIFY2(fields.contains(std::string(field)), std::string(field).c_str());
    }
};

QTEST_GUILESS_MAIN(TestProviderRow)
#include "tst_provider_row.moc"
