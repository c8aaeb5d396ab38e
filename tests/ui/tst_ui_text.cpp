#include "ui/charts/axis.h"
#include "ui/models/format.h"
#include "ui/models/model_facts.h"
#include "ui/models/time_range.h"
#include "ui/pages/overview_figures.h"
#include "ui/shell/gateway_words.h"

#include <QLocale>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestUiText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void money_data()
    {
        QTest::addColumn<qint64>("nano");
        QTest::addColumn<QString>("written");
        QTest::newRow("dollars and cents") << qint64(62'320'000'000) << u"$62.32"_s;
        QTest::newRow("thousands are grouped") << qint64(1'234'500'000'000) << u"$1,234.50"_s;
        QTest::newRow("small amounts show something") << qint64(1'700'000) << u"$0.0017"_s;
        QTest::newRow("a nano-dollar") << qint64(1) << u"$0.000000001"_s;
        QTest::newRow("nothing") << qint64(0) << u"$0.00"_s;
        QTest::newRow("minus is a minus sign") << qint64(-3'000'000'000) << u"−$3.00"_s;
    }
    void money()
    {
        QFETCH(qint64, nano);
        QTEST(formatMoney(Money::fromNano(nano)), "written");
    }

    void germanMoneyHasItsSignBehind()
    {
        QLocale::setDefault(QLocale(QLocale::German));
        const QString written = formatMoney(Money::fromNano(62'320'000'000));
        QVERIFY2(written.startsWith(u"62,32"_s) && written.endsWith(u'$'), qPrintable(written));
    }

    void durations_data()
    {
        QTest::addColumn<double>("ms");
        QTest::addColumn<QString>("written");
        QTest::newRow("milliseconds") << 907.0 << u"907\u00a0ms"_s;
        QTest::newRow("just under a second is a second") << 999.9 << u"1.0\u00a0s"_s;
        QTest::newRow("seconds") << 20'780.0 << u"20.8\u00a0s"_s;
        QTest::newRow("minutes") << 245'000.0 << u"4:05\u00a0min"_s;
    }
    void durations()
    {
        QFETCH(double, ms);
        QTEST(formatDuration(ms), "written");
    }

    void shortCounts_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<QString>("written");
        QTest::newRow("as it is") << qint64(999) << u"999"_s;
        QTest::newRow("thousands") << qint64(2300) << u"2.3\u00a0k"_s;
        QTest::newRow("ten thousands") << qint64(16'900) << u"17\u00a0k"_s;
        QTest::newRow("rounding up to a million") << qint64(999'900) << u"1.0\u00a0M"_s;
    }
    void shortCounts()
    {
        QFETCH(qint64, count);
        QTEST(formatShortCount(count), "written");
    }

    void modelNames()
    {
        QCOMPARE(shortModelName("sim/steady"), u"steady"_s);
        QCOMPARE(shortModelName("steady"), u"steady"_s);
        QCOMPARE(shortModelName("router/openai/gpt"), u"openai/gpt"_s);
    }

    void spans_data()
    {
        QTest::addColumn<int>("range");
        QTest::addColumn<int>("buckets");
        QTest::newRow("15 minutes") << int(TimeRange::FifteenMinutes) << 60;
        QTest::newRow("an hour") << int(TimeRange::Hour) << 60;
        QTest::newRow("today until 14:40") << int(TimeRange::Today) << 88;
        QTest::newRow("a week until 15:00") << int(TimeRange::Week) << 6 * 24 + 15;
        QTest::newRow("a month until 18:00") << int(TimeRange::Month) << 29 * 4 + 3;
    }
    void spans()
    {
        QFETCH(int, range);
        QFETCH(int, buckets);
        const WallTime now = wallTime(QDateTime(QDate(2026, 11, 20), QTime(14, 31, 48)));
        const TimeSpan span = timeSpan(TimeRange(range), now);
        QVERIFY(span.since < now && span.until > now);
        QVERIFY(span.until - now <= span.bucket);
        QCOMPARE(int((span.until - span.since) / span.bucket), buckets);
        QVERIFY(timeSpan(TimeRange(range), span.until).until >
                span.until); // a border belongs to the next bucket
    }

    void valueTicksAreRound_data()
    {
        QTest::addColumn<double>("largest");
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("maximum");
        QTest::newRow("sixteen") << 16.0 << 4.0 << 16.0;
        QTest::newRow("just over") << 16.1 << 5.0 << 20.0;
        QTest::newRow("small") << 0.0031 << 0.001 << 0.004;
        QTest::newRow("nothing still has an axis") << 0.0 << 0.25 << 1.0;
    }
    void valueTicksAreRound()
    {
        QFETCH(double, largest);
        QFETCH(double, step);
        QFETCH(double, maximum);
        const ValueAxis axis = valueAxis(largest, 4);
        QVERIFY(qFuzzyCompare(axis.step, step));
        QVERIFY(qFuzzyCompare(axis.maximum, maximum));
        QVERIFY(axis.ticks().last() >= largest * 0.999);
    }

    void timeTicksAreRound()
    {
        const WallTime now = wallTime(QDateTime(QDate(2026, 11, 20), QTime(14, 31, 48)));
        QStringList day;
        for (const TimeTick &tick : timeTicks(timeSpan(TimeRange::Today, now), 8))
            day << tick.label;
        QCOMPARE(day, (QStringList{u"00:00"_s, u"02:00"_s, u"04:00"_s, u"06:00"_s, u"08:00"_s, u"10:00"_s,
                                   u"12:00"_s, u"14:00"_s}));
        QCOMPARE(timeTicks(timeSpan(TimeRange::Hour, now), 8).first().label, u"13:40"_s);
        QCOMPARE(timeTicks(timeSpan(TimeRange::Week, now), 8).first().label, u"14 Nov"_s);
        QVERIFY(timeTicks(timeSpan(TimeRange::Month, now), 8).size() <= 8);
    }

    void outcomes_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("sign");
        using record::Outcome;
        QTest::newRow("answered") << int(Outcome::Ok) << QByteArray() << 1 << u"Done"_s << int(Sign::Ok);
        QTest::newRow("nobody to ask") << int(Outcome::Failed) << QByteArray("no_target_available") << 0
                                       << u"No target"_s << int(Sign::Error);
        QTest::newRow("failed") << int(Outcome::Failed) << QByteArray("upstream_failed") << 2 << u"Failed"_s
                                << int(Sign::Error);
        QTest::newRow("no key") << int(Outcome::Refused) << QByteArray("unauthorized") << 0
                                << u"No valid key"_s << int(Sign::Error);
        QTest::newRow("client left") << int(Outcome::Cancelled) << QByteArray() << 1 << u"Cancelled"_s
                                     << int(Sign::Off);
        QTest::newRow("cut") << int(Outcome::Cut) << QByteArray() << 1 << u"Cut off"_s << int(Sign::Error);
    }
    void outcomes()
    {
        QFETCH(int, outcome);
        QFETCH(QByteArray, code);
        QFETCH(int, attempts);
        record::RequestRecord record;
        record.outcome = record::Outcome(outcome);
        record.errorCode = code.toStdString();
        record.attempts.resize(std::size_t(attempts));
        const RequestState state = requestState(record);
        QTEST(state.word, "word");
        QTEST(int(state.sign), "sign");
    }

    void skippedTargetsAreNoAttempts()
    {
        record::RequestRecord record;
        record.attempts.resize(2);
        QCOMPARE(requestState(record).sign, Sign::Warning);
        record.attempts[0].result = record::AttemptResult::Skipped;
        QCOMPARE(requestState(record).sign, Sign::Ok);
    }

    void anUnknownPriceIsNotZero()
    {
        record::RequestRecord record;
        QCOMPARE(costText(record), u"–"_s); // nothing was answered
        record.usage = record::Usage{};
        QCOMPARE(costText(record), u"unknown"_s);
        record.cost.total = Money();
        QCOMPARE(costText(record), u"free"_s);

        OverviewData data;
        data.usage.total.requests = 5;
        data.usage.total.unpricedRequests = 5;
        QCOMPARE(spendText(data).figure, QString());
        QCOMPARE(spendText(data).absent, u"unknown"_s);
        data.usage.total.unpricedRequests = 2;
        data.usage.total.cost = Money::fromNano(2'000'000'000);
        QCOMPARE(spendText(data).figure, u"$2.00"_s);
        QVERIFY(spendText(data).context.contains(u"2 of unknown price"_s));
    }

    void percentilesNeedTwentyRequests()
    {
        OverviewData data;
        data.usage.total.requests = 19;
        data.usage.total.p95Ms = 100; // whoever gives it all the same
        QCOMPARE(latencyText(data).figure, QString());
        QCOMPARE(latencyText(data).context, u"Needs 20 requests"_s);
        QCOMPARE(errorsText(data).figure, QString());
        data.usage.total.requests = 20;
        data.usage.total.failed = 1;
        QCOMPARE(latencyText(data).figure, u"100"_s);
        QCOMPARE(errorsText(data).figure, u"5.00"_s);
    }

    void sparklineHasGapsWhereNothingIsKnown()
    {
        OverviewData data;
        data.span = {WallTime(0s), WallTime(300s), 60s};
        data.asOf = WallTime(290s);
        data.total.groups.emplace_back();
        control::SeriesPoint point;
        point.start = WallTime(60s);
        point.requests = 4;
        point.failed = 1;
        point.p95Ms = 700;
        data.total.groups[0].points = {point};
        const auto p95 = sparkline(data, Spark::P95);
        QCOMPARE(p95.size(), 5);
        QCOMPARE(p95[1], std::optional<double>(700));
        QVERIFY(!p95[0] && !p95[2]);
        QCOMPARE(sparkline(data, Spark::Requests)[0], std::optional<double>(0));
        QCOMPARE(sparkline(data, Spark::ErrorShare)[1], std::optional<double>(0.25));
    }

    void statusSpeaksOfWhatIsWrong()
    {
        control::Status status;
        status.state = control::GatewayState::Running;
        QVERIFY(statusNotices(status).isEmpty());
        QVERIFY(gatewayWords(status).serving);
        status.paused = true;
        QCOMPARE(statusNotices(status).size(), 1);
        QVERIFY(!gatewayWords(status).serving);
        status.paused = false;
        status.state = control::GatewayState::NotServing;
        status.problem = "port 7717 is taken.";
        status.configurationProblem = "line 41";
        status.ledgerLost = 2;
        const QList<Notice> notices = statusNotices(status);
        QCOMPARE(notices.size(), 3);
        QCOMPARE(notices[0].fact, u"Not serving: port 7717 is taken."_s);
    }
};

QTEST_MAIN(TestUiText)
#include "tst_ui_text.moc"
