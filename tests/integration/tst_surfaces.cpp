// Every client's API against every provider's, from socket to socket through the whole gateway.
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/small_answers.h"
#ifndef Q_MOC_RUN
#    include "integration/scripted_provider.h"
#    include "integration/surface_samples.h"
#endif

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray entry(const QByteArray &id, const QByteArray &kind, quint16 port, const QByteArray &wire = {})
{
    return "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\"," +
           (wire.isEmpty() ? QByteArray() : "\"wire\":\"" + wire + "\",") +
           "\"base_url\":\"http://127.0.0.1:" + QByteArray::number(port) +
           "/base\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1},\"models\":[{\"id\":\"m\"}]}";
}

QByteArray filled(QByteArray text, const QByteArray &model)
{
    return text.replace("{model}", model);
}

} // namespace

class TestSurfaces : public QObject
{
    Q_OBJECT

private:
    ScriptedProvider m_provider;
    std::unique_ptr<RunningGateway> m_gateway;

    RawAnswer ask(const QByteArray &path, const QByteArray &body, const QByteArray &fields = {},
                  const QByteArray &key = RunningGateway::kKey)
    {
        const auto peer = RawSocket::connectTo(m_gateway->port());
        peer->send((body.isEmpty() ? "GET " : "POST ") + path +
                   " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nx-api-key: " + key + "\r\n" +
                   fields +
                   (body.isEmpty() ? QByteArray()
                                   : "Content-Type: application/json\r\nContent-Length: " +
                                         QByteArray::number(body.size()) + "\r\n") +
                   "\r\n" + body);
        (void)QTest::qWaitFor([&] { return peer->isClosed; }, 10'000);
        return RawAnswer(peer->received);
    }

    QByteArray asked(qsizetype index = -1) const
    {
        if (m_provider.requests.isEmpty())
            return {};
        return index < 0 ? m_provider.requests.back() : m_provider.requests.value(index);
    }

    static QByteArray bodyOf(const QByteArray &request)
    {
        return request.mid(request.indexOf("\r\n\r\n") + 4);
    }

    static QJsonObject json(const RawAnswer &answer) { return QJsonDocument::fromJson(answer.body).object(); }

private Q_SLOTS:
    void initTestCase()
    {
        QByteArray providers;
        for (const SurfaceProvider &provider : kSurfaceProviders)
            providers +=
                entry(provider.wire, "openai-compatible", m_provider.serverPort(), provider.wire) + ',';
        providers += entry("claude", "anthropic", m_provider.serverPort()) + ',' +
                     entry("google", "gemini", m_provider.serverPort(), "gemini") + ',' +
                     entry("gpt", "openai", m_provider.serverPort(), "openai-responses") + ',' +
                     entry("qwen", "alibaba", m_provider.serverPort(), "openai-chat") +
                     ",{\"id\":\"keyless\",\"kind\":\"openai\"}";
        m_gateway = std::make_unique<RunningGateway>("direct", providers);
        QVERIFY2(m_gateway->problem.empty(), m_gateway->problem.c_str());
    }
    void cleanupTestCase() { m_gateway.reset(); }
    void init() { m_provider.requests.clear(); }

    void everyClientReachesEveryProvider_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("upstreamPath");
        for (const SurfaceClient &client : kSurfaceClients) {
            for (const SurfaceProvider &provider : kSurfaceProviders) {
                const QByteArray model = QByteArray(provider.wire) + "/m";
                QTest::addRow("%s onto %s", client.name, provider.wire)
                    << filled(client.path, model) << filled(client.body, model) << QByteArray(provider.wire)
                    << provider.path;
            }
        }
    }
    void everyClientReachesEveryProvider()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, upstreamPath);
        m_provider.answerStream(smallAnswer(wire), true,
                                wire == "ollama" ? "application/x-ndjson" : "text/event-stream");
        const RawAnswer answer = ask(path, body);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.field("content-type"), QByteArray("text/event-stream"));
        QVERIFY2(answer.body.contains("Clear line"), answer.body.constData());
        QVERIFY2(answer.body.contains("ahead."), answer.body.constData());
        QCOMPARE(answer.field("x-signalbox-route"), wire + "/m; attempts=1; reason=direct");
        QVERIFY2(asked().startsWith("POST " + upstreamPath + " HTTP/1.1\r\n"), asked().constData());
        QVERIFY(!asked().contains(RunningGateway::kKey));
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Ok);
        QVERIFY(record->usage);
        QCOMPARE(record->usage->inputTokens, 11);
        QCOMPARE(record->usage->outputTokens, 5);
    }

    void silenceWithAReasonIsAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("told");
        for (const SilentAnswer &silent : kSilentAnswers)
            QTest::addRow("%s", silent.name) << silent.wire + "/m" << silent.stream << silent.told;
        QTest::newRow("passed through")
            << QByteArray("claude/claude-x") << kSilentAnswers[0].stream << kSilentAnswers[0].told;
    }
    void silenceWithAReasonIsAnAnswer()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, told);
        m_provider.answerStream(stream);
        const RawAnswer answer =
            ask("/anthropic/v1/messages", QByteArray(kMessagesBody).replace("claude/claude-x", model));
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(answer.body.contains(told), answer.body.constData());
        QVERIFY(answer.body.contains("message_stop"));
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Ok);
        QCOMPARE(record->usage->inputTokens, 11);
    }

    void silenceWithoutAReasonIsAFailure()
    {
        m_provider.answerStream(kEmptyAnswer);
        const RawAnswer answer = ask("/anthropic/v1/messages",
                                     QByteArray(kMessagesBody).replace("claude/claude-x", "openai-chat/m"));
        QCOMPARE(answer.status, 502);
        QVERIFY(answer.body.contains("answered with nothing"));
    }

    void messagesPassAsTheyAre()
    {
        m_provider.answerStream(kAnthropicAnswer);
        const RawAnswer answer =
            ask("/anthropic/v1/messages", kMessagesBody,
                "anthropic-version: 2026-10-21\r\nanthropic-beta: one,two\r\nAnthropic-Beta: three\r\n"
                "openai-organization: nobody\r\n");
        QCOMPARE(answer.body, QByteArray(kAnthropicAnswer));
        QCOMPARE(bodyOf(asked()), QByteArray(kMessagesBody).replace("claude/claude-x", "claude-x"));
        QVERIFY(asked().contains("\r\nanthropic-version: 2026-10-21\r\n"));
        QCOMPARE(asked().count("anthropic-version"), 1);
        QVERIFY(asked().contains("anthropic-beta: one,two\r\n"));
        QVERIFY(asked().contains("anthropic-beta: three\r\n"));
        QVERIFY(asked().contains("x-api-key: sk-of-the-provider"));
        QVERIFY(!asked().contains("openai-organization"));
    }

    void contentsPassAsTheyAre()
    {
        m_provider.answerStream(kGeminiAnswer);
        const RawAnswer answer =
            ask("/genai/v1beta/models/google/m:streamGenerateContent?alt=sse", kContentsBody);
        QCOMPARE(answer.body, QByteArray(kGeminiAnswer));
        QCOMPARE(bodyOf(asked()), QByteArray(kContentsBody));
        QVERIFY(asked().contains("x-goog-api-key: sk-of-the-provider"));
    }

    void aGeminiStreamWithoutEventsIsAnArray()
    {
        m_provider.answerStream(kGeminiAnswer);
        const RawAnswer answer = ask("/genai/v1beta/models/google/m:streamGenerateContent", kContentsBody);
        QCOMPARE(answer.field("content-type"), QByteArray("application/json"));
        const QJsonDocument list = QJsonDocument::fromJson(answer.body);
        QVERIFY2(list.isArray(), answer.body.constData());
        QVERIFY(list.array().size() >= 2);
    }

    void tokensAreCountedByTheProvider()
    {
        m_provider.answerStatus(200, kCountedBody);
        const RawAnswer answer =
            ask("/anthropic/v1/messages/count_tokens", filled(kCountBody, "claude/claude-x"));
        QCOMPARE(json(answer).value("input_tokens"_L1).toInt(), 4711);
        QVERIFY(answer.field("x-signalbox-estimated").isEmpty());
        QVERIFY(asked().startsWith("POST /base/v1/messages/count_tokens HTTP/1.1\r\n"));
        QVERIFY(asked().contains("x-api-key: sk-of-the-provider"));
    }

    void tokensOfResponsesAreCountedByTheProvider()
    {
        for (const QByteArray &path :
             {QByteArray("/v1/responses/input_tokens"), QByteArray("/anthropic/v1/messages/count_tokens")}) {
            m_provider.answerStatus(200, kCountedResponse);
            const RawAnswer answer =
                ask(path, filled(path.startsWith("/v1") ? kCountResponse : kCountBody, "gpt/gpt-x"));
            QCOMPARE(json(answer).value("input_tokens"_L1).toInt(), 4712);
            QVERIFY(answer.field("x-signalbox-estimated").isEmpty());
            QVERIFY2(asked().startsWith("POST /base/responses/input_tokens HTTP/1.1\r\n"),
                     asked().constData());
        }
    }

    void tokensOfResponsesAreEstimated()
    {
        const RawAnswer answer = ask("/v1/responses/input_tokens", filled(kCountResponse, "openai-chat/m"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("x-signalbox-estimated"), QByteArray("1"));
        QCOMPARE(json(answer).value("object"_L1).toString(), u"response.input_tokens"_s);
        const int tokens = json(answer).value("input_tokens"_L1).toInt();
        QVERIFY2(tokens > 4 && tokens < 40, QByteArray::number(tokens).constData());
    }

    /// Clients that want an answer whole get one of a model that only streams, whatever format they speak.
    void modelsThatOnlyStreamAnswerWhole()
    {
        for (const char *body : {kWholeChat, kWholeMessages}) {
            m_provider.answerStream(smallAnswer("openai-chat"));
            const bool isChat = body == kWholeChat;
            const RawAnswer answer = ask(isChat ? "/v1/chat/completions" : "/anthropic/v1/messages",
                                         filled(body, "qwen/qwq-plus"));
            QVERIFY2(answer.status == 200, answer.body.constData());
            QCOMPARE(answer.field("content-type"), QByteArray("application/json"));
            QVERIFY2(answer.body.contains("Clear line ahead."), answer.body.constData());
            const QJsonObject sent = QJsonDocument::fromJson(bodyOf(asked())).object();
            QVERIFY(sent.value("stream"_L1).toBool());
            QCOMPARE(m_gateway->record(answer.field("x-request-id"))->usage->outputTokens, 5);
        }
    }

    void anAnswerInTheBackgroundPassesOrIsRefused()
    {
        m_provider.answerStatus(200, kTicket);
        const RawAnswer passed = ask("/v1/responses", filled(kBackground, "openai-responses/m"));
        QCOMPARE(passed.status, 200);
        QCOMPARE(passed.body, QByteArray(kTicket));
        m_provider.requests.clear();
        const RawAnswer refused = ask("/v1/responses", filled(kBackground, "openai-chat/m"));
        QCOMPARE(refused.status, 400);
        QVERIFY2(refused.body.contains("background"), refused.body.constData());
        QVERIFY(m_provider.requests.isEmpty());
    }

    void tokensAreEstimatedWhereNobodyCounts_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("status");
        QTest::newRow("no API for it") << QByteArray("openai-chat/m") << 0;
        QTest::newRow("the provider fails") << QByteArray("claude/claude-x") << 500;
    }
    void tokensAreEstimatedWhereNobodyCounts()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, status);
        if (status != 0)
            m_provider.answerStatus(status, "{}");
        const RawAnswer answer = ask("/anthropic/v1/messages/count_tokens", filled(kCountBody, model));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("x-signalbox-estimated"), QByteArray("1"));
        const int tokens = json(answer).value("input_tokens"_L1).toInt();
        QVERIFY2(tokens > 4 && tokens < 40, QByteArray::number(tokens).constData());
    }

    void countingWritesNoRow()
    {
        const std::int64_t before = m_gateway->rows();
        QCOMPARE(ask("/anthropic/v1/messages/count_tokens", filled(kCountBody, "openai-chat/m")).status, 200);
        QCOMPARE(m_gateway->rows(), before);
    }

    void modelsAreListedAsEachApiDoes()
    {
        const QJsonObject anthropic = json(ask("/anthropic/v1/models?limit=1000", {}));
        const QJsonArray data = anthropic.value("data"_L1).toArray();
        QVERIFY(!data.isEmpty());
        QCOMPARE(anthropic.value("first_id"_L1), data.first().toObject().value("id"_L1));
        QCOMPARE(anthropic.value("last_id"_L1), data.last().toObject().value("id"_L1));
        QCOMPARE(data.first().toObject().value("type"_L1).toString(), u"model"_s);
        const QJsonArray models = json(ask("/genai/v1beta/models", {})).value("models"_L1).toArray();
        const auto answers = std::ranges::count_if(models, [](const QJsonValue &model) {
            return model["supportedGenerationMethods"_L1].toArray().contains(u"generateContent"_s);
        });
        QCOMPARE(answers, data.size()); // the others give vectors, which Anthropic's API does not know
        QVERIFY(models.size() > data.size());
        const QString name = models.first().toObject().value("name"_L1).toString();
        QVERIFY(name.startsWith("models/"_L1));
        QCOMPARE(json(ask("/genai/v1beta/" + name.toUtf8(), {})).value("name"_L1).toString(), name);
        QCOMPARE(json(ask("/anthropic/v1/models/openai-chat/m", {})).value("id"_L1).toString(),
                 u"openai-chat/m"_s);
    }

    void errorsHaveTheShapeOfTheApi_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        const QByteArray ours = RunningGateway::kKey;
        const auto row = [](const char *name, const char *path, const QByteArray &key, int status,
                            const QString &type) {
            QTest::newRow(name) << QByteArray(path) << key << status << type;
        };
        row("messages, wrong key", "/anthropic/v1/messages", "sk-sbx-wrong", 401, u"authentication_error"_s);
        row("messages, no such path", "/anthropic/v1/complete", ours, 404, u"not_found_error"_s);
        row("messages, no such model", "/anthropic/v1/messages", ours, 404, u"not_found_error"_s);
        row("gemini, wrong key", "/genai/v1beta/models/x:generateContent", "sk-sbx-wrong", 401,
            u"UNAUTHENTICATED"_s);
        row("gemini, no such path", "/genai/v1beta/files", ours, 404, u"NOT_FOUND"_s);
        row("gemini, no such method", "/genai/v1beta/models/google/m:predict", ours, 404, u"NOT_FOUND"_s);
        row("gemini, no such model", "/genai/v1beta/models/nobody:generateContent", ours, 404,
            u"NOT_FOUND"_s);
        row("gemini, counting for no such model", "/genai/v1beta/models/nobody:countTokens", ours, 404,
            u"NOT_FOUND"_s);
    }
    void errorsHaveTheShapeOfTheApi()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, key);
        QFETCH(int, status);
        QFETCH(QString, type);
        const RawAnswer answer =
            ask(path, path.startsWith("/genai") ? QByteArray(kContentsBody) : filled(kCountBody, "nobody"),
                {}, key);
        QCOMPARE(answer.status, status);
        const QJsonObject error = json(answer).value("error"_L1).toObject();
        QCOMPARE(error.value(path.startsWith("/genai") ? "status"_L1 : "type"_L1).toString(), type);
        QVERIFY(!error.value("message"_L1).toString().isEmpty());
    }

    void whatTheProviderRefusesIsToldInTheClientsForm_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("upstream");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::newRow("our key is bad") << QByteArray(kWrongKeyBody) << 401 << 502 << u"api_error"_s;
        QTest::newRow("overloaded") << QByteArray(kOverloadedBody) << 529 << 529 << u"overloaded_error"_s;
    }
    void whatTheProviderRefusesIsToldInTheClientsForm()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, upstream);
        QFETCH(int, status);
        QFETCH(QString, type);
        m_provider.answerStatus(upstream, body);
        const RawAnswer answer = ask("/anthropic/v1/messages", kMessagesBody);
        QCOMPARE(answer.status, status);
        QCOMPARE(json(answer).value("error"_L1).toObject().value("type"_L1).toString(), type);
        QVERIFY(answer.body.contains("claude"));
    }

    void whoHasNoKeyIsNotAsked()
    {
        const RawAnswer answer = ask("/v1/chat/completions", filled(kWholeChat, "keyless/gpt-5.4"));
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.field("x-signalbox-error"), QByteArray("no_target_available"));
        QVERIFY2(answer.body.contains("keyless: it needs a key, and has none to use"),
                 answer.body.constData());
    }

    void whatAHostRefusesIsLeftOut()
    {
        m_provider.answerStatus(400, kNoTemperature);
        m_provider.answerStream(smallAnswer("openai-chat"));
        const QByteArray body = filled(kWarmMessages, "openai-chat/odd");
        const RawAnswer answer = ask("/anthropic/v1/messages", body);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.field("x-signalbox-route"), QByteArray("openai-chat/odd; attempts=2; reason=direct"));
        QCOMPARE(answer.field("x-signalbox-dropped"), QByteArray("temperature"));
        QVERIFY(asked(0).contains("\"temperature\":0.2"));
        QVERIFY(!asked(1).contains("temperature"));
        QVERIFY(asked(1).contains("\"top_p\":0.5"));
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record);
        QCOMPARE(record->attempts.size(), 2U);
        QCOMPARE(record->dropped, std::string("temperature"));

        m_provider.answerStream(smallAnswer("openai-chat")); // and is not sent again
        const RawAnswer later = ask("/anthropic/v1/messages", body);
        QCOMPARE(later.field("x-signalbox-route"), QByteArray("openai-chat/odd; attempts=1; reason=direct"));
        QCOMPARE(later.field("x-signalbox-dropped"), QByteArray("temperature"));
        QVERIFY(!asked().contains("temperature"));
    }

    void whatTheClientCannotBeToldIsNamed()
    {
        const auto named = [&](const RawAnswer &answer) {
            const auto record = m_gateway->record(answer.field("x-request-id"));
            return record ? QByteArray::fromStdString(record->dropped) : QByteArray("no record");
        };
        m_provider.answerStatus(200, kPicture);
        const RawAnswer whole = ask("/anthropic/v1/messages", filled(kWholeMessages, "gemini/m"));
        QVERIFY2(whole.status == 200 && whole.body.contains("Here: "), whole.body.constData());
        QCOMPARE(whole.field("x-signalbox-dropped"), QByteArray("answer.image_generation_call"));
        QCOMPARE(named(whole), QByteArray("answer.image_generation_call"));

        m_provider.answerStream(sse({kPicture})); // its head is sent before its end is known
        const RawAnswer stream = ask("/anthropic/v1/messages", filled(kWarmMessages, "gemini/m"));
        QVERIFY2(stream.status == 200 && stream.body.contains("message_stop"), stream.body.constData());
        QCOMPARE(named(stream), QByteArray("answer.image_generation_call"));

        m_provider.answerStatus(200, kOddResult); // a name that no field can hold as it is
        const RawAnswer odd = ask("/v1/chat/completions", filled(kWholeChat, "anthropic-messages/m"));
        QCOMPARE(odd.field("x-signalbox-dropped"), QByteArray("answer.a??b?c_tool_result"));
    }

    void aHostIsAskedAgainOnceOnly()
    {
        m_provider.answerStatus(400, kNoTemperature);
        m_provider.answerStatus(400, kNoTopP);
        const QByteArray body = filled(kWarmMessages, "openai-chat/stubborn");
        QCOMPARE(ask("/anthropic/v1/messages", body).status, 400);
        QCOMPARE(m_provider.requests.size(), 2);
        m_provider.answerStream(smallAnswer("openai-chat")); // both have been learnt
        QCOMPARE(ask("/anthropic/v1/messages", body).field("x-signalbox-dropped"),
                 QByteArray("temperature,top_p"));
    }

    void aCallThatItsHostRefusedIsPassedOn_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("translated") << QByteArray("/anthropic/v1/messages") << QByteArray(kToolMessages)
                                    << QByteArray("\"stop_reason\":\"tool_use\"");
        QTest::newRow("of the same format") << QByteArray("/v1/chat/completions") << QByteArray(kToolChat)
                                            << QByteArray("\"finish_reason\":\"tool_calls\"");
    }
    void aCallThatItsHostRefusedIsPassedOn()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, words);
        m_provider.answerStatus(400, kFailedCall);
        const RawAnswer answer = ask(path, QByteArray(body).replace("{tool}", "go"));
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(answer.body.contains(words), answer.body.constData());
        QVERIFY2(answer.body.contains("\"name\":\"go\""), answer.body.constData());
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Ok);
        QVERIFY(record->usage && record->usage->estimated);

        m_provider.answerStatus(400, kFailedCall);
        QCOMPARE(ask(path, QByteArray(body).replace("{tool}", "stay")).status, 400);
    }

    void whatMayNotBeLeftOutIsToldToTheClient_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("what the client itself wrote")
            << QByteArray("/v1/chat/completions") << QByteArray(kWarmChat) << QByteArray(kNoTemperature);
        QTest::newRow("messages") << QByteArray("/anthropic/v1/messages") << QByteArray(kWarmMessages)
                                  << QByteArray(kNoMessages);
        QTest::newRow("what was not sent")
            << QByteArray("/anthropic/v1/messages") << QByteArray(kCountBody) << QByteArray(kNoTopP);
    }
    void whatMayNotBeLeftOutIsToldToTheClient()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, error);
        m_provider.answerStatus(400, error);
        const RawAnswer answer = ask(path, filled(body, "openai-chat/picky"));
        QCOMPARE(answer.status, 400);
        QCOMPARE(m_provider.requests.size(), 1);
    }

    void aCutStreamEndsWithAnError_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("passed through") << QByteArray("/anthropic/v1/messages") << QByteArray(kMessagesBody)
                                        << QByteArray("event: error");
        QTest::newRow("translated for Gemini")
            << QByteArray("/genai/v1beta/models/claude/claude-x:streamGenerateContent?alt=sse")
            << QByteArray(kContentsBody) << QByteArray("\"error\":{\"code\":");
    }
    void aCutStreamEndsWithAnError()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, error);
        m_provider.answerStream(kCutMessages, false);
        const RawAnswer answer = ask(path, body);
        QVERIFY(answer.body.contains("Clear"));
        QVERIFY2(answer.body.contains(error), answer.body.constData());
        QVERIFY(!answer.body.contains("message_stop"));
        const auto record = m_gateway->record(answer.field("x-request-id"));
        QVERIFY(record);
        QVERIFY(record->outcome == record::Outcome::Cut);
    }
};

QTEST_GUILESS_MAIN(TestSurfaces)
#include "tst_surfaces.moc"
