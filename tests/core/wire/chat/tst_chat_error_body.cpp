#include "wire/openai_chat/codec.h"

#include <QTest>

using namespace signalbox::wire;

class TestChatErrorBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void writes();
};

void TestChatErrorBody::reads_data()
{
    using Kind = ir::FailureKind;
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, int status, const char *body, Kind kind, const char *code,
                        const char *message) {
        QTest::newRow(name) << status << QByteArray(body) << int(kind) << QByteArray(code)
                            << QByteArray(message);
    };
    row("OpenAI", 401,
        R"({"error":{"message":"Bad key","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})",
        Kind::Auth, "invalid_api_key", "Bad key");
    row("OpenAI, quota", 429,
        R"({"error":{"message":"No money","type":"insufficient_quota","code":"insufficient_quota"}})",
        Kind::QuotaExceeded, "insufficient_quota", "No money");
    row("OpenAI, rate", 429,
        R"({"error":{"message":"Slow down, try again in 1.5s.","code":"rate_limit_exceeded"}})",
        Kind::RateLimited, "rate_limit_exceeded", "Slow down, try again in 1.5s.");
    row("too long by its code", 400, R"({"error":{"message":"m","code":"context_length_exceeded"}})",
        Kind::ContextTooLong, "context_length_exceeded", "m");
    row("too long by its words", 400,
        R"({"error":{"message":"This model's maximum context length is 10 tokens"}})", Kind::ContextTooLong,
        "", "This model's maximum context length is 10 tokens");
    row("Azure", 404, R"({"error":{"code":"DeploymentNotFound","message":"No such deployment"}})",
        Kind::NotFound, "DeploymentNotFound", "No such deployment");
    row("Azure's filter", 400,
        R"({"error":{"code":"content_filter","message":"Filtered","innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
        Kind::Policy, "content_filter", "Filtered");
    row("OpenRouter", 429,
        R"({"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"upstream is busy","provider_name":"X"}},"user_id":"u"})",
        Kind::RateLimited, "429", "Provider returned error: upstream is busy");
    row("xAI", 400, R"({"code":"Client specified an invalid argument","error":"Bad field"})",
        Kind::BadRequest, "Client specified an invalid argument", "Bad field");
    row("Ollama", 404, R"({"error":"model not found"})", Kind::NotFound, "", "model not found");
    row("Mistral", 422, R"({"detail":[{"loc":["body","n"],"msg":"wrong type"},{"msg":"missing"}]})",
        Kind::BadRequest, "", "wrong type; missing");
    row("Mistral, flat", 400,
        R"({"object":"error","message":"Bad","type":"invalid_request_error","code":"3051"})",
        Kind::BadRequest, "3051", "Bad");
    row("Gemini's list of one", 503,
        R"([{"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}])", Kind::Overloaded, "503",
        "Overloaded");
    row("an overloaded status", 529, R"({"error":{"type":"overloaded_error","message":"Overloaded"}})",
        Kind::Overloaded, "", "Overloaded");
    row("HTML", 502, "<html><body>nginx</body></html>", Kind::Server, "", "upstream sent HTML, status 502");
    row("plain words", 500, "  it broke", Kind::Server, "", "it broke");
    row("nothing", 504, "", Kind::Timeout, "", "the provider answered without a word, status 504");
    row("an object that says nothing", 500, "{}", Kind::Server, "", "the provider answered with status 500");
}

void TestChatErrorBody::reads()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, message);
    const ir::Failure failure = openAiChatCodec().readError(status, body.toStdString());
    QCOMPARE(int(failure.kind), kind);
    QCOMPARE(QByteArray::fromStdString(failure.code), code);
    QCOMPARE(QByteArray::fromStdString(failure.message), message);
    QCOMPARE(failure.retryAfterSeconds.has_value(), message.contains("try again"));
    if (failure.retryAfterSeconds)
        QCOMPARE(*failure.retryAfterSeconds, 1.5);
}

void TestChatErrorBody::writes()
{
    const std::string body =
        R"({"error":{"message":"no \"model\"","type":"invalid_request_error","param":"model","code":null}})";
    QCOMPARE(openAiChatCodec().writeError({400, "invalid_request_error", "", "no \"model\"", "model"}), body);
}

QTEST_APPLESS_MAIN(TestChatErrorBody)
#include "tst_chat_error_body.moc"
