#include "net/later.h"
#include "support/turns.h"

#include <QTest>

#include <functional>
#include <memory>
#include <string>

using namespace signalbox::net;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

/// Does what the test says when its turn comes.
struct Waiter
{
    explicit Waiter(std::function<void()> does) : action(std::move(does)) {}
    void run() { action(); }

    std::function<void()> action;
    Later later = Later::calling<&Waiter::run>(*this);
};

} // namespace

class TestLater : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsOnceHoweverOftenAsked()
    {
        int runs = 0;
        Waiter waiter{[&] { ++runs; }};
        waiter.later.schedule();
        waiter.later.schedule();
        QCOMPARE(runs, 0);
        QTRY_COMPARE(runs, 1);
        letPass(5ms);
        QCOMPARE(runs, 1);
        waiter.later.schedule();
        QTRY_COMPARE(runs, 2);
    }

    void runsInTheOrderOfAsking()
    {
        std::string order;
        Waiter a{[&] { order += 'a'; }};
        Waiter b{[&] { order += 'b'; }};
        Waiter c{[&] { order += 'c'; }};
        b.later.schedule();
        c.later.schedule();
        a.later.schedule();
        QTRY_COMPARE(order.size(), std::size_t(3));
        QCOMPARE(order, std::string("bca"));
    }

    void aTurnRunsItAtItsEnd()
    {
        int runs = 0;
        Waiter waiter{[&] { ++runs; }};
        {
            const Later::Turn outer;
            {
                const Later::Turn inner;
                waiter.later.schedule();
            }
            QCOMPARE(runs, 0);
        }
        QCOMPARE(runs, 1); // without the event loop
    }

    void whoAsksAgainWaitsForTheNextTurn()
    {
        int runs = 0;
        Waiter waiter{[] {}};
        waiter.action = [&] {
            if (++runs < 3)
                waiter.later.schedule();
        };
        {
            const Later::Turn turn;
            waiter.later.schedule();
        }
        QCOMPARE(runs, 1); // else one could keep the event loop out for ever
        QTRY_COMPARE(runs, 3);
    }

    void nothingComesAfterDestruction()
    {
        int runs = 0;
        auto gone = std::make_unique<Waiter>([&] { ++runs; });
        auto other = std::make_unique<Waiter>([&] { ++runs; });
        Waiter last{[&] { runs += 10; }};
        Waiter first{[&] { other.reset(); }};
        gone->later.schedule();
        first.later.schedule();
        other->later.schedule(); // destroyed while the queue runs
        last.later.schedule();
        gone.reset();
        QTRY_COMPARE(runs, 10);
    }

    void mayBeDestroyedInItsOwnCall()
    {
        int runs = 0;
        auto waiter = std::make_unique<Waiter>([] {});
        waiter->action = [&] {
            ++runs;
            std::function<void()> kept = std::move(waiter->action);
            waiter.reset();
        };
        waiter->later.schedule();
        QTRY_COMPARE(runs, 1);
        QVERIFY(!waiter);
    }
};

QTEST_GUILESS_MAIN(TestLater)
#include "tst_later.moc"
