#include "gateway/live_counters.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

class TestLiveCounters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forgetsWhatIsOlderThanTheWindow()
    {
        ManualClock clock;
        LiveCounters counters(clock);
        for (int i = 0; i < 10; ++i)
            counters.noteTarget("coder", "a", "m");
        clock.advance(std::chrono::seconds(29));
        counters.noteTarget("coder", "a", "m");
        QCOMPARE(counters.shares().size(), std::size_t(1));
        QCOMPARE(counters.shares()[0].requests, std::int64_t(11));
        clock.advance(std::chrono::seconds(1));
        QCOMPARE(counters.shares()[0].requests, std::int64_t(1));
        clock.advance(std::chrono::seconds(64)); // the same slot, another second
        QVERIFY(counters.shares().empty());
    }

    void sharesBeginAnewWithNewWeights()
    {
        ManualClock clock;
        LiveCounters counters(clock);
        counters.noteTarget("coder", "a", "m");
        counters.noteTarget("fast", "a", "m");
        counters.restartShares("coder");
        clock.advance(std::chrono::seconds(1));
        counters.noteTarget("coder", "b", "m");
        const auto shares = counters.shares();
        QCOMPARE(shares.size(), std::size_t(2));
        QCOMPARE(shares[0].provider, std::string("b"));
        QCOMPARE(shares[1].virtualModel, std::string("fast"));
    }

    void rateCountsWholeSeconds()
    {
        ManualClock clock;
        LiveCounters counters(clock);
        for (int i = 0; i < 120; ++i) {
            counters.noteRequest();
            counters.noteRequest();
            clock.advance(std::chrono::seconds(1));
        }
        QCOMPARE(counters.requestsPerMinute(), 120.0);
    }
};

QTEST_APPLESS_MAIN(TestLiveCounters)
#include "tst_live_counters.moc"
