#include "ui/fake_control.h"
#include "ui/models/poller.h"
#include "ui/sample_traffic.h"

#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;
using signalbox::ui::OverviewData;
using signalbox::ui::Poller;
using signalbox::ui::TimeRange;

namespace {
const Poller::Needs kAll = Poller::Needs(Poller::Need::Live) | Poller::Need::Overview;
} // namespace

class TestPoller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<ManualClock>(tests::sampleNow());
        m_control = std::make_unique<tests::FakeControl>();
        tests::fillBusy(*m_control, m_clock->wallNow());
        m_poller = std::make_unique<Poller>(*m_control, *m_clock);
        m_poller->setNeeds(kAll);
    }
    void cleanup()
    {
        m_poller.reset();
        m_control.reset();
    }

    void asksNothingUnseen()
    {
        m_poller->setRange(TimeRange::Hour);
        m_poller->setPaused(false);
        QVERIFY(!m_poller->isActive());
        QCOMPARE(m_control->lives, 0);
        QCOMPARE(m_control->usages, 0);
    }

    void stopsWhenHidden()
    {
        m_poller->setVisible(true);
        QTRY_VERIFY(m_control->lives >= 2);
        m_poller->setVisible(false);
        QVERIFY(!m_poller->isActive());
        const int lives = m_control->lives;
        m_poller->setRange(TimeRange::Hour);
        QCOMPARE(m_control->lives, lives);
    }

    void livesOftenAggregatesSeldom()
    {
        QSignalSpy overview(m_poller.get(), &Poller::overviewReceived);
        m_poller->setVisible(true);
        QTRY_COMPARE(overview.size(), 1);
        QTRY_VERIFY(m_control->lives >= 4);
        QCOMPARE(m_control->usages, 1); // the clock has not moved
        QCOMPARE(m_control->serieses, 2);
        m_clock->advance(1s);
        QTRY_COMPARE(m_control->usages, 2);
    }

    void aPageWithoutFiguresAsksForNone()
    {
        m_poller->setNeeds(Poller::Need::Live);
        m_poller->setVisible(true);
        QTRY_VERIFY(m_control->lives >= 3);
        QCOMPARE(m_control->usages, 0);
        m_poller->setNeeds(kAll);
        QTRY_COMPARE(m_control->usages, 1);
    }

    void slowAnswersDoNotPileUp()
    {
        m_control->holdLive = true;
        m_poller->setVisible(true);
        severalTicksPass();
        QCOMPARE(m_control->lives, 1);
        m_control->holdLive = false;
        m_control->release();
        QTRY_VERIFY(m_control->lives >= 2);
    }

    void anOverdueAnswerIsToldOnce()
    {
        QSignalSpy lost(m_poller.get(), &Poller::gatewayLost);
        m_control->holdLive = true;
        m_poller->setVisible(true);
        m_clock->advance(6s);
        QTRY_COMPARE(lost.size(), 1);
        severalTicksPass();
        QCOMPARE(lost.size(), 1);
        QSignalSpy live(m_poller.get(), &Poller::liveReceived);
        m_control->holdLive = false;
        m_control->release();
        QTRY_VERIFY(live.size() >= 1);
    }

    void aNewRevisionFetchesTheConfiguration()
    {
        QSignalSpy view(m_poller.get(), &Poller::configurationReceived);
        m_poller->setVisible(true);
        QTRY_COMPARE(view.size(), 1);
        QTRY_VERIFY(m_control->lives >= 3);
        QCOMPARE(m_control->configurations, 1);
        m_control->liveAnswer.status.revision = m_control->view.revision = 9;
        QTRY_COMPARE(view.size(), 2);
        QTRY_VERIFY(m_control->lives >= 6);
        QCOMPARE(m_control->configurations, 2);
    }

    void pausedFiguresStandStill()
    {
        m_poller->setVisible(true);
        QTRY_COMPARE(m_control->usages, 1);
        m_poller->setPaused(true);
        m_clock->advance(10s);
        const int lives = m_control->lives;
        QTRY_VERIFY(m_control->lives >= lives + 2); // the state is still watched
        QCOMPARE(m_control->usages, 1);
        m_poller->setPaused(false);
        QTRY_COMPARE(m_control->usages, 2);
    }

    void aNewRangeIsAskedForAtOnce()
    {
        QSignalSpy overview(m_poller.get(), &Poller::overviewReceived);
        m_poller->setVisible(true);
        m_poller->setRange(TimeRange::Hour); // while the answers of the other are under way
        QTRY_VERIFY(!overview.isEmpty());
        QCOMPARE(overview.last()[0].value<OverviewData>().range, TimeRange::Hour);
        QCOMPARE(overview.size(), 1);
        QVERIFY(m_control->lastUsageQuery.until - m_control->lastUsageQuery.since == 1h);
    }

    void anErrorIsToldWithItsWords()
    {
        QSignalSpy failed(m_poller.get(), &Poller::overviewFailed);
        m_control->usageError = Error{ErrorCode::Io, "database locked", {}};
        m_poller->setVisible(true);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Error>().message, std::string("database locked"));
    }

private:
    /// Aggregates are asked for by the same ticks, once the clock says so.
    void severalTicksPass()
    {
        for (int i = 0; i < 3; ++i) {
            const int usages = m_control->usages;
            m_clock->advance(1s);
            QTRY_VERIFY(m_control->usages > usages);
        }
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<tests::FakeControl> m_control;
    std::unique_ptr<Poller> m_poller;
};

QTEST_MAIN(TestPoller)
#include "tst_poller.moc"
