// Google's cloud through the whole gateway: tokens for accounts, Gemini and Claude on one provider.
#include "support/lying_provider.h"
#include "support/raw_answer.h"
#include "support/running_gateway.h"
#include "support/small_answers.h"
#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over quotes in raw strings
#    include "support/account_key.h"
#endif

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::test;
using control::ProviderTest;
using Verdict = control::ProviderTest::Verdict;

namespace {

constexpr const char *kCloudPath = "/v1/projects/p/locations/l";

QByteArray answering(const QByteArray &status, const QByteArray &body,
                     const QByteArray &type = "application/json")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray tokenAnswer(const QByteArray &token, int lifetime = 3600)
{
    return answering("200 OK", "{\"access_token\":\"" + token +
                                   "\",\"expires_in\":" + QByteArray::number(lifetime) + "}");
}

QByteArray refusal()
{
    return answering("400 Bad Request",
                     R"({"error":"invalid_grant","error_description":"Invalid grant: account not found"})");
}

QByteArray streamed(const QByteArray &format)
{
    return answering("200 OK", smallAnswer(format), "text/event-stream");
}

QByteArray address(quint16 port, const char *path)
{
    return "http://127.0.0.1:" + QByteArray::number(port) + path;
}

QByteArray entry(const QByteArray &id, quint16 port, const QByteArray &variable)
{
    return "{\"id\":\"" + id + "\",\"kind\":\"vertex\",\"base_url\":\"" + address(port, kCloudPath) +
           "\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:" + variable +
           "\"}],\"retry\":{\"max\":0,\"base_ms\":1,\"max_ms\":1},\"models\":[{\"id\":\"gemini-3-pro\"}]}";
}

nlohmann::json bodyOf(const QByteArray &request)
{
    const QByteArray body = request.mid(request.indexOf("\r\n\r\n") + 4);
    return nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
}

quint16 closedPort()
{
    QTcpServer closed; // nobody listens on it any more
    closed.listen(QHostAddress::LocalHost);
    return closed.serverPort();
}

} // namespace

class TestVertex : public QObject
{
    Q_OBJECT

private:
    const AccountKey m_account;
    LyingProvider m_cloud;
    LyingProvider m_tokens;
    std::unique_ptr<RunningGateway> m_gateway;

    /// Starts the program with the account as the only provider's key.
    void start(const QByteArray &account)
    {
        qputenv("SIGNALBOX_TEST_ACCOUNT", account);
        m_gateway = std::make_unique<RunningGateway>(
            "direct", entry("vertex", m_cloud.port(), "SIGNALBOX_TEST_ACCOUNT"));
        QVERIFY2(m_gateway->problem.empty(), m_gateway->problem.c_str());
    }
    [[nodiscard]] QByteArray accountJson() const
    {
        return m_account.json(address(m_tokens.port(), "/token"));
    }

    RawAnswer chat(const QByteArray &model)
    {
        return askOnce(
            m_gateway->port(),
            modelCall("{\"model\":\"vertex/" + model +
                          "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                      RunningGateway::kKey, "Connection: close\r\n", "/v1/chat/completions"));
    }

    ProviderTest tested()
    {
        auto future = m_gateway->providers().test("vertex", {});
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000) || future.resultCount() == 0)
            return {.provider = "no answer"};
        const auto test = future.result();
        return test ? *test : ProviderTest{.provider = "refused", .problem = test.error().message};
    }

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void cleanup() { m_gateway.reset(); }

    void geminiIsAskedWithTheToken()
    {
        m_tokens.setLie({.bytes = tokenAnswer("ya29.first-token")});
        m_cloud.setLie({.bytes = streamed("gemini")});
        start(accountJson());
        QTRY_COMPARE(chat("gemini-3-pro").status, 200);
        const QByteArray request = m_cloud.lastRequest;
        QVERIFY2(request.startsWith(QByteArray("POST ") + kCloudPath +
                                    "/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse "),
                 request.constData());
        QVERIFY(request.contains("\r\nAuthorization: Bearer ya29.first-token\r\n"));
        QVERIFY(!request.contains("PRIVATE KEY"));
        QCOMPARE(m_tokens.requests, 1);
    }

    void whileATokenIsAwaitedRequestsAreToldToWait()
    {
        m_tokens.setLie({.bytes = {}, .then = Lie::Then::Stay});
        start(accountJson());
        const RawAnswer answer = chat("gemini-3-pro");
        QCOMPARE(answer.status, 503);
        QVERIFY2(answer.body.contains("token"), answer.body.constData());
    }

    void aRefusedAccountIsTold()
    {
        m_tokens.setLie({.bytes = refusal()});
        start(accountJson());
        QTRY_VERIFY(chat("gemini-3-pro").body.contains("account not found"));
    }

    void aNewTokenTakesThePlaceOfTheOld()
    {
        m_tokens.setLie({.bytes = tokenAnswer("ya29.first-token", 4)});
        m_cloud.setLie({.bytes = streamed("gemini")});
        start(accountJson());
        QTRY_COMPARE(chat("gemini-3-pro").status, 200);
        m_tokens.setLie({.bytes = tokenAnswer("ya29.second-token")});
        QTRY_COMPARE_WITH_TIMEOUT(m_tokens.requests, 1, 10'000);
        QTRY_VERIFY(chat("gemini-3-pro").status == 200 &&
                    m_cloud.lastRequest.contains("\r\nAuthorization: Bearer ya29.second-token\r\n"));
    }

    void aPastedTokenIsSentAsItIs()
    {
        m_cloud.setLie({.bytes = streamed("gemini")});
        start("ya29.pasted-token");
        QCOMPARE(chat("gemini-3-pro").status, 200);
        QVERIFY(m_cloud.lastRequest.contains("\r\nAuthorization: Bearer ya29.pasted-token\r\n"));
    }

    void claudeIsAskedInItsOwnFormat()
    {
        m_cloud.setLie({.bytes = streamed("anthropic-messages")});
        start("ya29.pasted-token");
        const RawAnswer answer = chat("claude-opus-5@20260101");
        QVERIFY2(answer.status == 200 && answer.body.contains("Clear line ahead."), answer.body.constData());
        const QByteArray request = m_cloud.lastRequest;
        QVERIFY2(request.startsWith(
                     QByteArray("POST ") + kCloudPath +
                     "/publishers/anthropic/models/claude-opus-5@20260101:streamRawPredict HTTP/1.1\r\n"),
                 request.constData());
        QVERIFY(!request.contains("\r\nanthropic-version:"));
        const nlohmann::json body = bodyOf(request);
        QVERIFY2(!body.contains("model"), body.dump().c_str());
        QVERIFY(body["anthropic_version"] == "vertex-2023-10-16" && body["stream"] == true);
    }

    void messagesPassWithTheVersionInTheModelsPlace()
    {
        m_cloud.setLie({.bytes = streamed("anthropic-messages")});
        start("ya29.pasted-token");
        const QByteArray body =
            "{\"max_tokens\":5, \"model\" : \"vertex/claude-x\",\"stream\":true,"
            "\"messages\":[{\"role\":\"user\",\"content\":\"\\\"model\\\"\"}],\"new\":[1]}";
        const RawAnswer answer =
            askOnce(m_gateway->port(),
                    modelCall(body, RunningGateway::kKey, "Connection: close\r\n", "/anthropic/v1/messages"));
        QCOMPARE(answer.body, smallAnswer("anthropic-messages"));
        QByteArray sent = body;
        sent.replace("\"model\" : \"vertex/claude-x\"", "\"anthropic_version\":\"vertex-2023-10-16\"");
        QCOMPARE(m_cloud.lastRequest.mid(m_cloud.lastRequest.indexOf("\r\n\r\n") + 4), sent);
    }

    void messagesWithAVersionAreWrittenAnew()
    {
        m_cloud.setLie({.bytes = streamed("anthropic-messages")});
        start("ya29.pasted-token");
        const QByteArray body =
            "{\"anthropic_version\":\"vertex-0\",\"max_tokens\":5,\"model\":\"vertex/claude-x\","
            "\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        const RawAnswer answer =
            askOnce(m_gateway->port(),
                    modelCall(body, RunningGateway::kKey, "Connection: close\r\n", "/anthropic/v1/messages"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(m_cloud.lastRequest.count("anthropic_version"), 1);
        QVERIFY(bodyOf(m_cloud.lastRequest)["anthropic_version"] == "vertex-2023-10-16");
    }

    void tokensOfClaudeAreCounted()
    {
        m_cloud.setLie({.bytes = answering("200 OK", "{\"input_tokens\":42}")});
        start("ya29.pasted-token");
        const RawAnswer answer = askOnce(
            m_gateway->port(),
            modelCall("{\"model\":\"vertex/claude-x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                      RunningGateway::kKey, "Connection: close\r\n", "/anthropic/v1/messages/count_tokens"));
        QVERIFY2(answer.body.contains("42"), answer.body.constData());
        QVERIFY(m_cloud.lastRequest.startsWith(QByteArray("POST ") + kCloudPath +
                                               "/publishers/anthropic/models/count-tokens:rawPredict "));
        QVERIFY(bodyOf(m_cloud.lastRequest)["model"] == "claude-x");
    }

    void vectorsAreAskedForAsTheModelHasThem_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("member");
        QTest::newRow("Gemini") << QByteArray("gemini-embedding-001") << QByteArray("batchEmbedContents")
                                << QByteArray("{\"embeddings\":[{\"values\":[0.5,-1]}]}")
                                << QByteArray("requests");
        QTest::newRow("an older one")
            << QByteArray("text-embedding-005") << QByteArray("predict")
            << QByteArray("{\"predictions\":[{\"embeddings\":{\"values\":[0.5,-1],\"statistics\":"
                          "{\"token_count\":1}}}]}")
            << QByteArray("instances");
    }
    void vectorsAreAskedForAsTheModelHasThem()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, member);
        m_cloud.setLie({.bytes = answering("200 OK", given)});
        start("ya29.pasted");
        const RawAnswer answer = askOnce(
            m_gateway->port(),
            modelCall("{\"requests\":[{\"model\":\"models/x\",\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}",
                      RunningGateway::kKey, "Connection: close\r\n",
                      "/genai/v1beta/models/vertex/" + model + ":batchEmbedContents"));
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY2(answer.body.contains("[0.5,-1]"), answer.body.constData());
        QVERIFY2(m_cloud.lastRequest.startsWith(QByteArray("POST ") + kCloudPath +
                                                "/publishers/google/models/" + model + ':' + method + ' '),
                 m_cloud.lastRequest.constData());
        QVERIFY(bodyOf(m_cloud.lastRequest).contains(member.toStdString()));
        QVERIFY(!m_cloud.lastRequest.contains("models/x"));
    }

    void theCloudListsItsModels()
    {
        m_cloud.setLie(
            {.bytes = answering("200 OK", "{\"publisherModels\":[{\"name\":"
                                          "\"publishers/google/models/gemini-from-the-list\"}]}")});
        start("ya29.pasted");
        auto future = m_gateway->providers().fetchModels("vertex");
        QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }, 20'000) && future.resultCount() > 0);
        const auto offered = future.result();
        QVERIFY2(offered, offered ? "" : offered.error().message.c_str());
        QVERIFY(std::ranges::any_of(offered->models, [](const control::OfferedModel &model) {
            return model.id == "gemini-from-the-list" && model.listed;
        }));
        QVERIFY2(m_cloud.lastRequest.startsWith("GET /v1beta1/publishers/google/models?pageSize=100 "),
                 m_cloud.lastRequest.constData());
        QVERIFY(m_cloud.lastRequest.contains("\r\nx-goog-user-project: p\r\n"));
        QVERIFY(m_cloud.lastRequest.contains("\r\nAuthorization: Bearer ya29.pasted\r\n"));
    }

    void testsWaitForTheToken()
    {
        m_tokens.setLie({.bytes = tokenAnswer("ya29.first-token")});
        m_cloud.setLie({.bytes = streamed("gemini")});
        start(accountJson());
        const ProviderTest test = tested();
        QVERIFY2(test.verdict == Verdict::Answered, test.problem.c_str());
        QCOMPARE(QByteArray::fromStdString(test.said), QByteArray("Clear line ahead."));
    }

    void testsOfDraftsWaitForTheToken()
    {
        m_tokens.setLie({.bytes = tokenAnswer("ya29.of-a-draft")});
        m_cloud.setLie({.bytes = streamed("gemini")});
        start("ya29.pasted-token");
        config::Provider draft;
        draft.id = "draft";
        draft.kind = "vertex";
        draft.baseUrl = address(m_cloud.port(), kCloudPath).toStdString();
        config::ProviderKey key;
        key.id = "main";
        key.secret = "env:SIGNALBOX_TEST_NOT_SET";
        draft.keys.push_back(key);
        config::ModelEntry model;
        model.id = "gemini-3-pro";
        draft.models.push_back(model);
        auto future = m_gateway->providers().testDraft(draft, {}, Secret(accountJson().toStdString()));
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result() && future.result()->verdict == Verdict::Answered);
        QVERIFY(m_cloud.lastRequest.contains("\r\nAuthorization: Bearer ya29.of-a-draft\r\n"));
    }

    void testsSayWhatIsWrongWithAnAccount_data()
    {
        QTest::addColumn<QByteArray>("account");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QByteArray>("advice");
        const auto row = [](const char *name, const QByteArray &account, const QByteArray &answer,
                            Verdict verdict, const char *advice) {
            QTest::newRow(name) << account << answer << int(verdict) << QByteArray(advice);
        };
        const QByteArray good = accountJson();
        row("refused", good, refusal(), Verdict::RefusedKey, "account not found");
        row("refused, and quoted", good,
            answering("401 Unauthorized", "{\"error\":\"invalid_client\",\"error_description\":"
                                          "\"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.x\"}"),
            Verdict::RefusedKey, "***");
        row("the token service is down", good, answering("503 Oh", ""), Verdict::ProviderError, "503");
        row("nobody listens", m_account.json(address(closedPort(), "/token")), {}, Verdict::Unreachable,
            "token_uri");
        row("no service account", "{\"type\":\"external_account\"}", {}, Verdict::NoSecret,
            "service account");
        row("no private key",
            "{\"type\":\"service_account\",\"client_email\":\"e\",\"private_key\":\"sk-planted-words\"}", {},
            Verdict::NoSecret, "private_key");
    }
    void testsSayWhatIsWrongWithAnAccount()
    {
        QFETCH(QByteArray, account);
        QFETCH(QByteArray, answer);
        QFETCH(int, verdict);
        QFETCH(QByteArray, advice);
        m_tokens.setLie({.bytes = answer});
        start(account);
        m_cloud.setLie({.bytes = streamed("gemini")});
        const ProviderTest test = tested();
        QVERIFY2(int(test.verdict) == verdict, test.problem.c_str());
        QVERIFY2(test.problem.find(advice.toStdString()) != std::string::npos, test.problem.c_str());
        QVERIFY2(test.problem.find("planted") == std::string::npos, test.problem.c_str());
        QVERIFY2(test.problem.find("RSUzI1NiIsInR5") == std::string::npos, test.problem.c_str());
        QVERIFY2(test.problem.find("127.0.0.1") == std::string::npos, test.problem.c_str());
        QCOMPARE(m_cloud.requests, 0);
    }
};

QTEST_GUILESS_MAIN(TestVertex)
#include "tst_vertex.moc"
