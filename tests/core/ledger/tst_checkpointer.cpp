#include "ledger/checkpointer.h"

#include "ledger/commit_pace.h"
#include "ledger/database_file.h"
#include "ledger_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <semaphore>
#include <thread>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;

class TestCheckpointer : public QObject
{
    Q_OBJECT

    static constexpr int kLarge = 200; // pages

    std::unique_ptr<QTemporaryDir> m_directory;
    ManualClock m_clock;
    std::optional<Database> m_writer;
    std::optional<Database> m_beside;

    std::filesystem::path file(const char *suffix = "") const
    {
        return m_directory->filePath(u"ledger.db"_s + QString::fromUtf8(suffix)).toStdString();
    }
    qint64 logBytes() const { return QFile(file("-wal")).size(); }
    /// Another one each time that the log is begun anew.
    QByteArray salt() const
    {
        QFile log(file("-wal"));
        return log.open(QIODevice::ReadOnly) ? log.read(24).mid(16) : QByteArray();
    }
    bool commit()
    {
        m_writer->waitForLocksUntil(std::chrono::steady_clock::now() + std::chrono::seconds(10));
        return m_writer->execute("INSERT INTO blobs VALUES (randomblob(20000))").has_value();
    }

private Q_SLOTS:
    void init()
    {
        m_beside.reset();
        m_writer.reset();
        m_directory = std::make_unique<QTemporaryDir>();
        auto opened = openDatabaseFile(file(), m_clock);
        QVERIFY(opened);
        m_writer = std::move(opened->database);
        auto beside = openBeside(file());
        QVERIFY(beside);
        m_beside = std::move(*beside);
        QVERIFY(m_writer->execute("CREATE TABLE blobs (bytes BLOB)"));
    }

    void aLogThatIsCopiedWholeIsBegunAnew()
    {
        QVERIFY(commit());
        const QByteArray before = salt();
        QVERIFY(copyLog(*m_beside, kLarge));
        QVERIFY(commit());
        QVERIFY(salt() != before);
    }

    void aLargeLogIsCut()
    {
        while (logBytes() <= kLarge * 4096)
            QVERIFY(commit());
        QVERIFY(copyLog(*m_beside, kLarge));
        cutLog(*m_beside, file("-wal"), static_cast<std::uintmax_t>(logBytes()));
        QVERIFY(logBytes() > 0);
        cutLog(*m_beside, file("-wal"), static_cast<std::uintmax_t>(logBytes()) - 1);
        QCOMPARE(logBytes(), 0);
    }

    void aLargeLogIsBegunAnewThoughCommitsNeverPause()
    {
        while (logBytes() <= kLarge * 4096)
            QVERIFY(commit());
        const QByteArray before = salt();
        std::binary_semaphore stop(0);
        std::atomic<int> commits = 0;
        std::atomic<int> failures = 0;
        std::thread committing([&] {
            while (!stop.try_acquire_for(CommitPace::kDistance)) {
                failures += commit() ? 0 : 1;
                ++commits;
            }
        });
        // One is enough, but for a machine that lets the other thread wait.
        for (int pass = 0; pass < 5 && salt() == before; ++pass) {
            std::ignore = copyLog(*m_beside, kLarge);
            const int done = commits;
            while (commits < done + 2)
                std::this_thread::yield();
        }
        stop.release();
        committing.join();
        QVERIFY(salt() != before);
        QCOMPARE(failures.load(), 0);
        QCOMPARE(samples::number(file(),
                                 "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                 1);
    }

    void aReaderKeepsTheLogOnlyAsLongAsItReads()
    {
        auto reader = Database::open(file(), Database::Mode::ReadOnly);
        QVERIFY(reader && reader->execute("BEGIN") && reader->integer("SELECT count(*) FROM blobs"));
        while (logBytes() <= kLarge * 4096)
            QVERIFY(commit());
        const QByteArray before = salt();
        QVERIFY(!copyLog(*m_beside, kLarge));
        QVERIFY(commit());
        QVERIFY(salt() == before);
        QVERIFY(reader->execute("ROLLBACK"));
        QVERIFY(copyLog(*m_beside, kLarge));
        QVERIFY(commit());
        QVERIFY(salt() != before);
    }
};

QTEST_GUILESS_MAIN(TestCheckpointer)
#include "tst_checkpointer.moc"
