#include "ledger/database_file.h"

#include "ledger/record_store.h"
#include "ledger_samples.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;

class TestDatabaseFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    ManualClock m_clock;

    QString name() const { return m_directory->filePath(u"ledger.db"_s); }
    std::filesystem::path path() const { return name().toStdString(); }
    QStringList files(const QString &pattern) const
    {
        return QDir(m_directory->path()).entryList({pattern}, QDir::Files);
    }
    QByteArray bytes() const
    {
        QFile file(name());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void overwrite(qint64 at, const QByteArray &bytes) const
    {
        QFile file(name());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(at);
        file.write(bytes);
    }
    /// A ledger with some hundred requests, closed.
    void fill() const
    {
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        auto store = RecordStore::create(opened->database);
        QVERIFY(store && store->begin());
        for (int i = 0; i < 300; ++i)
            QVERIFY(store->add(samples::record(i)));
        QVERIFY(store->commit());
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void aNewFileIsForItsOwnerAlone()
    {
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        QCOMPARE(opened->database.integer("PRAGMA user_version").value(), std::int64_t(1));
        QCOMPARE(opened->database.text("PRAGMA journal_mode").value(), std::string("wal"));
        QCOMPARE(opened->database.integer("PRAGMA synchronous").value(), std::int64_t(1));
        QVERIFY(opened->notices.empty());
        QVERIFY(opened->database.execute("INSERT INTO facts VALUES ('x', 1)"));
        for (const char *suffix : {"", "-wal", "-shm"}) {
            struct stat status{};
            QCOMPARE(::stat((path().string() + suffix).c_str(), &status), 0);
            QCOMPARE(status.st_mode & 0777U, mode_t(0600));
        }
    }

    void whatIsThereStays()
    {
        fill();
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        QCOMPARE(opened->database.integer("SELECT count(*) FROM requests").value(), std::int64_t(300));
        QVERIFY(opened->notices.empty());
        QVERIFY(files(u"*.v*"_s).isEmpty());
    }

    void aNewerVersionIsRefusedUntouched_data()
    {
        QTest::addColumn<bool>("onlyInTheLog");
        QTest::newRow("known from the file") << false;
        QTest::newRow("known from the log that was not copied yet") << true;
    }
    void aNewerVersionIsRefusedUntouched()
    {
        QFETCH(bool, onlyInTheLog);
        fill();
        auto holder = Database::open(path(), Database::Mode::ReadWrite);
        QVERIFY(holder && holder->execute("PRAGMA journal_mode = WAL; PRAGMA user_version = 7"));
        if (onlyInTheLog)
            holder->keepUntouched();
        *holder = Database();
        const QByteArray before = bytes();
        const auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.find("version 7") != std::string::npos,
                 opened.error().message.c_str());
        QCOMPARE(bytes(), before);
        QVERIFY(files(u"*damaged*"_s).isEmpty());
    }

    void theDatabaseOfAnotherProgramIsRefusedUntouched()
    {
        {
            auto other = Database::open(path(), Database::Mode::Create);
            QVERIFY(other && other->execute("CREATE TABLE photos (a); INSERT INTO photos VALUES (1)"));
        }
        const QByteArray before = bytes();
        QVERIFY(!openDatabaseFile(path(), m_clock));
        QCOMPARE(bytes(), before);
    }

    void anUpgradeMakesABackupFirst()
    {
        fill();
        const std::array steps{migrations()[0], Migration{2, "ALTER TABLE requests ADD COLUMN colour TEXT"}};
        {
            auto opened = openDatabaseFile(path(), m_clock, steps);
            QVERIFY(opened);
            QCOMPARE(opened->database.integer("PRAGMA user_version").value(), std::int64_t(2));
            QCOMPARE(opened->database.integer("SELECT count(*) FROM requests WHERE colour IS NULL").value(),
                     std::int64_t(300));
        }
        const QStringList backups = files(u"ledger.db.v1-*"_s);
        QCOMPARE(backups.size(), 1);
        const auto backup = m_directory->filePath(backups.front()).toStdString();
        QCOMPARE(samples::number(backup, "SELECT count(*) FROM requests"), 300);
        QCOMPARE(samples::number(backup, "PRAGMA user_version"), 1);
        QCOMPARE(QFile::permissions(QString::fromStdString(backup)) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void anUpgradeThatFailsLeavesTheOldVersion()
    {
        fill();
        const std::array steps{migrations()[0],
                               Migration{2, "ALTER TABLE requests ADD COLUMN colour TEXT; CREATE NONSENSE"}};
        QVERIFY(!openDatabaseFile(path(), m_clock, steps));
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        QCOMPARE(opened->database
                     .integer("SELECT count(*) FROM pragma_table_info('requests') WHERE name = 'colour'")
                     .value(),
                 std::int64_t(0));
    }

    void aDamagedFileIsSetAsideAndANewOneBegun_data()
    {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<QByteArray>("garbage");
        QTest::newRow("no database at all")
            << qint64(0) << QByteArray("not a database, but long enough to be read as one");
        QTest::newRow("pages in the middle") << qint64(3 * 4096) << QByteArray(16 * 4096, 'x');
    }
    void aDamagedFileIsSetAsideAndANewOneBegun()
    {
        QFETCH(qint64, at);
        QFETCH(QByteArray, garbage);
        fill();
        overwrite(at, garbage);
        const QByteArray before = bytes();
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        QCOMPARE(opened->notices.size(), std::size_t(1));
        QCOMPARE(opened->database.integer("SELECT count(*) FROM requests").value(), std::int64_t(0));
        const QStringList aside = files(u"ledger.db.damaged-*"_s);
        QCOMPARE(aside, QStringList{u"ledger.db.damaged-2027-01-15T080000Z"_s});
        QFile file(m_directory->filePath(aside.front()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), before);
    }

    void asideTwiceInASecondKeepsBoth()
    {
        for (int i = 0; i < 2; ++i) {
            fill();
            overwrite(0, QByteArray(100, 'x'));
            QVERIFY(openDatabaseFile(path(), m_clock));
            QFile::remove(name());
        }
        QCOMPARE(files(u"ledger.db.damaged-*"_s).size(), 2);
    }

    void aSuspectMarkGoesOnceTheFileWasRead()
    {
        fill();
        markSuspect(path());
        QCOMPARE(files(u"*.suspect"_s).size(), 1);
        QVERIFY(openDatabaseFile(path(), m_clock));
        QVERIFY(files(u"*.suspect"_s).isEmpty());
    }

    void aDirectoryThatIsNotThereIsAnError()
    {
        const auto opened = openDatabaseFile(path() / "no" / "ledger.db", m_clock);
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestDatabaseFile)
#include "tst_database_file.moc"
