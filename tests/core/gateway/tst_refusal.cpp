#include "gateway/refusal.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;
using wire::ir::FailureKind;

class TestRefusal : public QObject
{
    Q_OBJECT

private:
    static Refusal upstream(FailureKind kind)
    {
        wire::ir::Failure failure;
        failure.kind = kind;
        return {.code = RefusalCode::UpstreamFailed,
                .message = "m",
                .param = {},
                .upstream = failure,
                .retryAfterSeconds = {}};
    }
    static Refusal own(RefusalCode code)
    {
        return {.code = code, .message = "m", .param = {}, .upstream = {}, .retryAfterSeconds = {}};
    }

private Q_SLOTS:
    // The table of statuses that clients rely on, row by row.
    void statuses_data()
    {
        QTest::addColumn<Refusal>("refusal");
        QTest::addColumn<QList<int>>("statuses"); // Responses, Chat, Messages, Gemini
        QTest::addColumn<QByteArray>("responsesCode");
        const auto row = [](const char *name, const Refusal &refusal, QList<int> statuses,
                            const char *code = "") {
            QTest::newRow(name) << refusal << statuses << QByteArray(code);
        };
        row("unauthorized", own(RefusalCode::Unauthorized), {401, 401, 401, 401});
        row("key expired", own(RefusalCode::KeyExpired), {400, 403, 403, 403}, "invalid_prompt");
        row("model not allowed", own(RefusalCode::ModelNotAllowed), {400, 403, 403, 403}, "invalid_prompt");
        row("model not found", own(RefusalCode::ModelNotFound), {404, 404, 404, 404}, "model_not_found");
        row("budget exceeded", own(RefusalCode::BudgetExceeded), {400, 402, 402, 403}, "invalid_prompt");
        row("rate limited", own(RefusalCode::RateLimited), {429, 429, 429, 429});
        row("capability missing", own(RefusalCode::CapabilityMissing), {400, 400, 400, 400},
            "invalid_prompt");
        row("invalid request", own(RefusalCode::InvalidRequest), {400, 400, 400, 400}, "invalid_prompt");
        row("body too large", own(RefusalCode::BodyTooLarge), {413, 413, 413, 413});
        row("no target available", own(RefusalCode::NoTargetAvailable), {503, 503, 503, 503});
        row("draining", own(RefusalCode::Draining), {503, 503, 503, 503});
        row("secret unavailable", own(RefusalCode::SecretUnavailable), {503, 503, 503, 503});
        row("upstream says our key is bad", upstream(FailureKind::Auth), {400, 502, 502, 502},
            "invalid_prompt");
        row("upstream forbids our key", upstream(FailureKind::Forbidden), {400, 502, 502, 502},
            "invalid_prompt");
        row("upstream says too long", upstream(FailureKind::ContextTooLong), {400, 400, 400, 400},
            "context_length_exceeded");
        row("upstream has no credit", upstream(FailureKind::QuotaExceeded), {429, 429, 402, 429},
            "insufficient_quota");
        row("upstream limits", upstream(FailureKind::RateLimited), {429, 429, 429, 429});
        row("upstream overloaded", upstream(FailureKind::Overloaded), {503, 503, 529, 503},
            "server_is_overloaded");
        row("upstream broken", upstream(FailureKind::Server), {502, 502, 502, 502});
        row("upstream cut", upstream(FailureKind::StreamClosed), {502, 502, 502, 502});
        row("upstream too slow", own(RefusalCode::UpstreamTimeout), {504, 504, 504, 504});
    }
    void statuses()
    {
        QFETCH(Refusal, refusal);
        QFETCH(QList<int>, statuses);
        QFETCH(QByteArray, responsesCode);
        const Route routes[] = {routeFor("/v1/responses"), routeFor("/v1/chat/completions"),
                                routeFor("/anthropic/v1/messages"),
                                routeFor("/genai/v1beta/models/m:generateContent")};
        for (qsizetype i = 0; i < statuses.size(); ++i) {
            const http::Response response = render(refusal, routes[i], "req_1");
            QCOMPARE(response.status, statuses[i]);
            QVERIFY(response.fields.value("x-signalbox-error") == toString(refusal.code));
            QVERIFY(response.fields.value("x-request-id") == "req_1");
            if (response.status == 429)
                QVERIFY(response.fields.contains("Retry-After"));
            QJsonParseError error;
            const auto body = QJsonDocument::fromJson(QByteArray::fromStdString(response.body), &error);
            QCOMPARE(error.error, QJsonParseError::NoError);
            QCOMPARE(body[QLatin1String("error")][QLatin1String("message")].toString(), QStringLiteral("m"));
            if (i == 0 && !responsesCode.isEmpty())
                QCOMPARE(body[QLatin1String("error")][QLatin1String("code")].toString().toLatin1(),
                         responsesCode);
        }
    }

    void codexLimitTypeIsKept()
    {
        Refusal refusal = upstream(FailureKind::RateLimited);
        refusal.upstream->type = "usage_limit_reached";
        const auto body = QJsonDocument::fromJson(
            QByteArray::fromStdString(render(refusal, routeFor("/v1/responses"), "").body));
        QCOMPARE(body[QLatin1String("error")][QLatin1String("type")].toString(),
                 QStringLiteral("usage_limit_reached"));
    }

    void shapesAreTheSurfaces()
    {
        const Refusal refusal = own(RefusalCode::Unauthorized);
        const auto anthropic = QJsonDocument::fromJson(
            QByteArray::fromStdString(render(refusal, routeFor("/anthropic/v1/messages"), "").body));
        QCOMPARE(anthropic[QLatin1String("type")].toString(), QStringLiteral("error"));
        QCOMPARE(anthropic[QLatin1String("error")][QLatin1String("type")].toString(),
                 QStringLiteral("authentication_error"));
        const auto gemini = QJsonDocument::fromJson(
            QByteArray::fromStdString(render(refusal, routeFor("/genai/v1/models"), "").body));
        QCOMPARE(gemini[QLatin1String("error")][QLatin1String("code")].toInt(), 401);
        QCOMPARE(gemini[QLatin1String("error")][QLatin1String("status")].toString(),
                 QStringLiteral("UNAUTHENTICATED"));
    }
};

QTEST_APPLESS_MAIN(TestRefusal)
#include "tst_refusal.moc"
