#include "ledger/ledger.h"

#include "full_disk.h"
#include "ledger/spill_file.h"
#include "ledger_samples.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;
using samples::number;
using samples::Outcomes;

class TestLedger : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    SystemClock m_clock;

    /// However long a busy machine takes: nothing is spilled or lost but for a reason of the test's.
    static constexpr Settlements::Limits kPatient{std::chrono::seconds(20), std::chrono::seconds(30)};
    static constexpr Settlements::Limits kNeverLost{std::chrono::milliseconds(250), std::chrono::seconds(30)};
    static constexpr Settlements::Limits kAsShipped{};

    std::filesystem::path path(const char *name) const
    {
        return m_directory->filePath(QString::fromUtf8(name)).toStdString();
    }
    std::filesystem::path database() const { return path("ledger.db"); }
    Ledger::Options options() const { return {database(), path("ledger.spill"), std::nullopt, {}}; }
    std::unique_ptr<Ledger> open(Outcomes &outcomes, Settlements::Limits limits = kPatient)
    {
        Ledger::Options options = this->options();
        options.limits = limits;
        auto ledger = Ledger::open(options, m_clock, outcomes.receiver());
        if (!ledger)
            qWarning("%s", describe(ledger.error()).c_str());
        return ledger ? std::move(*ledger) : nullptr;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void tellsCommittedOnceTheRowIsThere()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        QVERIFY(ledger);
        ledger->settle(7, samples::record(1));
        QVERIFY(outcomes.waitFor(1));
        QCOMPARE(outcomes.told().at(7), std::vector{Settlement::Committed});
        QCOMPARE(number(database(), "SELECT count(*) FROM requests WHERE id = 'req_1'"), 1);
        QCOMPARE(number(database(), "SELECT json_array_length(details, '$.attempts') FROM requests"), 2);
        QCOMPARE(number(database(), "SELECT json_array_length(details, '$.route') FROM requests"), 2);
        QCOMPARE(ledger->status().queued, std::size_t(0));
        QCOMPARE(ledger->status().health, Health::Good);
    }

    void closeWritesEverything()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        for (int i = 0; i < 3000; ++i)
            ledger->settle(static_cast<std::uint64_t>(i), samples::record(i));
        ledger->close();
        QCOMPARE(outcomes.told().size(), std::size_t(3000));
        QVERIFY(outcomes.eachOnce(Settlement::Committed));
        QCOMPARE(number(database(), "SELECT count(*) FROM requests"), 3000);
        QCOMPARE(number(database(), "SELECT sum(requests) FROM minutes"), 3000);
    }

    void aRecordAfterCloseIsLostAndCounted()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        ledger->close();
        ledger->settle(1, samples::record(1));
        QCOMPARE(outcomes.told().at(1), std::vector{Settlement::Lost});
        QCOMPARE(ledger->lost(), std::uint64_t(1));
    }

    void theSameRecordTwiceCountsOnce()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        ledger->settle(1, samples::record(1));
        ledger->settle(2, samples::record(1));
        QVERIFY(outcomes.waitFor(2));
        QVERIFY(outcomes.eachOnce(Settlement::Committed));
        QCOMPARE(number(database(), "SELECT count(*) FROM requests"), 1);
        QCOMPARE(number(database(), "SELECT sum(requests) FROM minutes"), 1);
    }

    void aBusyDatabaseIsSpilledInTimeAndReplayed()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes, kNeverLost);
        ledger->settle(1, samples::record(1));
        QVERIFY(outcomes.waitFor(1));
        auto holder = Database::open(database(), Database::Mode::ReadWrite);
        QVERIFY(holder && holder->execute("BEGIN IMMEDIATE"));
        QElapsedTimer timer;
        timer.start();
        for (int i = 2; i < 10; ++i)
            ledger->settle(static_cast<std::uint64_t>(i), samples::record(i));
        QVERIFY(outcomes.waitFor(9));
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        for (std::uint64_t i = 2; i < 10; ++i)
            QCOMPARE(outcomes.told().at(i), std::vector{Settlement::Spilled});
        QCOMPARE(ledger->status().health, Health::Spilling);
        QVERIFY(!ledger->status().lastError.empty());
        QVERIFY(holder->execute("COMMIT"));
        QTRY_COMPARE(number(database(), "SELECT count(*) FROM requests"), 9);
        QTRY_VERIFY(SpillFile(path("ledger.spill")).isEmpty());
        QCOMPARE(number(database(), "SELECT sum(requests) FROM minutes"), 9);
    }

    void theLogIsCopiedWhileTheLedgerLives()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        const auto copied = std::filesystem::file_size(database());
        for (std::uint64_t i = 0; i < 300; ++i)
            ledger->settle(i, samples::record(static_cast<int>(i)));
        QVERIFY(outcomes.waitFor(300));
        // Quiet for a few seconds; under load it is copied once a second.
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::file_size(database()) > copied, 20'000);
    }

    void aFullDiskOfTheDatabaseIsSpilledAndReplayedWhenThereIsRoom()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        for (std::uint64_t i = 0; i < 10; ++i) {
            ledger->settle(i, samples::record(static_cast<int>(i)));
            QVERIFY(outcomes.waitFor(i + 1));
        }
        // Ten commits of some pages each made the log larger than this; the spill file is empty.
        constexpr rlim_t limit = 60'000;
        QVERIFY(std::filesystem::file_size(database().string() + "-wal") > limit);
        {
            const samples::FullDisk full(limit);
            for (int i = 10; i < 19; ++i)
                ledger->settle(static_cast<std::uint64_t>(i), samples::record(i));
            outcomes.waitFor(19);
        }
        QCOMPARE(outcomes.told().size(), std::size_t(19));
        for (std::uint64_t i = 10; i < 19; ++i)
            QCOMPARE(outcomes.told().at(i), std::vector{Settlement::Spilled});
        QTRY_COMPARE(number(database(), "SELECT count(*) FROM requests"), 19);
        QCOMPARE(number(database(), "SELECT sum(requests) FROM minutes"), 19);
        QCOMPARE(ledger->lost(), std::uint64_t(0));
        ledger->settle(19, samples::record(19));
        QVERIFY(outcomes.waitFor(20));
        QCOMPARE(outcomes.told().at(19), std::vector{Settlement::Committed});
        QCOMPARE(ledger->status().health, Health::Good);
    }

    void whereNothingTakesItARecordIsLostAndCounted()
    {
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        {
            const samples::FullDisk full(0);
            ledger->settle(1, samples::record(1));
            outcomes.waitFor(1);
        }
        QCOMPARE(outcomes.told().at(1), std::vector{Settlement::Lost});
        QCOMPARE(ledger->lost(), std::uint64_t(1));
        QCOMPARE(ledger->status().health, Health::Losing);
        ledger->settle(2, samples::record(2));
        QVERIFY(outcomes.waitFor(2));
        QCOMPARE(outcomes.told().at(2), std::vector{Settlement::Committed});
        QCOMPARE(ledger->status().health, Health::Good);
        QCOMPARE(
            number(database(), "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
            1);
    }

    void whereEverythingHangsARecordIsLostInTime()
    {
        // A pipe that nobody reads holds whoever opens it, as a disk that does not answer would.
        QCOMPARE(::mkfifo(path("ledger.spill").c_str(), 0600), 0);
        Outcomes outcomes;
        const auto ledger = open(outcomes, kAsShipped);
        QVERIFY(ledger);
        auto holder = Database::open(database(), Database::Mode::ReadWrite);
        QVERIFY(holder && holder->execute("BEGIN IMMEDIATE"));
        QElapsedTimer timer;
        timer.start();
        for (std::uint64_t i = 0; i < 5; ++i)
            ledger->settle(i, samples::record(static_cast<int>(i)));
        outcomes.waitFor(5);
        const qint64 took = timer.elapsed();
        const int reader = ::open(path("ledger.spill").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(holder->execute("COMMIT"));
        ledger->close();
        ::close(reader);
        QCOMPARE(outcomes.told().size(), std::size_t(5));
        QVERIFY(outcomes.eachOnce(Settlement::Lost));
        QVERIFY2(took < 1000, qPrintable(QString::number(took)));
        QCOMPARE(ledger->lost(), std::uint64_t(5));
    }

    void whatWasSpilledInAnEarlierLifeIsThereWhenItIsOpen()
    {
        {
            SpillFile spill(path("ledger.spill"));
            for (int i = 0; i < 1000; ++i)
                QVERIFY(spill.append(samples::record(i)));
        }
        QFile file(QString::fromStdString(path("ledger.spill").string()));
        QVERIFY(file.open(QIODevice::Append));
        file.write("{\"id\":\"torn");
        file.close();
        Outcomes outcomes;
        const auto ledger = open(outcomes);
        QCOMPARE(number(database(), "SELECT count(*) FROM requests"), 1000);
        QCOMPARE(ledger->notices().size(), std::size_t(1));
        QVERIFY(!QFile::exists(file.fileName()));
        QVERIFY(QFile::exists(file.fileName() + u".unread"_s));
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
