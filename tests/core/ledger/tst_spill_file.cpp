#include "ledger/spill_file.h"

#include "full_disk.h"
#include "ledger/record_line.h"
#include "ledger_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;

class TestSpillFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    QString name() const { return m_directory->filePath(u"spill"_s); }
    std::filesystem::path path() const { return name().toStdString(); }
    void write(const QByteArray &bytes) const
    {
        QFile file(name());
        QVERIFY(file.open(QIODevice::Append));
        file.write(bytes);
    }
    static QByteArray line(int n)
    {
        std::string text;
        appendRecordLine(text, samples::record(n));
        return QByteArray::fromStdString(text);
    }

    struct Taken
    {
        std::multiset<std::string> ids;
        std::size_t largest = 0;
        SpillFile::Take take()
        {
            return [this](std::span<const record::RequestRecord> records) -> Result<void> {
                for (const auto &record : records)
                    ids.insert(record.id);
                largest = std::max(largest, records.size());
                return {};
            };
        }
    };

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void givesBackWhatWasAppendedAndGoes()
    {
        SpillFile spill(path());
        QVERIFY(spill.isEmpty());
        for (int i = 0; i < 450; ++i)
            QVERIFY(spill.append(samples::record(i)));
        QVERIFY(!spill.isEmpty());
        QCOMPARE(QFile::permissions(name()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        Taken taken;
        QCOMPARE(spill.replay(taken.take()).value(), 0);
        QCOMPARE(taken.ids.size(), std::size_t(450));
        QVERIFY(taken.largest <= SpillFile::kBatch);
        QVERIFY(spill.isEmpty());
        QVERIFY(spill.append(samples::record(1)));
        QVERIFY(!spill.isEmpty());
    }

    void whatWasNotTakenIsGivenAgain()
    {
        SpillFile spill(path());
        for (int i = 0; i < 300; ++i)
            QVERIFY(spill.append(samples::record(i)));
        int calls = 0;
        const auto replayed = spill.replay([&](std::span<const record::RequestRecord>) -> Result<void> {
            if (++calls == 2)
                return fail(ErrorCode::Unavailable, "busy");
            return {};
        });
        QVERIFY(!replayed);
        QVERIFY(!spill.isEmpty());
        QVERIFY(spill.append(samples::record(300)));
        Taken taken;
        QVERIFY(spill.replay(taken.take()));
        QCOMPARE(std::set<std::string>(taken.ids.begin(), taken.ids.end()).size(), std::size_t(301));
        QVERIFY(spill.isEmpty());
    }

    void recordsThatComeDuringTheReplayAreGivenToo()
    {
        SpillFile spill(path());
        QVERIFY(spill.append(samples::record(0)));
        std::vector<std::string> ids;
        QVERIFY(spill.replay([&](std::span<const record::RequestRecord> records) -> Result<void> {
            if (ids.empty() && !spill.append(samples::record(1)))
                return fail(ErrorCode::Io, "not appended");
            for (const auto &record : records)
                ids.push_back(record.id);
            return {};
        }));
        QCOMPARE(ids, (std::vector<std::string>{"req_0", "req_1"}));
        QVERIFY(spill.isEmpty());
    }

    void whatCannotBeReadIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<int>("unread");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("a line that a death cut")
            << line(1) + line(2).left(40) << 1 << line(2).left(40) + '\n';
        QTest::newRow("zeros, as some file systems leave after a power cut")
            << line(1) + QByteArray(20, '\0') << 1 << QByteArray(20, '\0') + '\n';
        QTest::newRow("a broken line between good ones") << "{}\n" + line(1) << 1 << QByteArray("{}\n");
        QTest::newRow("empty lines are nothing") << "\n\n" + line(1) + "\n" << 0 << QByteArray();
    }
    void whatCannotBeReadIsSetAside()
    {
        QFETCH(QByteArray, before);
        QFETCH(int, unread);
        QFETCH(QByteArray, kept);
        write(before);
        SpillFile spill(path());
        QVERIFY(spill.append(samples::record(9)));
        Taken taken;
        QCOMPARE(spill.replay(taken.take()).value(), unread);
        QCOMPARE(taken.ids, (std::multiset<std::string>{"req_1", "req_9"}));
        QFile aside(name() + u".unread"_s);
        QCOMPARE(aside.exists(), unread > 0);
        if (unread > 0) {
            QVERIFY(aside.open(QIODevice::ReadOnly));
            QCOMPARE(aside.readAll(), kept);
        }
    }

    void aFullDiskLeavesNoPartOfALine()
    {
        SpillFile spill(path());
        QVERIFY(spill.append(samples::record(1)));
        bool appended = true;
        {
            const samples::FullDisk full(static_cast<rlim_t>(line(1).size() + 50));
            appended = spill.append(samples::record(2));
        }
        QVERIFY(!appended);
        QCOMPARE(QFile(name()).size(), line(1).size());
        QVERIFY(spill.append(samples::record(3)));
        Taken taken;
        QCOMPARE(spill.replay(taken.take()).value(), 0);
        QCOMPARE(taken.ids, (std::multiset<std::string>{"req_1", "req_3"}));
    }

    void aDirectoryThatIsNotThereTakesNothing()
    {
        SpillFile spill(path() / "no" / "such");
        QVERIFY(!spill.append(samples::record(1)));
        QVERIFY(spill.isEmpty());
    }

    void aDeathDuringTheReplayLosesNothing()
    {
        {
            SpillFile spill(path());
            QVERIFY(spill.append(samples::record(1)));
        }
        QVERIFY(QFile::rename(name(), name() + u".replaying"_s));
        SpillFile spill(path());
        QVERIFY(!spill.isEmpty());
        QVERIFY(spill.append(samples::record(2)));
        Taken taken;
        QVERIFY(spill.replay(taken.take()));
        QCOMPARE(taken.ids, (std::multiset<std::string>{"req_1", "req_2"}));
    }
};

QTEST_GUILESS_MAIN(TestSpillFile)
#include "tst_spill_file.moc"
