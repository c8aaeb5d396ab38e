#include "ledger/record_line.h"

#include "ledger_samples.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::ledger;

class TestRecordLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryField_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<bool>("bare");
        QTest::newRow("all fields filled") << 5 << false;
        QTest::newRow("what may be absent is absent") << 6 << true;
    }
    void keepsEveryField()
    {
        QFETCH(int, n);
        QFETCH(bool, bare);
        record::RequestRecord record = samples::record(n);
        if (bare) {
            record = {};
            record.id = "req_bare";
            record.outcome = record::Outcome::Refused;
        }
        std::string line;
        appendRecordLine(line, record);
        QCOMPARE(line.find('\n'), line.size() - 1);
        const auto read = parseRecordLine(line);
        QVERIFY(read);
        QVERIFY(*read == record);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("line");
        std::string line;
        appendRecordLine(line, samples::record(1));
        const QByteArray good = QByteArray::fromStdString(line);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut in the middle") << good.left(good.size() / 2);
        QTest::newRow("an array") << QByteArray("[1]");
        QTest::newRow("unknown outcome")
            << QByteArray(good).replace("\"outcome\":\"ok\"", "\"outcome\":\"fine\"");
        QTest::newRow("unknown attempt result") << QByteArray(good).replace("\"http_error\"", "\"odd\"");
        QTest::newRow("text for a number")
            << QByteArray(good).replace("\"status\":200", "\"status\":\"200\"");
        QTest::newRow("missing member") << QByteArray(good).replace("\"team\"", "\"steam\"");
    }
    void refuses()
    {
        QFETCH(QByteArray, line);
        QVERIFY(!parseRecordLine(line.toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestRecordLine)
#include "tst_record_line.moc"
