// Claude on Amazon Bedrock through the whole gateway: asked by Invoke, whose streams are events of
// Anthropic's API in AWS' frames, for clients of that API and of another one; counting of tokens.
#include "support/lying_provider.h"
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/small_answers.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr const char *kClaude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
constexpr const char *kClaudePath = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0";
constexpr const char *kMessages = "/anthropic/v1/messages";
constexpr const char *kResponses = "/v1/responses";

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
const QByteArray kWhole =
    R"({"id":"msg_bdrk_1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"Clear line ahead."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":5},"new":1})";
const char *const kStart =
    R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":11,"output_tokens":1}}})";
const char *const kBlock =
    R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})";
const char *const kText =
    R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Clear"}})";
#endif

QByteArray answering(const QByteArray &status, const QByteArray &body,
                     const QByteArray &type = "application/json")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray streamed(const QByteArray &frames)
{
    return answering("200 OK", frames, "application/vnd.amazon.eventstream");
}

QByteArray beginning()
{
    return QByteArray::fromStdString(chunkFrame(kStart) + chunkFrame(kBlock) + chunkFrame(kText));
}

nlohmann::json json(const QByteArray &text)
{
    return nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
}

QByteArray body(const QByteArray &request)
{
    return request.mid(request.indexOf("\r\n\r\n") + 4);
}

} // namespace

class TestBedrock : public QObject
{
    Q_OBJECT

private:
    LyingProvider m_cloud;
    std::unique_ptr<RunningGateway> m_gateway;

    RawAnswer ask(const QByteArray &path, const QByteArray &text, const QByteArray &fields = {})
    {
        return askOnce(m_gateway->port(),
                       modelCall(text, RunningGateway::kKey, "Connection: close\r\n" + fields, path));
    }
    /// A client's request of either API.
    RawAnswer asked(const QByteArray &path, bool stream, const QByteArray &model = kClaude)
    {
        const QByteArray words = path == kMessages
                                     ? "\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"
                                     : "\"input\":\"x\"";
        return ask(path, "{\"model\":\"bedrock/" + model + "\",\"stream\":" + (stream ? "true" : "false") +
                             "," + words + "}");
    }

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        const QByteArray entry =
            "{\"id\":\"bedrock\",\"kind\":\"bedrock\",\"base_url\":\"http://127.0.0.1:" +
            QByteArray::number(m_cloud.port()) +
            "\",\"variables\":{\"region\":\"eu-test-1\"},\"keys\":[{\"id\":\"main\",\"secret\":"
            "\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}],\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1}}";
        m_gateway = std::make_unique<RunningGateway>(qgetenv("SIGNALBOX_TRANSPORT"), entry);
        QVERIFY2(m_gateway->problem.empty(), m_gateway->problem.c_str());
    }
    void cleanupTestCase() { m_gateway.reset(); }

    void eventsReachAnthropicsClientsUnchanged()
    {
        m_cloud.setLie({.bytes = streamed(invokeAnswer())});
        const RawAnswer answer = asked(kMessages, true);
        QCOMPARE(answer.body, QByteArray(kAnthropicAnswer));
        QVERIFY(answer.field("content-type").startsWith("text/event-stream"));
        QVERIFY2(m_cloud.lastRequest.startsWith(QByteArray("POST ") + kClaudePath +
                                                "/invoke-with-response-stream HTTP/1.1\r\n"),
                 m_cloud.lastRequest.constData());
        QVERIFY(m_cloud.lastRequest.contains("\r\nAuthorization: Bearer sk-of-the-provider\r\n"));
    }

    void aWholeAnswerReachesAnthropicsClientsUnchanged()
    {
        m_cloud.setLie({.bytes = answering("200 OK", kWhole)});
        QCOMPARE(asked(kMessages, false).body, kWhole);
        QVERIFY2(m_cloud.lastRequest.startsWith(QByteArray("POST ") + kClaudePath + "/invoke HTTP/1.1\r\n"),
                 m_cloud.lastRequest.constData());
    }

    void requestsPassWithoutWhatThePathTells()
    {
        m_cloud.setLie({.bytes = streamed(invokeAnswer())});
        const RawAnswer answer =
            ask(kMessages,
                QByteArray("{\"max_tokens\":5,\"model\":\"bedrock/") + kClaude +
                    "\",\"stream\":true,\"metadata\":{\"user_id\":\"u\"},\"messages\":[{\"role\":\"user\","
                    "\"content\":\"x\"}],\"new\":[1]}",
                "anthropic-beta: context-1m-2025-08-07,claude-code-20250219\r\n");
        QCOMPARE(body(m_cloud.lastRequest),
                 QByteArray("{\"max_tokens\":5,\"anthropic_version\":\"bedrock-2023-05-31\","
                            "\"anthropic_beta\":[\"context-1m-2025-08-07\"],\"messages\":[{\"role\":\"user\","
                            "\"content\":\"x\"}],\"new\":[1]}"));
        QVERIFY(!m_cloud.lastRequest.contains("\r\nanthropic-"));
        QCOMPARE(answer.field("x-signalbox-dropped"), QByteArray("anthropic-beta,metadata"));
    }

    void otherClientsAreTranslated_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("streamed") << true;
        QTest::newRow("whole") << false;
    }
    void otherClientsAreTranslated()
    {
        QFETCH(bool, stream);
        m_cloud.setLie({.bytes = stream ? streamed(invokeAnswer()) : answering("200 OK", kWhole)});
        const RawAnswer answer = asked(kResponses, stream);
        QVERIFY2(answer.status == 200 && answer.body.contains("Clear line ahead."), answer.body.constData());
        QVERIFY(answer.body.contains("\"input_tokens\":11"));
        QCOMPARE(answer.body.contains("event: response.completed"), stream);
        const nlohmann::json sent = json(body(m_cloud.lastRequest));
        QVERIFY2(!sent.contains("model") && !sent.contains("stream"), sent.dump().c_str());
        QVERIFY(sent["anthropic_version"] == "bedrock-2023-05-31" && sent["max_tokens"] > 0);
        QVERIFY(m_cloud.lastRequest.startsWith(QByteArray("POST ") + kClaudePath + "/invoke" +
                                               (stream ? "-with-response-stream " : " ")));
    }

    void betasAreToldWhereTheRequestIsWrittenAnew()
    {
        m_cloud.setLie({.bytes = answering("200 OK", kWhole)});
        const RawAnswer answer =
            ask(kMessages,
                QByteArray("{\"anthropic_version\":\"old\",\"max_tokens\":5,\"model\":\"bedrock/") + kClaude +
                    "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "Anthropic-Beta: context-1m-2025-08-07\r\n");
        QCOMPARE(answer.status, 200);
        const nlohmann::json sent = json(body(m_cloud.lastRequest));
        QVERIFY2(sent["anthropic_beta"] == nlohmann::json::array({"context-1m-2025-08-07"}),
                 sent.dump().c_str());
        QVERIFY(sent["anthropic_version"] == "bedrock-2023-05-31");
    }

    void otherModelsAreAskedByConverse()
    {
        m_cloud.setLie({.bytes = streamed(converseAnswer())});
        const RawAnswer answer = asked(kMessages, true, "amazon.nova-pro-v1:0");
        QVERIFY2(answer.body.contains("Clear line ahead."), answer.body.constData());
        QVERIFY(m_cloud.lastRequest.startsWith("POST /model/amazon.nova-pro-v1%3A0/converse-stream "));
    }

    void streamsThatFailSaySo_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("said");
        const QByteArray throttled =
            beginning() +
            QByteArray::fromStdString(exceptionFrame("throttlingException", "{\"message\":\"slow down\"}"));
        QByteArray broken = beginning() + QByteArray::fromStdString(chunkFrame(kText));
        broken[broken.size() - 9] = static_cast<char>(broken[broken.size() - 9] ^ 1);
        const QByteArray noBase64 =
            beginning() + QByteArray::fromStdString(eventFrame("chunk", "{\"bytes\":\"{}\"}"));
        for (const char *path : {kMessages, kResponses}) {
            const QByteArray client = path == kMessages ? "Anthropic: " : "Responses: ";
            const auto row = [&](const char *name, const QByteArray &stream, const QByteArray &said) {
                QTest::newRow((client + name).constData()) << QByteArray(path) << streamed(stream) << said;
            };
            row("an exception", throttled, "slow down");
            row("a wrong checksum", broken, "checksum");
            row("no base64", noBase64, "base64");
            row("an end too early", beginning(), "closed");
        }
    }
    void streamsThatFailSaySo()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, said);
        m_cloud.setLie({.bytes = stream});
        const RawAnswer answer = asked(path, true);
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.body.contains("Clear") && answer.body.contains(said), answer.body.constData());
        const bool isAnthropic = path == kMessages;
        QVERIFY2(answer.body.count(isAnthropic ? "event: error\n" : "event: response.failed\n") == 1,
                 answer.body.constData());
        QVERIFY(!answer.body.contains(isAnthropic ? "message_stop" : "response.completed"));
    }

    void exceptionsAtTheBeginningAreAnswersOfTheirOwn()
    {
        m_cloud.setLie({.bytes = streamed(QByteArray::fromStdString(
                            exceptionFrame("throttlingException", "{\"message\":\"slow down\"}")))});
        const RawAnswer answer = asked(kMessages, true);
        QCOMPARE(answer.status, 429);
        QVERIFY2(answer.body.contains("slow down"), answer.body.constData());
    }

    void refusalsAreRead()
    {
        m_cloud.setLie({.bytes = answering("400 Bad Request",
                                           "{\"message\":\"The provided model identifier is invalid.\"}")});
        const RawAnswer answer = asked(kMessages, false);
        QCOMPARE(answer.status, 404);
        QVERIFY2(answer.body.contains("model identifier is invalid"), answer.body.constData());
    }

    void tokensAreCounted_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("way");
        QTest::newRow("Claude") << QByteArray(kClaude)
                                << QByteArray(
                                       "/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens")
                                << QByteArray("invokeModel");
        QTest::newRow("another model")
            << QByteArray("eu.amazon.nova-pro-v1:0")
            << QByteArray("/model/amazon.nova-pro-v1%3A0/count-tokens") << QByteArray("converse");
    }
    void tokensAreCounted()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, way);
        m_cloud.setLie({.bytes = answering("200 OK", "{\"inputTokens\":18}")});
        const QByteArray question =
            "{\"model\":\"bedrock/" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        const RawAnswer answer = ask(QByteArray(kMessages) + "/count_tokens", question);
        QVERIFY2(json(answer.body) == nlohmann::json({{"input_tokens", 18}}), answer.body.constData());
        QVERIFY(answer.field("x-signalbox-estimated").isEmpty());
        QVERIFY2(m_cloud.lastRequest.startsWith("POST " + path + " HTTP/1.1\r\n"),
                 m_cloud.lastRequest.constData());
        const nlohmann::json sent = json(body(m_cloud.lastRequest));
        QVERIFY2(sent["input"].contains(way.toStdString()) && sent["input"].size() == 1, sent.dump().c_str());
        if (way == "converse")
            QVERIFY2(!sent["input"]["converse"].contains("inferenceConfig"), sent.dump().c_str());
    }

    void whoDoesNotCountIsEstimated()
    {
        m_cloud.setLie({.bytes = answering("400 Bad Request",
                                           "{\"message\":\"The provided model doesn't support counting "
                                           "tokens.\"}")});
        const RawAnswer answer = ask(QByteArray(kMessages) + "/count_tokens",
                                     QByteArray("{\"model\":\"bedrock/") + kClaude +
                                         "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("x-signalbox-estimated"), QByteArray("1"));
        QVERIFY2(json(answer.body)["input_tokens"] > 0, answer.body.constData());
    }
};

QTEST_GUILESS_MAIN(TestBedrock)
#include "tst_bedrock.moc"
