#include "ledger/settlements.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::ledger;
using namespace std::chrono_literals;

using Outcomes = std::vector<SettleOutcome>;

class TestSettlements : public QObject
{
    Q_OBJECT

    const Settlements::Time m_start{1h};

private Q_SLOTS:
    void theFirstEndIsTheOutcome()
    {
        Settlements settlements({});
        settlements.add(3, {}, m_start);
        QCOMPARE(settlements.open(), std::size_t(1));
        const auto batch = settlements.takeQueued(10);
        QCOMPARE(batch.size(), std::size_t(1));
        QCOMPARE(settlements.finish(batch[0], Settlement::Committed).value(),
                 (SettleOutcome{3, Settlement::Committed}));
        QVERIFY(!settlements.finish(batch[0], Settlement::Lost));
        QCOMPARE(settlements.open(), std::size_t(0));
        QVERIFY(!settlements.nextDeadline());
    }

    void takesNoMoreThanAsked()
    {
        Settlements settlements({});
        for (std::uint64_t i = 0; i < 5; ++i)
            settlements.add(i, {}, m_start);
        QCOMPARE(settlements.takeQueued(3).size(), std::size_t(3));
        QCOMPARE(settlements.takeQueued(3).size(), std::size_t(2));
        QVERIFY(!settlements.hasQueued());
    }

    void anOverdueRecordGoesToTheSpillerAndStaysWithTheWriter()
    {
        Settlements settlements({});
        settlements.add(1, {}, m_start);
        const auto batch = settlements.takeQueued(10);
        QCOMPARE(settlements.nextDeadline().value(), m_start + 250ms);
        QCOMPARE(settlements.expire(m_start + 249ms), Outcomes());
        QVERIFY(!settlements.hasSpilling());
        QCOMPARE(settlements.expire(m_start + 250ms), Outcomes());
        QVERIFY(settlements.hasSpilling());
        QCOMPARE(settlements.nextDeadline().value(), m_start + 300ms);
        // The writer is done first after all.
        QVERIFY(settlements.finish(batch[0], Settlement::Committed));
        QVERIFY(!settlements.takeSpilling());
    }

    void aRecordStillInTheQueueIsSpilledAndNotWrittenAsWell()
    {
        Settlements settlements({});
        settlements.add(1, {}, m_start);
        settlements.add(2, {}, m_start + 100ms);
        QCOMPARE(settlements.expire(m_start + 260ms), Outcomes());
        const auto entry = settlements.takeSpilling();
        QVERIFY(entry);
        QCOMPARE(entry->ticket, std::uint64_t(1));
        QVERIFY(!settlements.takeSpilling());
        const auto batch = settlements.takeQueued(10);
        QCOMPARE(batch.size(), std::size_t(1));
        QCOMPARE(batch[0]->ticket, std::uint64_t(2));
        QCOMPARE(settlements.finish(entry, Settlement::Spilled).value(),
                 (SettleOutcome{1, Settlement::Spilled}));
    }

    void whatHangsInBothIsLostInTime()
    {
        Settlements settlements({});
        settlements.add(1, {}, m_start);
        const auto batch = settlements.takeQueued(10);
        QCOMPARE(settlements.expire(m_start + 250ms), Outcomes());
        const auto entry = settlements.takeSpilling();
        QCOMPARE(settlements.expire(m_start + 300ms), (Outcomes{{1, Settlement::Lost}}));
        QVERIFY(!settlements.finish(entry, Settlement::Spilled));
        QVERIFY(!settlements.finish(batch[0], Settlement::Committed));
        QCOMPARE(settlements.open(), std::size_t(0));
    }

    void whatTheWriterCouldNotWriteIsSpilledAtOnce()
    {
        Settlements settlements({});
        settlements.add(1, {}, m_start);
        const auto batch = settlements.takeQueued(10);
        settlements.giveToSpiller(batch[0]);
        settlements.giveToSpiller(batch[0]);
        QVERIFY(settlements.takeSpilling());
        QVERIFY(!settlements.takeSpilling());
    }

    void theNextDeadlineIsTheEarliestOfBothKinds()
    {
        Settlements settlements({});
        settlements.add(1, {}, m_start);
        settlements.add(2, {}, m_start + 20ms);
        std::ignore = settlements.expire(m_start + 250ms);
        QCOMPARE(settlements.nextDeadline().value(),
                 m_start + 270ms); // the second's spilling, before the first's loss
    }

    void nothingIsKeptOfWhatEndedInAnyOrder()
    {
        Settlements settlements({});
        std::vector<std::weak_ptr<Settlements::Entry>> watched;
        for (std::uint64_t i = 0; i < 100; ++i)
            settlements.add(i, {}, m_start);
        {
            auto batch = settlements.takeQueued(100);
            for (auto entry = batch.rbegin(); entry != batch.rend(); ++entry) {
                watched.push_back(*entry);
                QVERIFY(settlements.finish(*entry, Settlement::Committed));
            }
        }
        for (const auto &entry : watched)
            QVERIFY(entry.expired());
    }
};

QTEST_APPLESS_MAIN(TestSettlements)
#include "tst_settlements.moc"
