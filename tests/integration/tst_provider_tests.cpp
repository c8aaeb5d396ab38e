// Tests of providers through the whole gateway, against a fake on loopback: every row of the catalogue sends
// the request its host wants, and every way in which a host can fail has its verdict and says what to do.
#include "catalog/catalog.h"
#include "support/aws_verification.h"
#include "support/lying_provider.h"
#include "support/raw_peer.h"
#include "support/running_gateway.h"
#include "support/small_answers.h"
#include "support/tls_identity.h"
#include "support/transports.h"
#include "wire/format.h"

#include <nlohmann/json.hpp>

#include <QTest>
#include <QUrl>

#include <map>

using namespace signalbox;
using namespace signalbox::test;
using control::ProviderTest;
using Verdict = control::ProviderTest::Verdict;

namespace {

/// The format that the gateway asks a row's host in: the first it speaks, else the first of all.
QByteArray formatOf(const catalog::ProviderRow &row)
{
    for (const std::string &format : row.wire) {
        if (const auto known = wire::formatFromString(format); known && wire::codecFor(*known) != nullptr)
            return QByteArray::fromStdString(format);
    }
    return QByteArray::fromStdString(row.wire.front());
}

/// The path that the host's address has, its variables filled with "x".
QByteArray pathOf(const catalog::ProviderRow &row, const QByteArray &format)
{
    std::string url = row.baseUrlFor(format.toStdString());
    if (url.empty())
        return "/v1";
    std::map<std::string, std::string> variables;
    for (const std::string &name : row.variables())
        variables[name] = "x";
    url = catalog::fillUrl(url, variables).value();
    return QUrl(QString::fromStdString(url)).path().toUtf8();
}

/// Path and query that a row's request begins and ends with, its variables filled with "x".
QByteArray targetOf(const catalog::ProviderRow &row, const QByteArray &path)
{
    QByteArray target = path;
    target.replace("{model}", "probe-model");
    if (row.query.empty())
        return target;
    std::map<std::string, std::string> variables;
    for (const std::string &name : row.variables())
        variables[name] = "x";
    return target + '?' + QByteArray::fromStdString(catalog::fillUrl(row.query, variables).value());
}

QByteArray variablesOf(const catalog::ProviderRow &row)
{
    QByteArray members;
    for (const std::string &name : row.variables())
        members += (members.isEmpty() ? "\"" : ",\"") + QByteArray::fromStdString(name) + "\":\"x\"";
    return ",\"variables\":{" + members + '}';
}

/// Behind that address; a row may say that its models stand elsewhere.
QByteArray suffixOf(const QByteArray &format, const catalog::FieldValues &dialect = {})
{
    if (const auto folder = dialect.find("modelsPath"); format == "gemini" && folder != dialect.end())
        return suffixOf(format).replace("/models/",
                                        QByteArray::fromStdString(std::get<std::string>(folder->second)));
    static const std::map<QByteArray, QByteArray> paths{
        {"openai-responses", "/responses"},
        {"openai-chat", "/chat/completions"},
        {"anthropic-messages", "/v1/messages"},
        {"gemini", "/models/probe-model:streamGenerateContent?alt=sse"},
        {"cohere", "/chat"},
        {"ollama", "/api/chat"},
        {"bedrock-converse", "/model/probe-model/converse-stream"}};
    return paths.at(format);
}

QByteArray answering(const QByteArray &status, const QByteArray &type, const QByteArray &body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray streamed(const QByteArray &format)
{
    const QByteArray type = format == "ollama"             ? "application/x-ndjson"
                            : format.startsWith("bedrock") ? "application/vnd.amazon.eventstream"
                                                           : "text/event-stream; charset=utf-8";
    return answering("200 OK", type, smallAnswer(format));
}

QByteArray entry(const QByteArray &id, const QByteArray &kind, const QByteArray &url,
                 const QByteArray &more = {})
{
    return "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"base_url\":\"" + url +
           "\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:SIGNALBOX_TEST_PROVIDER_KEY\"}]," +
           "\"models\":[{\"id\":\"probe-model\",\"price\":{\"input_per_mtok\":1,\"output_per_mtok\":2}}]" +
           more + "}";
}

const SignerOnRecord kSigner{"ASIAOFTHETESTS000000", "planted/Secret+Access/Key", "planted-session-token=="};

/// Bedrock at the fake, with credentials in a variable.
QByteArray awsEntry(const QByteArray &id, quint16 port, const QByteArray &variable,
                    const QByteArray &more = {})
{
    return "{\"id\":\"" + id +
           "\",\"kind\":\"bedrock\",\"base_url\":\"http://127.0.0.1:" + QByteArray::number(port) +
           "\",\"keys\":[{\"id\":\"main\",\"secret\":\"env:" + variable +
           "\"}],\"retry\":{\"max\":1,\"base_ms\":1,\"max_ms\":1},\"models\":[{\"id\":\"probe-model\"}]" +
           more + "},";
}

QByteArray local(quint16 port, const QByteArray &path = {}, const char *scheme = "http")
{
    return QByteArray(scheme) + "://127.0.0.1:" + QByteArray::number(port) + path;
}

QByteArray headOf(const QByteArray &request)
{
    return request.left(request.indexOf("\r\n\r\n") + 2);
}

nlohmann::json bodyOf(const QByteArray &request)
{
    const QByteArray body = request.mid(request.indexOf("\r\n\r\n") + 4);
    return nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
}

ProviderTest tested(RunningGateway &gateway, const QByteArray &provider, const QByteArray &key = {})
{
    auto future = gateway.providers().test(provider.toStdString(), key.toStdString());
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000) || future.resultCount() == 0)
        return {.provider = "no answer"};
    const auto test = future.result();
    return test ? *test : ProviderTest{.provider = "refused", .problem = test.error().message};
}

QByteArray text(const std::string &from)
{
    return QByteArray::fromStdString(from);
}

} // namespace

class TestProviderTests : public QObject
{
    Q_OBJECT

private:
    LyingProvider m_fake;
    LyingProvider m_silent;
    TlsIdentity m_stranger; ///< nobody vouches for it
    std::unique_ptr<LyingProvider> m_tls;
    std::unique_ptr<RunningGateway> m_gateway;

    void openGateway(const QByteArray &transport)
    {
        QByteArray entries;
        for (const catalog::ProviderRow &row : catalog::Catalog::builtIn()->providers()) {
            if (row.simulated)
                continue;
            const QByteArray id = text(row.id);
            entries +=
                entry(id, id, local(m_fake.port(), '/' + id + pathOf(row, formatOf(row))), variablesOf(row)) +
                ',';
        }
        for (const QByteArray format : {"gemini", "cohere", "ollama"})
            entries += entry("only-" + format, "openai-compatible", local(m_fake.port(), "/only"),
                             ",\"wire\":\"" + format + '"') +
                       ',';
        QTcpServer closed; // a port that nobody listens on any more
        closed.listen(QHostAddress::LocalHost);
        entries += entry("closed", "openai", local(closed.serverPort(), "/v1")) + ',';
        entries += entry("stranger", "openai", local(m_tls->port(), "/v1", "https")) + ',';
        entries += entry("nowhere", "openai", "http://nobody.invalid/v1") + ',';
        entries += entry("silent", "openai", local(m_silent.port(), "/v1"),
                         ",\"timeouts\":{\"first_byte_ms\":200}") +
                   ',';
        const QByteArray region = ",\"variables\":{\"region\":\"eu-test-1\"}";
        qputenv("SIGNALBOX_TEST_AWS",
                QByteArray::fromStdString(kSigner.accessKeyId + ':' + kSigner.secretAccessKey + ':' +
                                          kSigner.sessionToken));
        qputenv("SIGNALBOX_TEST_AWS_ID", kSigner.accessKeyId.c_str());
        entries += awsEntry("signed", m_fake.port(), "SIGNALBOX_TEST_AWS", region) +
                   awsEntry("signed-messages", m_fake.port(), "SIGNALBOX_TEST_AWS",
                            region + ",\"wire\":\"anthropic-messages\"") +
                   awsEntry("signed-responses", m_fake.port(), "SIGNALBOX_TEST_AWS",
                            region + ",\"wire\":\"openai-responses\"") +
                   awsEntry("half", m_fake.port(), "SIGNALBOX_TEST_AWS_ID", region) +
                   awsEntry("no-region", m_fake.port(), "SIGNALBOX_TEST_AWS");
        entries += "{\"id\":\"unset\",\"kind\":\"openai\",\"keys\":[{\"id\":\"a\",\"secret\":"
                   "\"env:SIGNALBOX_TEST_NOT_SET\"}]},";
        entries += "{\"id\":\"keyless\",\"kind\":\"groq\"},";
        entries += "{\"id\":\"sim\",\"kind\":\"simulated\",\"tokens_per_second\":50000,\"first_token_ms\":1}";
        m_gateway = std::make_unique<RunningGateway>(transport, entries);
        QCOMPARE(text(m_gateway->problem), QByteArray());
    }

    /// A client's streamed request through the gateway, and all that it answers.
    QByteArray asked(const QByteArray &path, const QByteArray &model)
    {
        const QByteArray body = "{\"model\":\"" + model +
                                "\",\"stream\":true,\"max_tokens\":16,\"messages\":[{\"role\":\"user\","
                                "\"content\":\"hello\"}]}";
        const auto socket = RawSocket::connectTo(m_gateway->port());
        socket->send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: " +
                     "Bearer " + RunningGateway::kKey +
                     "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        (void)QTest::qWaitFor([&] { return socket->isClosed; }, 20'000);
        return socket->received;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_tls = std::make_unique<LyingProvider>(m_stranger.serverConfiguration());
        m_silent.setLie({.bytes = {}, .then = Lie::Then::Stay});
        openGateway(qgetenv("SIGNALBOX_TRANSPORT"));
    }
    void cleanupTestCase() { m_gateway.reset(); }

    void everyRowAsksAsItsHostWants_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const catalog::ProviderRow &row : catalog::Catalog::builtIn()->providers()) {
            if (!row.simulated)
                QTest::newRow(row.id.c_str()) << text(row.id);
        }
    }
    void everyRowAsksAsItsHostWants()
    {
        QFETCH(QByteArray, id);
        const catalog::ProviderRow &row = *catalog::Catalog::builtIn()->provider(id.toStdString());
        const QByteArray format = formatOf(row);
        m_fake.setLie({.bytes = streamed(format), .then = Lie::Then::Stay});
        m_fake.lastRequest.clear();
        const ProviderTest test = tested(*m_gateway, id, "main");
        QVERIFY2(test.verdict == Verdict::Answered, test.problem.c_str());

        const QByteArray head = headOf(m_fake.lastRequest);
        QCOMPARE(head.left(head.indexOf("\r\n")),
                 "POST /" + id + targetOf(row, pathOf(row, format) + suffixOf(format, row.dialect)) +
                     " HTTP/1.1");
        QVERIFY2(
            head.contains("\r\n" + text(row.auth.header + ": " + row.auth.prefix) + "sk-of-the-provider\r\n"),
            head.constData());
        for (const auto &[name, value] : row.headers)
            QVERIFY2(head.contains("\r\n" + text(name + ": " + value) + "\r\n"), head.constData());
        QVERIFY(head.contains("\r\nContent-Type: application/json\r\n"));

        const nlohmann::json body = bodyOf(m_fake.lastRequest);
        QVERIFY(body.is_object());
        if (format == "gemini") { // which has model and stream in the path
            QCOMPARE(body["generationConfig"].value("maxOutputTokens", 0), 16);
        } else if (format == "ollama") {
            QCOMPARE(body["options"].value("num_predict", 0), 16);
        } else if (format == "bedrock-converse") { // which has both in the path, too
            QCOMPARE(body["inferenceConfig"].value("maxTokens", 0), 16);
        } else {
            QCOMPARE(text(body.value("model", "")), QByteArray("probe-model"));
            QVERIFY(body.value("stream", false));
            const auto field = row.dialect.find("maxTokensField");
            const std::string limit = format == "openai-responses" ? "max_output_tokens"
                                      : format != "openai-chat" || field == row.dialect.end()
                                          ? "max_tokens"
                                          : std::get<std::string>(field->second);
            QCOMPARE(body.value(limit, 0), 16);
        }
        QVERIFY2(m_fake.lastRequest.contains("Say: clear line ahead."), m_fake.lastRequest.constData());
        if (const auto refused = row.dialect.find("refusedFields"); refused != row.dialect.end()) {
            for (const std::string &name : std::get<std::vector<std::string>>(refused->second))
                QVERIFY2(!body.contains(name), name.c_str());
        }

        QCOMPARE(test.status, 200);
        QCOMPARE(text(test.provider), id);
        QCOMPARE(text(test.key), QByteArray("main"));
        QCOMPARE(text(test.said), QByteArray("Clear line ahead."));
        QVERIFY(test.problem.empty());
        QVERIFY(test.connected && test.firstToken && test.total);
        QVERIFY(*test.connected <= *test.firstToken && *test.firstToken <= *test.total);
        QVERIFY(test.cost == Money::fromNano(21'000)); // 11 tokens at $1 and 5 at $2 for a million
    }

    void everyNativeFormatIsAsked_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("limit"); // JSON pointer
        QTest::newRow("gemini") << QByteArray("gemini") << QByteArray("/generationConfig/maxOutputTokens");
        QTest::newRow("cohere") << QByteArray("cohere") << QByteArray("/max_tokens");
        QTest::newRow("ollama") << QByteArray("ollama") << QByteArray("/options/num_predict");
    }
    void everyNativeFormatIsAsked()
    {
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, limit);
        m_fake.setLie({.bytes = streamed(format), .then = Lie::Then::Stay});
        const ProviderTest test = tested(*m_gateway, "only-" + format);
        QVERIFY2(test.verdict == Verdict::Answered, test.problem.c_str());
        QCOMPARE(m_fake.lastRequest.left(m_fake.lastRequest.indexOf(" HTTP")),
                 "POST /only" + suffixOf(format));
        QVERIFY(bodyOf(m_fake.lastRequest).at(nlohmann::json::json_pointer(limit.toStdString())) == 16);
        QCOMPARE(text(test.said), QByteArray("Clear line ahead."));
        QVERIFY(test.cost == Money::fromNano(21'000));
    }

    void requestsAreSigned_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("scope");
        QTest::newRow("Converse") << QByteArray("signed") << QByteArray("bedrock-converse")
                                  << QByteArray("/model/probe-model/converse-stream")
                                  << QByteArray("/eu-test-1/bedrock/aws4_request");
        QTest::newRow("Messages") << QByteArray("signed-messages") << QByteArray("bedrock-invoke")
                                  << QByteArray("/model/probe-model/invoke-with-response-stream")
                                  << QByteArray("/eu-test-1/bedrock/aws4_request");
        QTest::newRow("Responses, of another service")
            << QByteArray("signed-responses") << QByteArray("openai-responses") << QByteArray("/responses")
            << QByteArray("/eu-test-1/bedrock-mantle/aws4_request");
    }
    void requestsAreSigned()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, scope);
        m_fake.setLie({.bytes = streamed(format)});
        const ProviderTest test = tested(*m_gateway, id);
        QVERIFY2(test.verdict == Verdict::Answered, test.problem.c_str());
        QCOMPARE(text(test.said), QByteArray("Clear line ahead."));
        QVERIFY(m_fake.lastRequest.startsWith("POST " + target + " HTTP/1.1\r\n"));
        QCOMPARE(wrongSignature(m_fake.lastRequest, kSigner), QByteArray());
        QVERIFY2(m_fake.lastRequest.contains(scope), m_fake.lastRequest.constData());
        QVERIFY(!m_fake.lastRequest.contains(kSigner.secretAccessKey.c_str()));
        QVERIFY(!wrongSignature(m_fake.lastRequest + ' ', kSigner).isEmpty());
        QVERIFY(
            !wrongSignature(m_fake.lastRequest, {kSigner.accessKeyId, "x", kSigner.sessionToken}).isEmpty());
    }

    void clientsRequestsAreSigned_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("translated") << QByteArray("/v1/chat/completions") << QByteArray("signed/eu.m-v1:0")
                                    << QByteArray("bedrock-converse");
        QTest::newRow("passed through, in pieces")
            << QByteArray("/anthropic/v1/messages") << QByteArray("signed/eu.anthropic.claude-x-v1:0")
            << QByteArray("bedrock-invoke");
    }
    void clientsRequestsAreSigned()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, format);
        m_fake.setLie({.bytes = streamed(format)});
        const QByteArray answer = asked(path, model);
        QVERIFY2(answer.startsWith("HTTP/1.1 200 ") && answer.contains("Clear line"), answer.constData());
        QCOMPARE(wrongSignature(m_fake.lastRequest, kSigner), QByteArray());
        if (format == "bedrock-converse")
            QVERIFY(m_fake.lastRequest.startsWith("POST /model/eu.m-v1%3A0/converse-stream HTTP/1.1\r\n"));
    }

    void eachAttemptIsSignedOnItsOwn()
    {
        m_fake.setLie({.bytes = answering("503 Busy", "application/json", "{\"message\":\"busy\"}")});
        QVERIFY(asked("/v1/chat/completions", "signed/m").startsWith("HTTP/1.1 503 "));
        QCOMPARE(m_fake.requests, 2);
        QCOMPARE(m_fake.lastRequest.count("\r\nAuthorization: "), 1);
        QCOMPARE(wrongSignature(m_fake.lastRequest, kSigner), QByteArray());
    }

    void partsOfCredentialsAreMasked()
    {
        const QByteArray all =
            QByteArray::fromStdString(kSigner.secretAccessKey + " and " + kSigner.sessionToken);
        m_fake.setLie({.bytes = answering("403 Forbidden", "application/json",
                                          "{\"message\":\"No signature of " + all + " fits\"}")});
        const QByteArray problem = text(tested(*m_gateway, "signed").problem);
        const QByteArray answer = asked("/v1/chat/completions", "signed/m");
        for (const QByteArray &said : {problem, answer}) {
            QVERIFY2(said.contains("No signature of ****"), said.constData());
            QVERIFY2(!said.contains("planted"), said.constData());
        }
    }

    void failuresSayWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("advice");
        const auto row = [](const char *name, const QByteArray &answer, Verdict verdict, int status,
                            const QByteArray &advice, const QByteArray &id = "openai") {
            QTest::newRow(name) << id << answer << int(verdict) << status << advice;
        };
        const auto error = [](const QByteArray &status, const QByteArray &code, const QByteArray &words) {
            return answering(status, "application/json",
                             "{\"error\":{\"message\":\"" + words + "\",\"type\":\"t\",\"code\":\"" + code +
                                 "\"}}");
        };
        row("401",
            error("401 Unauthorized", "invalid_api_key", "Incorrect API key provided: sk-of-the-provider"),
            Verdict::RefusedKey, 401, "does not take this key");
        row("403", error("403 Forbidden", "x", "no access"), Verdict::RefusedKey, 403,
            "may use \"probe-model\"");
        row("404", error("404 Not Found", "model_not_found", "no such model"), Verdict::RefusedModel, 404,
            "Fetch the provider's list");
        row("404 of a web server", answering("404 Not Found", "text/html", "<html>nginx</html>"),
            Verdict::RefusedModel, 404, "path of base_url");
        row("400 for the model", error("400 Bad Request", "model_not_found", "no"), Verdict::RefusedModel,
            400, "probe-model");
        row("429", error("429 Too Many Requests", "rate_limit_exceeded", "slow down"), Verdict::TooMany, 429,
            "Wait");
        row("no credit", error("429 Too Many Requests", "insufficient_quota", "no credit"), Verdict::TooMany,
            429, "billing");
        row("402", error("402 Payment Required", "x", "pay"), Verdict::TooMany, 402, "billing");
        row("400", error("400 Bad Request", "x", "no"), Verdict::RefusedOther, 400, "wire");
        row("500", error("500 Internal Server Error", "x", "boom"), Verdict::ProviderError, 500,
            "provider's. Try again");
        row("503", error("503 Service Unavailable", "x", "boom"), Verdict::ProviderError, 503, "Try again");
        row("a redirect",
            "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n",
            Verdict::ProviderError, 302, "redirect");
        row("no answer of a model", answering("200 OK", "text/html", "<html>hello</html>"),
            Verdict::ProviderError, 200, "Try again");
        row("an empty answer", answering("200 OK", "application/json", ""), Verdict::ProviderError, 200,
            "nothing");
        row("an error in the stream",
            answering("200 OK", "text/event-stream",
                      "event: error\ndata: "
                      "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}\n\n"),
            Verdict::TooMany, 200, "Wait");
        const QByteArray cut = smallAnswer("openai-responses").left(900);
        row("a cut stream", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + cut,
            Verdict::ProviderError, 200, "Try again");
        row("a stream cut inside a chunk",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: "
            "chunked\r\n\r\n1000\r\n" +
                cut,
            Verdict::ProviderError, 200, "Try again");
        row("no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n", Verdict::ProviderError, 0, "Try again");
        row("closes without a word", "", Verdict::ProviderError, 0, "Try again");
        row("nobody listens", {}, Verdict::Unreachable, 0, "Check the address", "closed");
        row("no such name", {}, Verdict::Unreachable, 0, "Check the address", "nowhere");
        row("a certificate that nobody vouches for", {}, Verdict::Unreachable, 0, "certificate", "stranger");
        row("silence", {}, Verdict::TimedOut, 0, "timeouts", "silent");
        row("a key that is not set", {}, Verdict::NoSecret, 0, "Nothing was sent", "unset");
        row("no key", {}, Verdict::NoSecret, 0, "Add one", "keyless");
        row("half a credential", {}, Verdict::NoSecret, 0, "AWS_SECRET_ACCESS_KEY", "half");
        row("no region to sign for", {}, Verdict::NoSecret, 0, "variables", "no-region");
    }
    void failuresSayWhatToDo()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, answer);
        QFETCH(int, verdict);
        QFETCH(int, status);
        QFETCH(QByteArray, advice);
        m_fake.setLie({.bytes = answer});
        const ProviderTest test = tested(*m_gateway, id);
        QVERIFY2(int(test.verdict) == verdict, test.problem.c_str());
        QCOMPARE(test.status, status);
        QVERIFY2(test.problem.find(advice.toStdString()) != std::string::npos, test.problem.c_str());
        QVERIFY2(test.problem.find("sk-of-the-provider") == std::string::npos, test.problem.c_str());
        QVERIFY2(test.problem.find("127.0.0.1") == std::string::npos, test.problem.c_str());
        QVERIFY(!test.cost.has_value());
    }

    void simulatedProvidersAreTestedToo()
    {
        const ProviderTest test = tested(*m_gateway, "sim");
        QVERIFY2(test.verdict == Verdict::Answered, test.problem.c_str());
        QVERIFY(test.firstToken && test.total);
        QVERIFY(!test.said.empty());
    }

    void aPooledConnectionTellsNoTimeToConnect()
    {
        m_fake.setLie({.bytes = streamed("openai-chat"), .then = Lie::Then::Stay});
        QVERIFY(tested(*m_gateway, "groq").connected.has_value());
        const ProviderTest second = tested(*m_gateway, "groq");
        QVERIFY(second.verdict == Verdict::Answered);
        QCOMPARE(second.connected.has_value(), m_fake.connections == 2);
    }

    void testsAreNoTrafficOfClients()
    {
        m_fake.setLie({.bytes = streamed("openai-chat")});
        const std::int64_t before = m_gateway->rows();
        QVERIFY(tested(*m_gateway, "groq").verdict == Verdict::Answered);
        QCOMPARE(m_gateway->rows(), before);
    }

    void whoIsNotThereIsAnError_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("provider") << QByteArray("nobody") << QByteArray();
        QTest::newRow("key") << QByteArray("openai") << QByteArray("nobody");
    }
    void whoIsNotThereIsAnError()
    {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, key);
        auto future = m_gateway->providers().test(provider.toStdString(), key.toStdString());
        QTRY_VERIFY(future.isFinished());
        QVERIFY(!future.result() && future.result().error().code == ErrorCode::NotFound);
    }

    void theLastTestOfEachKeyIsKept()
    {
        m_fake.setLie({.bytes = streamed("openai-chat")});
        QVERIFY(tested(*m_gateway, "mistral").verdict == Verdict::Answered);
        m_fake.setLie({.bytes = answering("500 Oh", "text/plain", "boom")});
        const ProviderTest last = tested(*m_gateway, "mistral");
        int kept = 0;
        for (const ProviderTest &test : m_gateway->providers().lastTests()) {
            if (test.provider == "mistral") {
                ++kept;
                QVERIFY(test == last);
            }
        }
        QCOMPARE(kept, 1);
    }
};

QTEST_GUILESS_MAIN(TestProviderTests)
#include "tst_provider_tests.moc"
