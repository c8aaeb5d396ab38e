#include "ledger/days.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::ledger;
using namespace std::chrono_literals;

class TestDays : public QObject
{
    Q_OBJECT

    static WallTime at(const char *text)
    {
        const QDateTime time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
        return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
    }

private Q_SLOTS:
    void cutsARangeIntoDays_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<Days>("days");
        QTest::addColumn<QByteArray>("since");
        QTest::addColumn<QByteArray>("until");
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<QList<int>>("hours");
        const auto row = [](const char *name, const char *zone, Days days, const char *since,
                            const char *until, const char *names, const QList<int> &hours) {
            QTest::newRow(name) << QByteArray(zone) << days << QByteArray(since) << QByteArray(until)
                                << QByteArray(names) << hours;
        };
        row("nothing", "UTC", Days::Utc, "2026-09-27T10:00:00Z", "2026-09-27T10:00:00Z", "", {});
        row("within a day", "UTC", Days::Utc, "2026-09-27T10:00:00Z", "2026-09-27T12:00:00Z", "2026-09-27",
            {2});
        row("over a year's end", "UTC", Days::Utc, "2026-12-31T20:00:00Z", "2027-01-02T03:00:00Z",
            "2026-12-31 2027-01-01 2027-01-02", {4, 24, 3});
        row("local days begin at local midnight", "Asia/Tokyo", Days::Local, "2026-09-27T00:00:00Z",
            "2026-09-28T00:00:00Z", "2026-09-27 2026-09-28", {15, 9});
        row("UTC days do not ask where we are", "Asia/Tokyo", Days::Utc, "2026-09-27T00:00:00Z",
            "2026-09-28T00:00:00Z", "2026-09-27", {24});
        row("a day of 23 hours", "Europe/Berlin", Days::Local, "2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z",
            "2026-03-29 2026-03-30", {23, 24});
        row("a day of 25 hours", "Europe/Berlin", Days::Local, "2026-10-24T22:00:00Z", "2026-10-26T23:00:00Z",
            "2026-10-25 2026-10-26", {25, 24});
        row("midnight that does not exist", "America/Santiago", Days::Local, "2026-09-05T04:00:00Z",
            "2026-09-07T03:00:00Z", "2026-09-05 2026-09-06", {24, 23});
        row("midnight that comes twice", "America/Santiago", Days::Local, "2026-04-04T03:00:00Z",
            "2026-04-06T04:00:00Z", "2026-04-04 2026-04-05", {25, 24});
    }
    void cutsARangeIntoDays()
    {
        QFETCH(QByteArray, zone);
        QFETCH(Days, days);
        QFETCH(QByteArray, since);
        QFETCH(QByteArray, until);
        QFETCH(QByteArray, names);
        QFETCH(QList<int>, hours);
        qputenv("TZ", zone);
        const auto ranges = daysOf(at(since.constData()), at(until.constData()), days);
        QByteArrayList found;
        QList<int> lengths;
        WallTime expected = at(since.constData());
        for (const DayRange &range : ranges) {
            found += QByteArray::fromStdString(range.name);
            lengths += static_cast<int>((range.end - range.begin) / 1h);
            QVERIFY(range.begin == expected);
            expected = range.end;
        }
        QCOMPARE(found.join(' '), names);
        QCOMPARE(lengths, hours);
        QVERIFY(expected == at(until.constData()));
    }
};

QTEST_APPLESS_MAIN(TestDays)
#include "tst_days.moc"
