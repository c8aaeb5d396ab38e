#include "base/rfc3339.h"

#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;

class TestRfc3339 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QByteArray>("expected");
        const qint64 start = 1'800'000'000'000'000;
        QTest::newRow("whole second") << start << QByteArray("2027-01-15T08:00:00.000Z");
        QTest::newRow("milliseconds") << start + 12'000 << QByteArray("2027-01-15T08:00:00.012Z");
        QTest::newRow("microseconds") << start + 12 << QByteArray("2027-01-15T08:00:00.000012Z");
        QTest::newRow("before 1970") << qint64(-1) << QByteArray("1969-12-31T23:59:59.999999Z");
    }
    void writes()
    {
        QFETCH(qint64, micros);
        QFETCH(QByteArray, expected);
        const WallTime time{std::chrono::microseconds(micros)};
        QCOMPARE(toRfc3339(time), expected.toStdString());
        QVERIFY(parseRfc3339(expected.toStdString()) == time);
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a day") << QByteArray("2027-01-15");
        QTest::newRow("no zone") << QByteArray("2027-01-15T08:00:00.000");
        QTest::newRow("another zone") << QByteArray("2027-01-15T08:00:00+01:00");
        QTest::newRow("no such day") << QByteArray("2027-02-30T08:00:00Z");
        QTest::newRow("no such hour") << QByteArray("2027-02-03T24:00:00Z");
        QTest::newRow("a point and no decimals") << QByteArray("2027-01-15T08:00:00.Z");
        QTest::newRow("seven decimals") << QByteArray("2027-01-15T08:00:00.0000000Z");
        QTest::newRow("letters for decimals") << QByteArray("2027-01-15T08:00:00.00xZ");
    }
    void refusesWhatIsNone()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parseRfc3339(text.toStdString()).has_value());
    }
};

QTEST_APPLESS_MAIN(TestRfc3339)
#include "tst_rfc3339.moc"
