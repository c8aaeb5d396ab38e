#include "net/memory_connection.h"
#include "support/recording_observer.h"
#include "support/turns.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::net;
using namespace signalbox::test;
using namespace std::chrono_literals;

class TestMemoryConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesBytesBothWays()
    {
        auto [a, b] = createMemoryConnection();
        RecordingObserver left(*a);
        RecordingObserver right(*b);
        a->write({"he", "", "llo"});
        b->write("hi");
        QCOMPARE(right.readable, 0); // never from within a call
        QTRY_COMPARE(right.received, std::string("hello"));
        QTRY_COMPARE(left.received, std::string("hi"));
        QCOMPARE(a->unsentBytes(), std::size_t(0));
    }

    void tellsAgainWhileSomethingIsLeft()
    {
        auto [a, b] = createMemoryConnection();
        RecordingObserver right(*b);
        right.most = 2;
        a->write("abcdef");
        QTRY_COMPARE(right.received, std::string("abcdef"));
        QCOMPARE(right.readable, 3);
    }

    void holdsBackWhatThePausedEndDoesNotTake()
    {
        auto [a, b] = createMemoryConnection();
        RecordingObserver left(*a);
        RecordingObserver right(*b);
        b->setReadPaused(true);
        const std::string much(1'000'000, 'x');
        a->write(much);
        letPass(10ms);
        QCOMPARE(right.readable, 0);
        QVERIFY(a->unsentBytes() > Connection::kHighWater);
        QVERIFY(a->unsentBytes() < much.size());
        QCOMPARE(left.drained, 0);
        b->setReadPaused(false);
        QTRY_COMPARE(right.received.size(), much.size());
        QCOMPARE(left.drained, 1);
        QCOMPARE(a->unsentBytes(), std::size_t(0));
    }

    void anOrderlyEndComesBehindTheBytes()
    {
        auto [a, b] = createMemoryConnection();
        RecordingObserver left(*a);
        RecordingObserver right(*b);
        const std::string much(300'000, 'x');
        a->write(much);
        a->finishWriting();
        a->write("never");
        QTRY_COMPARE(right.ends, 1);
        QVERIFY(right.received == much);
        b->write("still heard");
        QTRY_COMPARE(left.received, std::string("still heard"));
        QCOMPARE(right.failures + left.failures, 0);
        letPass(10ms);
        QCOMPARE(right.ends, 1); // told once
    }

    void aDestroyedEndIsAnOrderlyOne()
    {
        auto [a, b] = createMemoryConnection();
        RecordingObserver right(*b);
        a->write("last");
        a.reset();
        QTRY_COMPARE(right.ends, 1);
        QCOMPARE(right.received, std::string("last"));
        b->write("to nobody");
        QTRY_COMPARE(right.failures, 1);
    }

    void anAbortIsAFailure()
    {
        auto [a, b] = createMemoryConnection();
        RecordingObserver left(*a);
        RecordingObserver right(*b);
        a->abort();
        QCOMPARE(right.failures, 0);
        QTRY_COMPARE(right.failures, 1);
        QVERIFY(right.error.code == ErrorCode::Network);
        QCOMPARE(left.failures, 0);
    }

    void mayBeDestroyedInAnyNotice()
    {
        for (int which = 0; which < 3; ++which) {
            auto [a, b] = createMemoryConnection();
            auto right = std::make_unique<RecordingObserver>(*b);
            auto left = std::make_unique<RecordingObserver>(*a);
            std::unique_ptr<Connection> *victim = which == 1 ? &a : &b;
            int destroyed = 0;
            const auto destroy = [&] {
                victim->reset();
                ++destroyed;
            };
            if (which == 0)
                right->whenReadable = destroy;
            else if (which == 1)
                left->whenDrained = destroy;
            else
                right->whenFailed = destroy;
            if (which == 2)
                a->abort();
            else
                a->write(std::string(1'000'000, 'x'));
            QTRY_COMPARE(destroyed, 1);
            letPass(10ms);
            QCOMPARE(destroyed, 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestMemoryConnection)
#include "tst_memory_connection.moc"
