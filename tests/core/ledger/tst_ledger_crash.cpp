#include "ledger/ledger.h"

#include "base/random.h"
#include "ledger_samples.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;

/// Kills a program that writes its ledger, at any moment, and looks for what it had said to be safe.
class TestLedgerCrash : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    QString name(const char *file) const { return m_directory.filePath(QString::fromUtf8(file)); }

private Q_SLOTS:
    void whatWasSaidToBeSafeIsThereOnce()
    {
        const std::filesystem::path database = name("ledger.db").toStdString();
        SeededRandom random(QDateTime::currentMSecsSinceEpoch());
        QByteArrayList told;
        int next = 0;
        int spilled = 0;
        for (int life = 0; life < 24; ++life) {
            QProcess writer;
            writer.start(QStringLiteral(CRASHING_LEDGER),
                         {name("ledger.db"), name("spill"), QString::number(next)});
            QVERIFY(writer.waitForStarted());
            QVERIFY(writer.waitForReadyRead());
            std::optional<Database> holder;
            if (life % 3 == 1) { // some of them have to spill
                auto opened = Database::open(database, Database::Mode::ReadWrite);
                QVERIFY(opened);
                holder = std::move(*opened);
                holder->waitForLocksUntil(std::chrono::steady_clock::now() + std::chrono::seconds(5));
                QVERIFY(holder->execute("BEGIN IMMEDIATE"));
            }
            QElapsedTimer timer;
            timer.start();
            const qint64 until = (holder ? 300 : 0) + static_cast<qint64>(random.next() % 120);
            QByteArray output = writer.readAll();
            while (timer.elapsed() < until) {
                writer.waitForReadyRead(static_cast<int>(std::max<qint64>(1, until - timer.elapsed())));
                output += writer.readAll();
            }
            writer.kill();
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            output += writer.readAll();
            output.truncate(output.lastIndexOf('\n') + 1);
            for (const QByteArray &line : output.trimmed().split('\n')) {
                QVERIFY2(!line.startsWith("lost"), line.constData());
                spilled += line.startsWith("spilled") ? 1 : 0;
                told += line.split(' ').last();
            }
            next += 100'000;
        }
        QVERIFY(told.size() > 1000);
        QVERIFY(spilled > 0);

        const SystemClock clock;
        auto ledger = Ledger::open({database, name("spill").toStdString(), std::nullopt, {}}, clock, {});
        QVERIFY(ledger);
        (*ledger)->close();
        auto reader = Database::open(database, Database::Mode::ReadOnly);
        QVERIFY(reader);
        QCOMPARE(reader->text("PRAGMA integrity_check").value(), std::string("ok"));
        QSet<QByteArray> found;
        auto ids = reader->prepare("SELECT id FROM requests");
        QVERIFY(ids);
        while (ids->step().value())
            found.insert(QByteArray::fromStdString(std::string(ids->text(0))));
        QVERIFY(QSet(told.begin(), told.end()).subtract(found).isEmpty());
        const auto rows = reader->integer("SELECT count(*) FROM requests").value();
        QCOMPARE(rows, found.size()); // none is there twice
        QVERIFY(rows >= told.size());
        QCOMPARE(reader->integer("SELECT sum(requests) FROM minutes").value(), rows);
        QCOMPARE(reader->integer("SELECT sum(cost) FROM minutes").value(),
                 reader->integer("SELECT sum(cost) FROM requests").value());
        qInfo("%lld records, %d of them spilled", static_cast<long long>(told.size()), spilled);
    }
};

QTEST_GUILESS_MAIN(TestLedgerCrash)
#include "tst_ledger_crash.moc"
