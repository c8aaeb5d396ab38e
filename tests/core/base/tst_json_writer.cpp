#include "base/json_writer.h"

#include <QTest>

using namespace signalbox;

class TestJsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesNestedValuesWithCommas()
    {
        std::string out;
        JsonWriter json(out);
        json.beginObject()
            .key("a")
            .number(-3)
            .key("b")
            .beginArray()
            .string("x")
            .boolean(true)
            .null()
            .endArray();
        json.key("c").beginObject().endObject().key("d").raw("1.50").key("e").escaped("\\u0041").endObject();
        QCOMPARE(out, std::string(R"({"a":-3,"b":["x",true,null],"c":{},"d":1.50,"e":"\u0041"})"));
    }

    void escapes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("quotes and backslash") << QByteArray("a\"b\\c") << QByteArray("a\\\"b\\\\c");
        QTest::newRow("control characters")
            << QByteArray("\n\r\t\x01\x1f") << QByteArray("\\n\\r\\t\\u0001\\u001f");
        QTest::newRow("UTF-8 stays") << QByteArray("é漢😀") << QByteArray("é漢😀");
        QTest::newRow("broken UTF-8 is replaced") << QByteArray("a\xffz") << QByteArray("a\xEF\xBF\xBDz");
        QTest::newRow("cut UTF-8 is replaced")
            << QByteArray("\xE6\xBC") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("surrogate in UTF-8 is replaced")
            << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("overlong is replaced")
            << QByteArray("\xC0\xAF") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
    }
    void escapes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        std::string out;
        appendJsonEscaped(out, text.toStdString());
        QCOMPARE(QByteArray::fromStdString(out), expected);
    }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_json_writer.moc"
