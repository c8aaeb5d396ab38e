#include "wire/sse/data_line.h"

#include <QTest>

using namespace signalbox::wire::sse;

class TestDataLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onOneLine_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("one line") << QByteArray("{\"a\": 1}") << QByteArray("{\"a\": 1}");
        QTest::newRow("several") << QByteArray("{\n  \"a\":\r\n1\r}") << QByteArray("{   \"a\":  1 }");
        QTest::newRow("escapes stay") << QByteArray("\"a\\nb\"") << QByteArray("\"a\\nb\"");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void onOneLine()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, line);
        std::string scratch;
        QCOMPARE(QByteArray::fromStdString(
                     std::string(signalbox::wire::sse::onOneLine(json.toStdString(), scratch))),
                 line);
    }
};

QTEST_APPLESS_MAIN(TestDataLine)
#include "tst_data_line.moc"
