#include "secrets/redact.h"

#include <QTest>

using namespace signalbox::secrets;

class TestRedact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void masksKeysAndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("masked");
        const auto row = [](const char *name, const char *text, const char *masked) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(masked);
        };
        row("nothing to hide", "connected to provider openai in 12 ms",
            "connected to provider openai in 12 ms");
        row("empty", "", "");
        row("OpenAI's", "key sk-proj-abcDEF123456 was refused", "key sk-*** was refused");
        row("Anthropic's", "sk-ant-api03-xyz_0123-456", "sk-***");
        row("ours", "\"sk-sbx-AbCdEf\"", "\"sk-sbx-***\"");
        row("Google's", "AIzaSyA0123456789abcdefghijklmnopqrstu!", "AIza***!");
        row("Groq's", "gsk_0123456789", "gsk_***");
        row("a JWT", "jwt eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.abc", "jwt eyJ***");
        row("authorization header", "Authorization: Bearer 0123.abc-def~ok\r\nHost: x",
            "Authorization: Bearer ***\r\nHost: x");
        row("bearer in lower case", "authorization: bearer abc", "authorization: bearer ***");
        row("x-api-key header", "x-api-key: short", "x-api-key: ***");
        row("x-api-key header without a space", "X-Api-Key:short", "X-Api-Key:***");
        row("query parameter", "GET /v1beta/models?key=0123456789abcdef0123&alt=sse",
            "GET /v1beta/models?key=***&alt=sse");
        row("JSON member", "{\"api_key\": \"whatever\", \"n\": 1}", "{\"api_key\": \"***\", \"n\": 1}");
        row("escaped JSON member", "{\\\"access_token\\\":\\\"whatever\\\"}",
            "{\\\"access_token\\\":\\\"***\\\"}");
        row("password of a URL", "proxy http://user:word@proxy:3128/ failed",
            "proxy http://***@proxy:3128/ failed");
        row("URL without a password", "https://api.openai.com/v1/responses",
            "https://api.openai.com/v1/responses");
        row("mail address behind a URL", "https://example.com/ by a@b", "https://example.com/ by a@b");
        row("several", "sk-abcdefghij and sk-klmnopqrst", "sk-*** and sk-***");
        row("a key's id", "key=main was used", "key=main was used");
        row("a word that begins alike", "sk-learn, task-12345678, risk-assessment",
            "sk-learn, task-12345678, risk-assessment");
        row("token counts", "max_tokens: 12345678901234567890", "max_tokens: 12345678901234567890");
        row("at the end", "Bearer ", "Bearer ");
    }
    void masksKeysAndNothingElse()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, masked);
        QCOMPARE(QByteArray::fromStdString(redact(text.toStdString())), masked);
        QCOMPARE(QByteArray::fromStdString(redact(masked.toStdString())), masked); // twice is as once
    }
};

QTEST_APPLESS_MAIN(TestRedact)
#include "tst_redact.moc"
