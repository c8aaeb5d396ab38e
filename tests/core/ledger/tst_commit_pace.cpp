#include "ledger/commit_pace.h"

#include <QTest>

using namespace signalbox::ledger;
using namespace std::chrono_literals;

using Due = CommitPace::Due;

namespace {

/// A ledger without threads: records come when the test says so, commits begin when the pace says so and take
/// no time.
class Load final
{
public:
    CommitPace::Time now{1h};

    /// Requests that come whatever we do: each `gap` one, for `time`.
    void openLoop(std::chrono::microseconds gap, std::chrono::microseconds time)
    {
        const auto end = now + time;
        auto next = now + gap;
        while (now < end) {
            const Due due = m_pace.due(now);
            while (m_queued < due.rows && next <= std::max(due.time, now)) {
                now = next;
                next += gap;
                arrive();
            }
            if (m_queued == 0) {
                now = next;
                next += gap;
                arrive();
            } else {
                now = m_queued < due.rows ? std::max(due.time, now) : now;
                commit();
            }
        }
    }

    /// Clients that ask `gap` after each other, and again once they have their answer.
    void closedLoop(std::size_t clients, std::chrono::microseconds gap, std::chrono::microseconds time)
    {
        const auto end = now + time;
        while (now < end) {
            const Due due = m_pace.due(now);
            while (m_queued < clients && m_queued < due.rows) {
                if (m_queued > 0 && now + gap > due.time)
                    break;
                now += gap;
                arrive();
            }
            if (m_queued < due.rows)
                now = std::max(due.time, now);
            commit();
        }
    }

    double rowsPerCommit() const { return static_cast<double>(m_rows) / m_commits; }
    int rows() const { return m_rows; }
    std::chrono::microseconds longestWait() const { return m_longestWait; }
    void forget()
    {
        m_commits = m_rows = 0;
        m_longestWait = 0us;
    }

private:
    void arrive()
    {
        if (m_queued++ == 0)
            m_first = now;
        m_pace.noteArrival(now);
    }
    void commit()
    {
        m_longestWait =
            std::max(m_longestWait, std::chrono::duration_cast<std::chrono::microseconds>(now - m_first));
        m_pace.noteCommit(m_queued, now);
        m_rows += static_cast<int>(m_queued);
        ++m_commits;
        m_queued = 0;
    }

    CommitPace m_pace;
    std::size_t m_queued = 0;
    CommitPace::Time m_first{};
    int m_commits = 0;
    int m_rows = 0;
    std::chrono::microseconds m_longestWait{};
};

} // namespace

class TestCommitPace : public QObject
{
    Q_OBJECT

    const CommitPace::Time m_start{1h};

private Q_SLOTS:
    void theFirstRecordsDoNotWait()
    {
        CommitPace pace;
        auto now = m_start;
        for (std::size_t i = 0; i + 1 < CommitPace::kFew; ++i) {
            pace.noteArrival(now);
            QVERIFY(pace.due(now) == (Due{now, 1}));
            pace.noteCommit(1, now);
            now += 100us;
        }
        pace.noteArrival(now);
        QVERIFY(pace.due(now) == (Due{now - 100us + CommitPace::kDistance, CommitPace::kMost}));
    }

    void oneThatComesLongAfterTheLastCommitDoesNotWait()
    {
        CommitPace pace;
        for (std::size_t i = 0; i < CommitPace::kFew; ++i)
            pace.noteArrival(m_start);
        pace.noteCommit(CommitPace::kFew, m_start);
        const auto now = m_start + CommitPace::kDistance;
        pace.noteArrival(now);
        QVERIFY(pace.due(now) == (Due{now, 1}));
    }

    void openLoop_data()
    {
        QTest::addColumn<int>("perSecond");
        QTest::addColumn<double>("fewestRowsPerCommit");
        QTest::addColumn<int>("longestWait");
        QTest::newRow("1 request/s: none waits") << 1 << 1.0 << 0;
        QTest::newRow("100 requests/s: none waits") << 100 << 1.0 << 0;
        QTest::newRow("1,000 requests/s: none waits") << 1000 << 1.0 << 0;
        QTest::newRow("5,000 requests/s: gathered") << 5000 << 4.0 << 1000;
        QTest::newRow("20,000 requests/s: gathered") << 20'000 << 19.0 << 1000;
        QTest::newRow("100,000 requests/s: gathered") << 100'000 << 98.0 << 1000;
    }

    void openLoop()
    {
        QFETCH(int, perSecond);
        QFETCH(double, fewestRowsPerCommit);
        QFETCH(int, longestWait);
        Load load;
        load.openLoop(1'000'000us / perSecond, 2s);
        QVERIFY2(load.rowsPerCommit() >= fewestRowsPerCommit,
                 qPrintable(QString::number(load.rowsPerCommit())));
        QVERIFY2(load.longestWait().count() <= longestWait,
                 qPrintable(QString::number(load.longestWait().count())));
    }

    void clientsThatAskOneAfterTheOtherWaitOnlyForEachOther_data()
    {
        QTest::addColumn<int>("clients");
        QTest::addColumn<int>("gap");
        QTest::newRow("one") << 1 << 100;
        QTest::newRow("two") << 2 << 60;
        QTest::newRow("eight") << 8 << 50;
    }

    void clientsThatAskOneAfterTheOtherWaitOnlyForEachOther()
    {
        QFETCH(int, clients);
        QFETCH(int, gap);
        Load load;
        const std::chrono::microseconds each{gap};
        load.closedLoop(static_cast<std::size_t>(clients), each, 1s);
        QVERIFY(load.rowsPerCommit() > 0.9 * clients);
        // As fast as if nobody ever waited, but for the trials.
        const double asked = 1e6 / gap;
        QVERIFY2(load.rows() > 0.97 * asked, qPrintable(QString::number(load.rows())));
    }

    void learnsThatClientsBecameFewer()
    {
        Load load;
        load.openLoop(50us, 1s);
        load.closedLoop(1, 100us, 2 * CommitPace::kLesson);
        load.forget();
        load.closedLoop(1, 100us, 1s);
        QVERIFY2(load.rows() > 9700, qPrintable(QString::number(load.rows())));
    }

    void learnsThatClientsBecameMore()
    {
        Load load;
        load.closedLoop(1, 100us, 1s);
        load.openLoop(50us, CommitPace::kLesson);
        load.forget();
        load.openLoop(50us, 1s);
        QVERIFY2(load.rowsPerCommit() >= 19, qPrintable(QString::number(load.rowsPerCommit())));
    }

    void whatWasLearntLongAgoCountsNoMore()
    {
        Load load;
        load.openLoop(50us, 1s);
        load.now += 1h;
        load.closedLoop(1, 100us, CommitPace::kLesson);
        // Two distances of the trials, not all of them.
        QVERIFY2(load.rows() > 950, qPrintable(QString::number(load.rows())));
    }
};

QTEST_GUILESS_MAIN(TestCommitPace)
#include "tst_commit_pace.moc"
