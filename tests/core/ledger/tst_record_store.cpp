#include "ledger/record_store.h"

#include "base/random.h"
#include "ledger/database_file.h"
#include "ledger/record_rows.h"
#include "ledger_samples.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

/// A record of anything: absent usage, unknown prices, all outcomes, a few keys and minutes.
record::RequestRecord randomRecord(int n, SeededRandom &random)
{
    record::RequestRecord record = samples::record(n);
    const auto pick = [&](std::uint64_t of) { return random.next() % of; };
    record.startedAt = samples::kStart + std::chrono::seconds(pick(600));
    record.keyId = "key" + std::to_string(pick(3));
    record.team = pick(2) == 0 ? "" : "team";
    record.outcome = static_cast<record::Outcome>(pick(5));
    record.total = std::chrono::microseconds(pick(100'000'000));
    if (pick(4) == 0)
        record.usage.reset();
    if (pick(3) == 0)
        record.cost.total.reset();
    if (pick(3) == 0)
        record.firstToken.reset();
    return record;
}

} // namespace

class TestRecordStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    ManualClock m_clock;
    std::unique_ptr<Database> m_database;
    RecordStore m_store;

    std::int64_t number(std::string_view sql) { return m_database->integer(sql).value_or(-1); }
    void write(std::span<const record::RequestRecord> records)
    {
        QVERIFY(m_store.begin());
        for (const auto &record : records)
            QVERIFY(m_store.add(record));
        QVERIFY(m_store.commit());
    }

private Q_SLOTS:
    void init()
    {
        m_store = RecordStore();
        m_database.reset();
        m_directory = std::make_unique<QTemporaryDir>();
        auto opened = openDatabaseFile(m_directory->filePath(u"ledger.db"_s).toStdString(), m_clock);
        QVERIFY(opened);
        m_database = std::make_unique<Database>(std::move(opened->database));
        auto store = RecordStore::create(*m_database);
        QVERIFY(store);
        m_store = std::move(*store);
    }

    void minutesEqualTheSumsOverTheRows_data()
    {
        QTest::addColumn<QByteArray>("minutes");
        QTest::addColumn<QByteArray>("rows");
        const auto row = [](const char *name, const char *minutes, const char *rows) {
            QTest::newRow(name) << QByteArray(minutes) << QByteArray(rows);
        };
        row("requests", "sum(requests)", "count(*)");
        row("failed: by us or a provider, also after a part", "sum(failed)",
            "sum(outcome IN ('failed', 'cut'))");
        row("refused", "sum(refused)", "sum(outcome = 'refused')");
        row("cancelled", "sum(cancelled)", "sum(outcome = 'cancelled')");
        row("input tokens", "sum(input_tokens)", "sum(input_tokens)");
        row("cached tokens", "sum(cached_input_tokens)", "sum(cached_input_tokens)");
        row("cache writes", "sum(cache_write_tokens)", "sum(cache_write_tokens)");
        row("cache writes of an hour", "sum(cache_write_1h_tokens)", "sum(cache_write_1h_tokens)");
        row("output tokens", "sum(output_tokens)", "sum(output_tokens)");
        row("reasoning tokens", "sum(reasoning_tokens)", "sum(reasoning_tokens)");
        row("cost", "sum(cost)", "sum(cost)");
        row("unpriced: usage without a price", "sum(unpriced)",
            "sum(input_tokens IS NOT NULL AND cost IS NULL)");
    }
    void minutesEqualTheSumsOverTheRows()
    {
        QFETCH(QByteArray, minutes);
        QFETCH(QByteArray, rows);
        SeededRandom random(3);
        std::vector<record::RequestRecord> records;
        for (int i = 0; i < 400; ++i) {
            records.push_back(randomRecord(i, random));
            if (records.size() == 57 || i == 399) {
                write(records);
                records.erase(records.begin(), records.end() - 3); // the last three come again
            }
        }
        QCOMPARE(number("SELECT count(*) FROM requests"), 400);
        const std::string by =
            "provider || ':' || model || ':' || virtual_model || ':' || key_id || ':' || team";
        const std::string left =
            "SELECT minute, " + by + ", " + minutes.toStdString() + " FROM minutes GROUP BY 1, 2";
        const std::string right = "SELECT started_at / 60000000, " + by + ", ifnull(" + rows.toStdString() +
                                  ", 0) FROM requests GROUP BY 1, 2";
        QVERIFY(number("SELECT count(*) FROM (" + left + ")") > 20);
        QCOMPARE(number("SELECT count(*) FROM (" + left + " EXCEPT " + right + ")"), 0);
        QCOMPARE(number("SELECT count(*) FROM (" + right + " EXCEPT " + left + ")"), 0);
    }

    void histogramsHoldTheAnsweredRequests()
    {
        SeededRandom random(4);
        std::vector<record::RequestRecord> records;
        LatencyHistogram expected;
        for (int i = 0; i < 300; ++i) {
            records.push_back(randomRecord(i, random));
            if (records.back().outcome == record::Outcome::Ok)
                expected.add(records.back().total);
        }
        write(std::span(records).first(100));
        write(std::span(records).subspan(100));
        LatencyHistogram found;
        auto select = m_database->prepare("SELECT totals FROM minutes");
        QVERIFY(select);
        while (select->step().value())
            QVERIFY(found.mergeEncoded(select->text(0)));
        QVERIFY(found == expected);
    }

    void aRollbackLeavesNothing()
    {
        QVERIFY(m_store.begin());
        QVERIFY(m_store.add(samples::record(1)));
        m_store.rollback();
        QCOMPARE(number("SELECT count(*) FROM requests"), 0);
        const std::vector records{samples::record(2)};
        write(records);
        QCOMPARE(number("SELECT sum(requests) FROM minutes"), 1);
    }

    void deletionTakesTheOldestInStepsAndKeepsTheMinutes()
    {
        std::vector<record::RequestRecord> records;
        for (int i = 0; i < 10; ++i)
            records.push_back(samples::record(i, samples::kStart + i * 1h));
        write(records);
        QCOMPARE(m_store.deleteBefore(samples::kStart + 5h, 3).value(), 3);
        QCOMPARE(number("SELECT count(*) FROM requests"), 7);
        QCOMPARE(m_store.deleteBefore(samples::kStart + 5h, 3).value(), 2);
        QCOMPARE(m_store.deleteBefore(samples::kStart + 5h, 3).value(), 0);
        QCOMPARE(number("SELECT count(*) FROM requests"), 5);
        QCOMPARE(number("SELECT sum(requests) FROM minutes"), 10);
        QCOMPARE(number("SELECT value FROM facts WHERE name = 'rows_since'"),
                 (samples::kStart + 4h + 4us).time_since_epoch().count() + 1);
    }

    void aRequestKeepsItsKeyFromBuildToBuild()
    {
        record::RequestRecord record;
        record.id = "req_01a20461938e647e8a4cd930a5230aa3";
        record.startedAt = WallTime(1'800'000'000s);
        QCOMPARE(rowOf(record), std::int64_t(1843200000000000252));
    }

    void requestsOfOneMicrosecondAreAllKept()
    {
        std::vector<record::RequestRecord> records;
        for (int i = 0; i < 200; ++i) {
            records.push_back(samples::record(i));
            records.back().startedAt = samples::kStart;
        }
        write(records);
        write(records);
        QCOMPARE(number("SELECT count(*) FROM requests"), 200);
        QCOMPARE(number("SELECT sum(requests) FROM minutes"), 200);
        QCOMPARE(number("SELECT count(*) FROM requests WHERE row / 1024 = started_at"), 200);
    }

    void aLedgerWithAnIndexOnIdsKnowsItsRequestsByIt()
    {
        // As builds before the first release made them, with other keys.
        QVERIFY(m_database->execute("CREATE UNIQUE INDEX ids ON requests (id)"));
        const std::vector records{samples::record(1), samples::record(2)};
        write(records);
        QVERIFY(m_database->execute("UPDATE requests SET row = row + 600 WHERE id = 'req_1'"));
        write(records);
        QCOMPARE(number("SELECT count(*) FROM requests"), 2);
        QCOMPARE(number("SELECT sum(requests) FROM minutes"), 2);
    }

    void emptyTextsTakeTurnsWithOthers()
    {
        auto select = m_database->prepare("SELECT typeof(?1) || ':' || ifnull(?1, 'null')");
        QVERIFY(select);
        const auto answer = [&] {
            const bool row = select->step().value();
            std::string text(row ? select->text(0) : "");
            select->reset();
            return text;
        };
        for (int turn = 0; turn < 2; ++turn) {
            select->bind(1, "one"sv);
            QCOMPARE(answer(), std::string("text:one"));
            select->bind(1, ""sv);
            QCOMPARE(answer(), std::string("text:"));
            select->bind(1, std::string());
            QCOMPARE(answer(), std::string("text:"));
            select->bind(1, std::int64_t{7});
            QCOMPARE(answer(), std::string("integer:7"));
            select->bind(1, std::string_view());
            QCOMPARE(answer(), std::string("text:"));
            select->bindNull(1);
            QCOMPARE(answer(), std::string("null:null"));
            select->bind(1, ""sv);
            QCOMPARE(answer(), std::string("text:"));
            select->bindBlob(1, {});
            QCOMPARE(answer(), std::string("blob:"));
        }
    }

    void anyBytesAreKeptAsTheyAre()
    {
        record::RequestRecord record = samples::record(1);
        record.tags = std::string("a\0b'\xff", 5);
        const std::vector records{record};
        write(records);
        auto select = m_database->prepare("SELECT tags FROM requests");
        QVERIFY(select && select->step().value());
        QCOMPARE(std::string(select->text(0)), record.tags);
    }
};

QTEST_GUILESS_MAIN(TestRecordStore)
#include "tst_record_store.moc"
