#include "ui/charts/latency_chart.h"
#include "ui/charts/latency_rows.h"
#include "ui/charts/spend_chart.h"
#include "ui/models/format.h"
#include "ui/sample_traffic.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/tokens.h"

#include <QAbstractButton>
#include <QAreaSeries>
#include <QChart>
#include <QLineSeries>
#include <QLocale>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        m_now = tests::sampleNow();
        m_span = timeSpan(TimeRange::Today, m_now);
        m_control = std::make_unique<tests::FakeControl>();
        tests::fillBusy(*m_control, m_now);
    }

    void totalsAreTheSumsOfTheSeries()
    {
        ModelSlots modelSlots;
        ChartLegend legend;
        SpendChart chart(modelSlots, legend);
        chart.setSeries(m_control->seriesByModel, m_span, m_now);
        QCOMPARE(legend.entries().size(), 4); // what cost nothing has no area
        for (const LegendEntry &entry : legend.entries()) {
            Money sum;
            for (const control::SeriesGroup &group : m_control->seriesByModel.groups) {
                if (shortModelName(group.key) != entry.name)
                    continue;
                for (const control::SeriesPoint &point : group.points)
                    sum += point.cost;
            }
            QCOMPARE(entry.value, formatMoney(sum));
            QVERIFY(chart.accessibleDescription().contains(entry.value));
        }
        // And to the nano-dollar, the bands hold what the report says was spent.
        Money drawn;
        for (const SpendChart::Band &band : chart.bands())
            drawn += band.total;
        QCOMPARE(drawn, m_control->usageAnswer.total.cost);
    }

    void theRestIsOne()
    {
        control::Series series{m_span.since, m_span.until, m_span.bucket, {}};
        for (int i = 0; i < 9; ++i) {
            control::SeriesPoint point;
            point.start = m_span.since;
            point.cost = Money::fromNano(1'000'000'000);
            series.groups.push_back({std::to_string(i), {point}});
        }
        ModelSlots modelSlots;
        ChartLegend legend;
        SpendChart chart(modelSlots, legend);
        chart.setSeries(series, m_span, m_now);
        QCOMPARE(chart.bands().size(), 7);
        QCOMPARE(chart.bands().last().slot, kOtherSlot);
        QCOMPARE(chart.bands().last().total, Money::fromNano(3'000'000'000));
    }

    void areasAreStackedAsRates()
    {
        ModelSlots modelSlots;
        ChartLegend legend;
        SpendChart chart(modelSlots, legend);
        control::SeriesPoint point;
        point.start = m_span.since;
        point.cost = Money::fromNano(1'000'000'000);
        control::Series series{m_span.since, m_span.until, m_span.bucket, {{"a", {point}}, {"b", {point}}}};
        chart.resize(600, 200);
        chart.setSeries(series, m_span, m_now);
        chart.show();
        const QList<QAbstractSeries *> all = chart.chart()->series();
        QCOMPARE(all.size(), 2);
        // A dollar in ten minutes is six an hour; the first group lies on the second.
        QCOMPARE(static_cast<QAreaSeries *>(all[1])->upperSeries()->at(0).y(), 6.0);
        QCOMPARE(static_cast<QAreaSeries *>(all[0])->lowerSeries()->at(0).y(), 6.0);
        QCOMPARE(static_cast<QAreaSeries *>(all[0])->upperSeries()->at(0).y(), 12.0);
    }

    void aHiddenChartDoesNothing()
    {
        ModelSlots modelSlots;
        ChartLegend legend;
        SpendChart chart(modelSlots, legend);
        chart.resize(600, 200);
        for (int i = 0; i < 5; ++i)
            chart.setSeries(m_control->seriesByModel, m_span, m_now);
        QCOMPARE(chart.updates(), 0);
        QCOMPARE(chart.chart()->series().size(), 0);
        chart.show();
        QCOMPARE(chart.updates(), 1);
        chart.setSeries(m_control->seriesByModel, m_span, m_now);
        QCOMPARE(chart.updates(), 2);
        chart.hide();
        chart.setSeries(m_control->seriesByModel, m_span, m_now);
        QCOMPARE(chart.updates(), 2);
        QCOMPARE(chart.chart()->series().size(), 4); // made once
    }

    void legendChoosesWhatIsShown()
    {
        ModelSlots modelSlots;
        ChartLegend legend;
        legend.resize(600, 22);
        SpendChart chart(modelSlots, legend);
        chart.setSeries(m_control->seriesByModel, m_span, m_now);
        const auto buttons = legend.findChildren<QAbstractButton *>();
        buttons[1]->click();
        QVERIFY(!legend.isShown(legend.entries()[0].name));
        QVERIFY(legend.isShown(legend.entries()[1].name));
        buttons[1]->click();
        QVERIFY(legend.isShown(legend.entries()[0].name));
        QTest::mouseClick(buttons[2], Qt::LeftButton, Qt::ControlModifier);
        QVERIFY(!legend.isShown(legend.entries()[2].name));
        QVERIFY(legend.isShown(legend.entries()[0].name));
    }

    void aGapInTheDataIsAGapInTheLine()
    {
        ModelSlots modelSlots;
        ChartLegend legend;
        LatencyChart chart(modelSlots, legend);
        chart.resize(600, 200);
        chart.show();
        control::Series series{m_span.since, m_span.until, m_span.bucket, {{"a", {}}}};
        for (const int bucket : {0, 1, 2, 5, 6, 9}) {
            control::SeriesPoint point;
            point.start = m_span.since + bucket * m_span.bucket;
            point.requests = 3;
            point.p50Ms = 500;
            point.p95Ms = 900;
            series.groups[0].points.push_back(point);
        }
        chart.setSeries(series, {}, m_span);
        QCOMPARE(chart.pieces(), 3);
        series.groups[0].points.clear();
        chart.setSeries(series, {}, m_span);
        QCOMPARE(chart.pieces(), 0);
        QCOMPARE(chart.chart()->series().size(), 3); // kept for next time
    }

    void coloursFollowThePalette()
    {
        ModelSlots modelSlots;
        ChartLegend legend;
        SpendChart chart(modelSlots, legend);
        chart.setPalette(paletteFor(lightTokens()));
        chart.resize(600, 200);
        chart.show();
        chart.setSeries(m_control->seriesByModel, m_span, m_now);
        const auto colour = [&] {
            return static_cast<QAreaSeries *>(chart.chart()->series()[0])->brush().color();
        };
        const int slot = chart.bands()[0].slot;
        QCOMPARE(colour(), modelColour(slot, lightTokens()).fill);
        chart.setPalette(paletteFor(darkTokens()));
        QCOMPARE(colour(), modelColour(slot, darkTokens()).fill);
    }

    void rowsSayWhatTheyLack()
    {
        ModelSlots modelSlots;
        LatencyRows rows(modelSlots);
        QVERIFY(!rows.accessibleDescription().contains(u"half"_s));
        rows.setUsage(m_control->usageAnswer);
        QVERIFY(rows.accessibleDescription().contains(u"steady: half within 6.1\u00a0s"_s));
        rows.resize(480, 220);
        const QImage total = rows.grab().toImage();
        rows.setMeasure(LatencyRows::Measure::FirstToken);
        QVERIFY(rows.accessibleDescription().contains(u"steady: half within 1.0\u00a0s"_s));
        QVERIFY(rows.grab().toImage() != total);
    }

private:
    WallTime m_now{};
    TimeSpan m_span;
    std::unique_ptr<tests::FakeControl> m_control;
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
