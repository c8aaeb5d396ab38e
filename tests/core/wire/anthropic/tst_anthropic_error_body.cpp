#include "anthropic_support.h"

#include <QTest>

using namespace signalbox::wire;
using Kind = ir::FailureKind;

Q_DECLARE_METATYPE(Kind)

class TestAnthropicErrorBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void writes();
};

void TestAnthropicErrorBody::reads_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, int status, const char *body, Kind kind, const char *message) {
        QTest::newRow(name) << status << QByteArray(body) << kind << QByteArray(message);
    };
    const auto typed = [&](int status, const char *type, Kind kind, const char *message = "m") {
        const QByteArray body =
            R"({"type":"error","error":{"type":")" + QByteArray(type) + R"(","message":")" + message + "\"}}";
        QTest::addRow("%s, %d, %s", type, status, message) << status << body << kind << QByteArray(message);
    };
    typed(400, "invalid_request_error", Kind::BadRequest);
    typed(400, "invalid_request_error", Kind::ContextTooLong,
          "prompt is too long: 210000 tokens > 200000 maximum");
    typed(400, "invalid_request_error", Kind::QuotaExceeded, "Your credit balance is too low");
    typed(401, "authentication_error", Kind::Auth);
    typed(402, "billing_error", Kind::QuotaExceeded);
    typed(403, "permission_error", Kind::Forbidden);
    typed(404, "not_found_error", Kind::NotFound);
    typed(413, "request_too_large", Kind::TooLarge);
    typed(429, "rate_limit_error", Kind::RateLimited);
    typed(500, "api_error", Kind::Server);
    typed(504, "timeout_error", Kind::Timeout);
    typed(529, "overloaded_error", Kind::Overloaded);
    typed(0, "overloaded_error", Kind::Overloaded);
    typed(0, "invalid_request_error", Kind::BadRequest);
    typed(418, "novel_error", Kind::BadRequest);
    row("Bedrock's", 403, R"({"Message":"no"})", Kind::Forbidden, "no");
    row("Vertex's", 429, R"([{"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED"}}])",
        Kind::RateLimited, "slow");
    row("words alone", 503, "busy", Kind::Overloaded, "busy");
    row("a page", 502, "<html>", Kind::Server, "upstream sent HTML, status 502");
    row("nothing", 500, "", Kind::Server, "the provider answered without a word, status 500");
    row("an empty object", 500, "{}", Kind::Server, "the provider reported an error, status 500");
}

void TestAnthropicErrorBody::reads()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(Kind, kind);
    QFETCH(QByteArray, message);
    const ir::Failure failure = anthropicMessagesCodec().readError(status, body.toStdString());
    QCOMPARE(int(failure.kind), int(kind));
    QCOMPARE(QByteArray::fromStdString(failure.message), message);
}

void TestAnthropicErrorBody::writes()
{
    const auto write = [](int status, const std::string &type) {
        return QByteArray::fromStdString(anthropicMessagesCodec().writeError(
            {.status = status, .type = type, .code = {}, .message = "m", .param = {}}));
    };
    QCOMPARE(write(529, {}),
             QByteArray(R"({"type":"error","error":{"type":"overloaded_error","message":"m"}})"));
    QCOMPARE(write(402, {}),
             QByteArray(R"({"type":"error","error":{"type":"billing_error","message":"m"}})"));
    QCOMPARE(write(500, {}), QByteArray(R"({"type":"error","error":{"type":"api_error","message":"m"}})"));
    QCOMPARE(write(400, "own_error"),
             QByteArray(R"({"type":"error","error":{"type":"own_error","message":"m"}})"));
}

QTEST_APPLESS_MAIN(TestAnthropicErrorBody)
#include "tst_anthropic_error_body.moc"
