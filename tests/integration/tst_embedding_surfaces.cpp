// Requests for vectors from socket to socket through the whole gateway: each API against each, prices, rows,
// fallbacks and refusals.
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#ifndef Q_MOC_RUN
#    include "integration/embedding_surfaces.h"
#    include "integration/scripted_provider.h"
#endif

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray entry(const QByteArray &id, const QByteArray &kind, quint16 port, const QByteArray &wire)
{
    return "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"wire\":\"" + wire +
           "\",\"base_url\":\"http://127.0.0.1:" + QByteArray::number(port) +
           "/base\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1}," +
           "\"models\":[{\"id\":\"m\",\"price\":{\"input_per_mtok\":0.02,\"output_per_mtok\":0}}]}";
}

QByteArray bodyOf(const QByteArray &request)
{
    return request.mid(request.indexOf("\r\n\r\n") + 4);
}

QJsonObject json(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object();
}

} // namespace

class TestEmbeddingSurfaces : public QObject
{
    Q_OBJECT

private:
    ScriptedProvider m_provider;
    std::unique_ptr<RunningGateway> m_gateway;

    RawAnswer ask(const QByteArray &path, const char *body, const QByteArray &model = {})
    {
        const auto peer = RawSocket::connectTo(m_gateway->port());
        const QByteArray text = QByteArray(body).replace("{model}", model);
        peer->send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nx-api-key: " +
                   RunningGateway::kKey + "\r\nContent-Type: application/json\r\nContent-Length: " +
                   QByteArray::number(text.size()) + "\r\n\r\n" + text);
        (void)QTest::qWaitFor([&] { return peer->isClosed; }, 10'000);
        return RawAnswer(peer->received);
    }

    RawAnswer list(const QByteArray &path)
    {
        return askOnce(m_gateway->port(), "GET " + path +
                                              " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" +
                                              "x-api-key: " + RunningGateway::kKey + "\r\n\r\n");
    }

    QByteArray asked() const
    {
        return m_provider.requests.isEmpty() ? QByteArray() : m_provider.requests.back();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const quint16 port = m_provider.serverPort();
        m_gateway = std::make_unique<RunningGateway>(
            "direct",
            entry("chatty", "openai-compatible", port, "openai-chat") + ',' +
                entry("modern", "openai-compatible", port, "openai-responses") + ',' +
                entry("google", "gemini", port, "gemini") + ',' +
                entry("claude", "anthropic", port, "anthropic-messages") + ',' +
                entry("co", "cohere", port, "cohere") + ',' + entry("local", "ollama", port, "ollama") +
                ",{\"id\":\"open\",\"kind\":\"openai\",\"base_url\":\"http://127.0.0.1:" +
                QByteArray::number(port) +
                "/open\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]}," +
                "{\"id\":\"sim\",\"kind\":\"simulated\"}",
            "{\"name\":\"vectors\",\"strategy\":\"priority\",\"targets\":[{\"provider\":\"google\",\"model\":"
            "\"m\"}],\"fallbacks\":[{\"provider\":\"chatty\",\"model\":\"m\"}]}");
        QVERIFY2(m_gateway->problem.empty(), m_gateway->problem.c_str());
    }
    void cleanupTestCase() { m_gateway.reset(); }
    void init() { m_provider.requests.clear(); }

    void passesAsItIs_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("provider");
        QTest::newRow("below /v1") << QByteArray("/v1/embeddings") << QByteArray("chatty");
        QTest::newRow("below /openai/v1") << QByteArray("/openai/v1/embeddings") << QByteArray("chatty");
        QTest::newRow("a host of Responses") << QByteArray("/v1/embeddings") << QByteArray("modern");
    }
    void passesAsItIs()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, provider);
        m_provider.answerStatus(200, kOpenAiVectors);
        const RawAnswer answer = ask(path, kAskOpenAi, provider + "/m");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray(kOpenAiVectors));
        QVERIFY2(asked().startsWith("POST /base/embeddings HTTP/1.1\r\n"), asked().constData());
        QCOMPARE(bodyOf(asked()), QByteArray(kAskOpenAi).replace("{model}", "m"));
        QVERIFY(asked().contains("Authorization: Bearer sk-of-the-provider"));
    }

    void theLedgerHasARow()
    {
        m_provider.answerStatus(200, kOpenAiVectors);
        const RawAnswer answer = ask("/v1/embeddings", kAskOpenAi, "chatty/m");
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Ok);
        QCOMPARE(record->surface, std::string("embeddings"));
        QCOMPARE(record->keyId, std::string("me"));
        QVERIFY(record->usage);
        QCOMPARE(record->usage->inputTokens, 1'000'000);
        QCOMPARE(record->usage->outputTokens, 0);
        QVERIFY(!record->usage->estimated);
        QVERIFY(record->cost.total);
        QCOMPARE(record->cost.total->nano(), 20'000'000);
    }

    void openAiOntoGemini()
    {
        m_provider.answerStatus(200, kGeminiVectors);
        const RawAnswer answer = ask("/v1/embeddings", kAskBase64, "google/m");
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(asked().startsWith("POST /base/models/m:batchEmbedContents HTTP/1.1\r\n"),
                 asked().constData());
        const QJsonArray requests = json(bodyOf(asked())).value("requests"_L1).toArray();
        QCOMPARE(requests.size(), 2);
        QCOMPARE(requests.at(1).toObject().value("outputDimensionality"_L1).toInt(), 2);
        const QJsonObject body = json(answer.body);
        QCOMPARE(body.value("model"_L1).toString(), u"google/m"_s);
        const QJsonArray data = body.value("data"_L1).toArray();
        QCOMPARE(data.size(), 2);
        QCOMPARE(data.at(0).toObject().value("embedding"_L1).toString(), u"AAAAPwAAgL8="_s);
        QCOMPARE(answer.field("x-signalbox-dropped"), QByteArray("user"));
        QCOMPARE(body.value("usage"_L1).toObject().value("prompt_tokens"_L1).toInt(), 9);
    }

    void tokensThatNobodyCountedAreEstimated()
    {
        m_provider.answerStatus(200, kUncountedVectors);
        const RawAnswer answer = ask("/v1/embeddings", kAskOpenAi, "google/m");
        QVERIFY2(answer.status == 200, answer.body.constData());
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record && record->usage);
        QVERIFY(record->usage->estimated);
        QCOMPARE(record->usage->inputTokens, 1);
        QCOMPARE(json(answer.body).value("usage"_L1).toObject().value("prompt_tokens"_L1).toInt(), 1);
    }

    void openAiOntoWhoHasAnApiOfItsOwn_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("texts");
        QTest::addColumn<QString>("length");
        QTest::newRow("Cohere") << QByteArray("co") << QByteArray(kCohereVectors) << QByteArray("/base/embed")
                                << u"texts"_s << u"output_dimension"_s;
        QTest::newRow("Ollama") << QByteArray("local") << QByteArray(kOllamaVectors)
                                << QByteArray("/base/api/embed") << u"input"_s << u"dimensions"_s;
    }
    void openAiOntoWhoHasAnApiOfItsOwn()
    {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, path);
        QFETCH(QString, texts);
        QFETCH(QString, length);
        m_provider.answerStatus(200, given);
        const RawAnswer answer = ask("/v1/embeddings", kAskBase64, provider + "/m");
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(asked().startsWith("POST " + path + " HTTP/1.1\r\n"), asked().constData());
        const QJsonObject sent = json(bodyOf(asked()));
        QCOMPARE(sent.value("model"_L1).toString(), u"m"_s);
        QCOMPARE(sent.value(texts).toArray(), QJsonArray({u"a"_s, u"b"_s}));
        QCOMPARE(sent.value(length).toInt(), 2);
        const QJsonArray data = json(answer.body).value("data"_L1).toArray();
        QCOMPARE(data.size(), 2);
        QCOMPARE(data.at(0).toObject().value("embedding"_L1).toString(), u"AAAAPwAAgL8="_s);
        QCOMPARE(answer.field("x-signalbox-dropped"), QByteArray("user"));
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record && record->usage && !record->usage->estimated);
        QCOMPARE(record->usage->inputTokens, 9);
        QCOMPARE(record->cost.total->nano(), 180);
    }

    void theirRefusalsAreTold_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("refusal");
        QTest::newRow("Cohere") << QByteArray("co") << QByteArray(kCohereRefusal);
        QTest::newRow("Ollama") << QByteArray("local") << QByteArray(kOllamaRefusal);
    }
    void theirRefusalsAreTold()
    {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, refusal);
        m_provider.answerStatus(400, refusal);
        const RawAnswer answer = ask("/genai/v1beta/models/" + provider + "/m:embedContent", kAskGemini);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.body.contains("dimensions is too large"), answer.body.constData());
    }

    void theSimulatedProviderGivesVectors()
    {
        const RawAnswer answer = ask("/v1/embeddings", kAskOpenAi, "sim/fast");
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(answer.body.contains("simulated"), answer.body.constData());
        const QJsonArray data = json(answer.body).value("data"_L1).toArray();
        QCOMPARE(data.first().toObject().value("embedding"_L1).toArray().size(), 8);
        const RawAnswer gemini = ask("/genai/v1beta/models/sim/fast:embedContent", kAskGemini);
        QVERIFY2(gemini.status == 200, gemini.body.constData());
        QCOMPARE(json(gemini.body).value("embedding"_L1).toObject().value("values"_L1).toArray().size(), 2);
    }

    void theCataloguesPriceCounts()
    {
        m_provider.answerStatus(200, kOpenAiVectors);
        const RawAnswer answer = ask("/v1/embeddings", kAskOpenAi, "open/text-embedding-3-small");
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record && record->cost.total);
        QCOMPARE(record->cost.total->nano(), 20'000'000);
        QVERIFY(!record->cost.pricedAsOf.empty());
    }

    void modelsOfVectorsAreListedWhereTheyCanBeAsked()
    {
        const QString id = u"open/text-embedding-3-small"_s;
        const QString talker = u"open/gpt-5.4"_s;
        const auto names = [](const QJsonValue &list, QLatin1StringView member) {
            QStringList ids;
            for (const QJsonValue entry : list.toArray())
                ids.append(entry.toObject().value(member).toString());
            return ids;
        };
        const QJsonObject both = json(list("/v1/models").body);
        QVERIFY(names(both.value("data"_L1), "id"_L1).contains(id));
        QVERIFY(names(both.value("models"_L1), "slug"_L1).contains(talker));
        QVERIFY(!names(both.value("models"_L1), "slug"_L1).contains(id));
        const QStringList anthropic =
            names(json(list("/anthropic/v1/models").body).value("data"_L1), "id"_L1);
        QVERIFY(anthropic.contains(talker) && !anthropic.contains(id));
        const QJsonObject one = json(list("/genai/v1beta/models/" + id.toLatin1()).body);
        QCOMPARE(one.value("supportedGenerationMethods"_L1).toArray(),
                 QJsonArray({u"embedContent"_s, u"batchEmbedContents"_s}));
    }

    void oneGeminiContentOntoOpenAi()
    {
        m_provider.answerStatus(200, kOpenAiVectors);
        const RawAnswer answer = ask("/genai/v1beta/models/chatty/m:embedContent", kAskGemini);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY(asked().startsWith("POST /base/embeddings HTTP/1.1\r\n"));
        QCOMPARE(json(bodyOf(asked())).value("dimensions"_L1).toInt(), 2);
        QCOMPARE(json(answer.body).value("embedding"_L1).toObject().value("values"_L1).toArray(),
                 QJsonArray({0.5, -1}));
        QCOMPARE(answer.field("x-signalbox-dropped"), QByteArray("taskType"));
    }

    void manyGeminiContentsOntoOpenAi()
    {
        m_provider.answerStatus(200, kTwoOpenAiVectors);
        const RawAnswer answer = ask("/genai/v1/models/chatty/m:batchEmbedContents", kAskGeminiMany);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(json(bodyOf(asked())).value("input"_L1).toArray(), QJsonArray({u"a"_s, u"b"_s}));
        const QJsonArray vectors = json(answer.body).value("embeddings"_L1).toArray();
        QCOMPARE(vectors.size(), 2);
        QCOMPARE(vectors.at(0).toObject().value("values"_L1).toArray(), QJsonArray({0.5, -1}));
    }

    void geminiPassesWithItsModelRenamed()
    {
        m_provider.answerStatus(200, kGeminiVectors);
        const RawAnswer answer = ask("/genai/v1beta/models/google/m:batchEmbedContents", kAskGeminiMany);
        QCOMPARE(answer.body, QByteArray(kGeminiVectors));
        QCOMPARE(bodyOf(asked()), QByteArray(kAskGeminiMany).replace("models/google/m", "models/m"));
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record && record->usage);
        QCOMPARE(record->usage->inputTokens, 9);
    }

    void aBrokenProviderIsReplaced()
    {
        m_provider.answerStatus(500, kBrokenBody);
        m_provider.answerStatus(200, kOpenAiVectors);
        const RawAnswer answer = ask("/v1/embeddings", kAskOpenAi, "vectors");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("x-signalbox-route"), QByteArray("chatty/m; attempts=2; reason=fallback"));
        QCOMPARE(m_provider.requests.size(), 2);
        QVERIFY(m_provider.requests.front().contains(":batchEmbedContents"));
    }

    void whoLeavesVectorsOutIsReplaced()
    {
        m_provider.answerStatus(200, kUncountedVectors);
        m_provider.answerStatus(200, kTwoOpenAiVectors);
        const RawAnswer answer = ask("/v1/embeddings", kAskBase64, "vectors");
        QCOMPARE(answer.field("x-signalbox-route"), QByteArray("chatty/m; attempts=2; reason=fallback"));
        QCOMPARE(answer.body, QByteArray(kTwoOpenAiVectors));
    }

    void tokensAreRefusedWhereOnlyTextsAreTaken()
    {
        const RawAnswer answer = ask("/v1/embeddings", kAskTokens, "google/m");
        QCOMPARE(answer.status, 400);
        const QJsonObject error = json(answer.body).value("error"_L1).toObject();
        QCOMPARE(error.value("param"_L1).toString(), u"input"_s);
        QVERIFY2(answer.body.contains("tokens"), answer.body.constData());
        QVERIFY(m_provider.requests.isEmpty());
    }

    void whoGivesNoVectorsIsNotAsked()
    {
        const RawAnswer answer = ask("/v1/embeddings", kAskOpenAi, "claude/m");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.field("x-signalbox-error"), QByteArray("capability_missing"));
        QVERIFY2(answer.body.contains("vectors"), answer.body.constData());
        QVERIFY(m_provider.requests.isEmpty());
    }

    void aRefusalIsToldInTheClientsForm_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("OpenAI") << QByteArray("/v1/embeddings")
                                << QByteArray("\"type\":\"invalid_request_error\"");
        QTest::newRow("Gemini") << QByteArray("/genai/v1beta/models/chatty/m:embedContent")
                                << QByteArray("\"status\":\"INVALID_ARGUMENT\"");
    }
    void aRefusalIsToldInTheClientsForm()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, words);
        m_provider.answerStatus(400, kBadRequest);
        const RawAnswer answer = ask(path, path.startsWith("/genai") ? kAskGemini : kAskOpenAi, "chatty/m");
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.body.contains(words), answer.body.constData());
        QVERIFY(answer.body.contains("dimensions is too large"));
    }

    void aBodyThatIsWrongIsRefused()
    {
        QCOMPARE(ask("/v1/embeddings", "{\"input\":\"a\"}").status, 400);
        QCOMPARE(ask("/v1/embeddings", "{\"model\":").status, 400);
        QCOMPARE(ask("/genai/v1beta/models/chatty/m:embedContent", "{}").status, 400);
    }
};

QTEST_GUILESS_MAIN(TestEmbeddingSurfaces)
#include "tst_embedding_surfaces.moc"
