#include "admin/control_request.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::admin;

class TestControlRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("written"); // empty: refused
        const auto row = [](const char *name, const QByteArray &line, const QByteArray &written) {
            QTest::newRow(name) << line << written;
        };
        row("status", "{\"do\":\"status\"}\n", "{\"do\":\"status\"}\n");
        row("fields nobody asks for are left out", "{\"do\":\"raise\",\"id\":7}", "{\"do\":\"raise\"}\n");
        row("secrets", "{\"do\":\"retry_secrets\"}", "{\"do\":\"retry_secrets\"}\n");
        row("a key for every model", "{\"do\":\"create_key\",\"id\":\"a\"}",
            "{\"do\":\"create_key\",\"id\":\"a\",\"models\":[\"*\"]}\n");
        row("a key for some", "{\"do\":\"create_key\",\"id\":\"a\",\"models\":[\"gpt-*\"]}",
            "{\"do\":\"create_key\",\"id\":\"a\",\"models\":[\"gpt-*\"]}\n");
        row("providers", "{\"do\":\"providers\"}", "{\"do\":\"providers\"}\n");
        row("a test of a provider's only key", "{\"do\":\"test_provider\",\"id\":\"a\"}",
            "{\"do\":\"test_provider\",\"id\":\"a\",\"key\":\"\"}\n");
        row("a test of one key", "{\"do\":\"test_provider\",\"id\":\"a\",\"key\":\"b\"}",
            "{\"do\":\"test_provider\",\"id\":\"a\",\"key\":\"b\"}\n");
        row("a key that is no text", "{\"do\":\"test_provider\",\"id\":\"a\",\"key\":[]}", {});
        // Once each of these made a key for every model.
        row("models that are no names", "{\"do\":\"create_key\",\"id\":\"a\",\"models\":[1]}", {});
        row("models that are no list", "{\"do\":\"create_key\",\"id\":\"a\",\"models\":\"gpt-*\"}", {});
        row("an id that is no text", "{\"do\":\"revoke_key\",\"id\":{}}", {});
        row("nothing to do", "{}", {});
        row("nothing known", "{\"do\":\"dance\"}", {});
        row("no object", "[\"status\"]", {});
        row("no JSON", "status", {});
        row("two on one line", "{\"do\":\"status\"}{\"do\":\"status\"}", {});
        row("broken UTF-8", "{\"do\":\"\xff\"}", {});
        row("very deep", QByteArray(60'000, '['), {});
    }
    void reads()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, written);
        const auto request = readControlRequest(line.toStdString());
        QCOMPARE(request.has_value(), !written.isEmpty());
        if (request)
            QCOMPARE(QByteArray::fromStdString(writeControlRequest(*request)), written);
        else
            QVERIFY(request.error().code == ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TestControlRequest)
#include "tst_control_request.moc"
