#include "ledger/ledger_reader.h"

#include "base/ids.h"
#include "ledger/database_file.h"
#include "ledger/record_store.h"
#include "ledger_samples.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::ledger;
using namespace std::chrono_literals;
using record::RequestRecord;
using samples::kStart;

Q_DECLARE_METATYPE(signalbox::ledger::RequestQuery)
Q_DECLARE_METATYPE(signalbox::ledger::GroupBy)

class TestLedgerReader : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    ManualClock m_clock;

    std::filesystem::path path() const { return m_directory->filePath(u"ledger.db"_s).toStdString(); }
    void write(std::span<const RequestRecord> records, std::optional<WallTime> thenDeleteBefore = {}) const
    {
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        auto store = RecordStore::create(opened->database);
        QVERIFY(store && store->begin());
        for (const RequestRecord &record : records)
            QVERIFY(store->add(record));
        QVERIFY(store->commit());
        if (thenDeleteBefore)
            QVERIFY(store->deleteBefore(*thenDeleteBefore, 1'000'000));
    }
    /// One request every seven seconds.
    static std::vector<RequestRecord> manyRecords(int count)
    {
        std::vector<RequestRecord> records;
        for (int i = 0; i < count; ++i) {
            records.push_back(samples::record(i, kStart + i * 7s));
            if (i % 10 == 3)
                records.back().outcome = record::Outcome::Failed;
            if (i % 10 == 4)
                records.back().cost = {};
        }
        return records;
    }
    LedgerReader reader() const
    {
        auto reader = LedgerReader::open(path());
        if (!reader)
            qFatal("%s", describe(reader.error()).c_str());
        return std::move(*reader);
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void whereThereIsNoLedgerItSaysSo()
    {
        const auto reader = LedgerReader::open(path());
        QVERIFY(!reader);
        QVERIFY(reader.error().code == ErrorCode::NotFound);
        QVERIFY(!QFile::exists(QString::fromStdString(path().string())));
    }

    void anotherVersionIsNotRead()
    {
        {
            auto other = Database::open(path(), Database::Mode::Create);
            QVERIFY(other && other->execute("PRAGMA user_version = 2"));
        }
        const auto reader = LedgerReader::open(path());
        QVERIFY(!reader);
        QVERIFY(reader.error().code == ErrorCode::InvalidInput);
    }

    void aRequestComesBackWhole()
    {
        std::vector<RequestRecord> records = manyRecords(5);
        RequestRecord bare;
        bare.id = "req_bare";
        bare.startedAt = kStart;
        bare.outcome = record::Outcome::Refused;
        records.push_back(bare);
        // Ids that tell a time, be it the request's or far from it.
        for (const auto &late : {0s, 59s, 86'400s}) {
            RequestRecord timed = bare;
            timed.id = timedId("req_", kStart);
            timed.startedAt = kStart + late;
            records.push_back(timed);
        }
        write(records);
        LedgerReader reader = this->reader();
        for (const RequestRecord &record : records) {
            const auto read = reader.request(record.id);
            QVERIFY(read);
            QVERIFY(*read == record);
        }
        for (const std::string &unknown : {std::string("req_other"), timedId("req_", kStart)})
            QVERIFY(reader.request(unknown).error().code == ErrorCode::NotFound);
    }

    void usageIsExactForAnyRange_data()
    {
        QTest::addColumn<qint64>("sinceSeconds");
        QTest::addColumn<qint64>("untilSeconds");
        QTest::newRow("whole minutes") << qint64(60) << qint64(600);
        QTest::newRow("within one minute") << qint64(61) << qint64(89);
        QTest::newRow("over a minute's edge") << qint64(50) << qint64(70);
        QTest::newRow("edges at both ends") << qint64(13) << qint64(2011);
        QTest::newRow("from a minute into one") << qint64(120) << qint64(130);
        QTest::newRow("into a minute") << qint64(125) << qint64(180);
        QTest::newRow("everything") << qint64(-100'000) << qint64(100'000);
        QTest::newRow("nothing: before") << qint64(-500) << qint64(-100);
        QTest::newRow("nothing: turned round") << qint64(500) << qint64(100);
    }
    void usageIsExactForAnyRange()
    {
        QFETCH(qint64, sinceSeconds);
        QFETCH(qint64, untilSeconds);
        const auto records = manyRecords(300);
        write(records);
        const WallTime since = kStart + std::chrono::seconds(sinceSeconds);
        const WallTime until = kStart + std::chrono::seconds(untilSeconds);
        Tally expected;
        for (const RequestRecord &record : records) {
            if (record.startedAt >= since && record.startedAt < until)
                expected.add(record);
        }
        LedgerReader reader = this->reader();
        const auto report = reader.usage({since, until, GroupBy::None, Days::Utc});
        QVERIFY(report);
        const UsageFigures &total = report->total;
        QCOMPARE(total.requests, expected.requests);
        QCOMPARE(total.failed, expected.failed);
        QCOMPARE(total.inputTokens, expected.inputTokens);
        QCOMPARE(total.cachedInputTokens, expected.cachedInputTokens);
        QCOMPARE(total.cacheWriteTokens, expected.cacheWriteTokens + expected.cacheWrite1hTokens);
        QCOMPARE(total.outputTokens, expected.outputTokens);
        QCOMPARE(total.reasoningTokens, expected.reasoningTokens);
        QCOMPARE(total.cost.nano(), expected.cost.nano());
        QCOMPARE(total.unpricedRequests, expected.unpriced);
        QVERIFY(report->rows.empty());
        QCOMPARE(total.total.p50.has_value(), expected.totals.count() >= Percentiles::kFewest);
    }

    void groupsAddUpToTheTotal_data()
    {
        QTest::addColumn<GroupBy>("by");
        QTest::addColumn<QByteArray>("groups");
        QTest::newRow("model") << GroupBy::Model << QByteArray("claude gpt");
        QTest::newRow("provider") << GroupBy::Provider << QByteArray("anthropic openai");
        QTest::newRow("key") << GroupBy::Key << QByteArray("dev ops");
        QTest::newRow("team, one without") << GroupBy::Team << QByteArray(" lab");
        QTest::newRow("day") << GroupBy::Day << QByteArray("2027-01-15 2027-01-16");
    }
    void groupsAddUpToTheTotal()
    {
        QFETCH(GroupBy, by);
        QFETCH(QByteArray, groups);
        write(manyRecords(9000)); // seventeen hours
        LedgerReader reader = this->reader();
        const auto report = reader.usage({kStart, kStart + 24h, by, Days::Utc});
        QVERIFY(report);
        QByteArrayList found;
        UsageFigures sum;
        for (const UsageRow &row : report->rows) {
            found += QByteArray::fromStdString(row.group);
            sum.requests += row.figures.requests;
            sum.cost += row.figures.cost;
            sum.outputTokens += row.figures.outputTokens;
            QVERIFY(row.figures.total.p99.has_value());
        }
        QCOMPARE(found.join(' '), groups);
        QCOMPARE(sum.requests, std::int64_t(9000));
        QCOMPARE(sum.requests, report->total.requests);
        QCOMPARE(sum.cost.nano(), report->total.cost.nano());
        QCOMPARE(sum.outputTokens, report->total.outputTokens);
    }

    void aRangeMayBeOpenToAllSides_data()
    {
        QTest::addColumn<GroupBy>("by");
        QTest::newRow("not grouped") << GroupBy::None;
        QTest::newRow("by model") << GroupBy::Model;
        QTest::newRow("by day") << GroupBy::Day;
    }
    void aRangeMayBeOpenToAllSides()
    {
        QFETCH(GroupBy, by);
        LedgerReader empty = [this] {
            write({});
            return reader();
        }();
        QCOMPARE(empty.usage({WallTime::min(), WallTime::max(), by, Days::Local})->total.requests,
                 std::int64_t(0));
        write(manyRecords(100));
        LedgerReader reader = this->reader();
        QCOMPARE(reader.usage({WallTime::min(), WallTime::max(), by, Days::Local})->total.requests,
                 std::int64_t(100));
        if (by != GroupBy::Day) {
            const auto series = reader.series({WallTime::min(), WallTime::max(), 24h, by});
            QVERIFY(series && !series->empty());
        }
        RequestQuery query;
        query.since = WallTime::min();
        query.until = WallTime::max();
        QCOMPARE(reader.count(query).value(), std::int64_t(100));
    }

    void localDaysDifferFromThoseOfUtc()
    {
        qputenv("TZ", "Pacific/Auckland"); // thirteen hours ahead
        write(manyRecords(9000));
        LedgerReader reader = this->reader();
        const auto local = reader.usage({kStart, kStart + 24h, GroupBy::Day, Days::Local});
        const auto utc = reader.usage({kStart, kStart + 24h, GroupBy::Day, Days::Utc});
        qunsetenv("TZ");
        QVERIFY(local && utc);
        QCOMPARE(local->rows.size(), std::size_t(2));
        QCOMPARE(utc->rows.size(), std::size_t(2));
        // 08:00 UTC is 21:00 there: three hours of 7-second steps until midnight.
        QCOMPARE(local->rows[0].figures.requests, std::int64_t(3 * 3600 / 7 + 1));
        QCOMPARE(local->rows[1].group, std::string("2027-01-16"));
        QCOMPARE(local->total.requests, utc->total.requests);
    }

    void percentilesOfFewAreExactAndOfManyNear_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("error");
        QTest::newRow("few: values that were seen") << 1000 << 0.0;
        QTest::newRow("many: out of the histograms")
            << static_cast<int>(LedgerReader::kExactRequests) + 1 << 0.016;
    }
    void percentilesOfFewAreExactAndOfManyNear()
    {
        QFETCH(int, count);
        QFETCH(double, error);
        const auto records = manyRecords(count);
        write(records);
        std::vector<std::int64_t> totals;
        for (const RequestRecord &record : records) {
            if (record.outcome == record::Outcome::Ok)
                totals.push_back(record.total.count());
        }
        std::ranges::sort(totals);
        LedgerReader reader = this->reader();
        const auto report = reader.usage({kStart, kStart + 9000h, GroupBy::None, Days::Utc});
        QVERIFY(report);
        for (const auto &[share, found] : {std::pair{0.5, report->total.total.p50},
                                           {0.95, report->total.total.p95},
                                           {0.99, report->total.total.p99}}) {
            const auto rank = percentileRank(share, static_cast<std::int64_t>(totals.size()));
            const auto exact = static_cast<double>(totals[static_cast<std::size_t>(rank)]);
            QVERIFY(std::abs(static_cast<double>(found->count()) - exact) <= error * exact);
        }
    }

    void underTwentyThereIsNoPercentile()
    {
        auto records = manyRecords(30);
        for (int i = 0; i < 30; ++i)
            records[static_cast<std::size_t>(i)].outcome =
                i < 19 ? record::Outcome::Ok : record::Outcome::Failed;
        write(records);
        LedgerReader reader = this->reader();
        QVERIFY(!reader.usage({kStart, kStart + 1h, GroupBy::None, Days::Utc})->total.total.p50);
    }

    void seriesAddUpToUsage()
    {
        write(manyRecords(2000));
        LedgerReader reader = this->reader();
        const auto series = reader.series({kStart + 90s, kStart + 3h + 1s, 15min, GroupBy::Model});
        QVERIFY(series);
        const auto report = reader.usage({kStart + 60s, kStart + 3h + 60s, GroupBy::None, Days::Utc});
        QVERIFY(report);
        UsageFigures sum;
        std::map<WallTime, int> buckets;
        for (const SeriesPoint &point : *series) {
            sum.requests += point.figures.requests;
            sum.failed += point.figures.failed;
            sum.cost += point.figures.cost;
            ++buckets[point.start];
            QCOMPARE((point.start - (kStart + 60s)) % 15min, WallTime::duration(0));
        }
        QCOMPARE(sum.requests, report->total.requests);
        QCOMPARE(sum.failed, report->total.failed);
        QCOMPARE(sum.cost.nano(), report->total.cost.nano());
        QCOMPARE(buckets.size(), std::size_t(12));
        QVERIFY(std::ranges::all_of(buckets, [](const auto &bucket) { return bucket.second == 2; }));
        QVERIFY(series->front().figures.total.p95.has_value());
    }

    void aGapInTheDataIsAGapInTheSeries()
    {
        const std::vector records{samples::record(1, kStart), samples::record(2, kStart + 10min)};
        write(records);
        LedgerReader reader = this->reader();
        const auto series = reader.series({kStart, kStart + 20min, 1min, GroupBy::None});
        QVERIFY(series);
        QCOMPARE(series->size(), std::size_t(2));
        QVERIFY(series->at(1).start == kStart + 10min);
    }

    void deletedRowsAreStillInTheSums()
    {
        const auto records = manyRecords(300);
        write(records, kStart + 20min + 30s);
        LedgerReader reader = this->reader();
        // Edges within deleted minutes are widened to these; the others stay exact.
        const auto old = reader.usage({kStart + 5min + 10s, kStart + 10min + 10s, GroupBy::None, Days::Utc});
        const auto widened = reader.usage({kStart + 5min, kStart + 11min, GroupBy::None, Days::Utc});
        QVERIFY(old && widened);
        QVERIFY(widened->total.requests > 40);
        QCOMPARE(old->total.requests, widened->total.requests);
        QCOMPARE(reader.usage({kStart, kStart + 1h, GroupBy::None, Days::Utc})->total.requests,
                 std::int64_t(300));
        QVERIFY(reader.usage({kStart, kStart + 1h, GroupBy::None, Days::Utc})->total.total.p50.has_value());
        // Within the minute of the boundary: all rows of this range are there.
        const auto edge =
            reader.usage({kStart + 20min + 40s, kStart + 20min + 55s, GroupBy::None, Days::Utc});
        QCOMPARE(edge->total.requests, std::int64_t(2));
    }

    void pagesRequestsNewestFirst()
    {
        auto records = manyRecords(95);
        for (std::size_t i = 40; i < 60; ++i)
            records[i].startedAt = kStart + 300s; // many at one time
        write(records);
        LedgerReader reader = this->reader();
        RequestQuery query;
        query.limit = 10;
        std::vector<std::string> ids;
        WallTime last = WallTime::max();
        int pages = 0;
        for (;;) {
            const auto page = reader.requests(query);
            QVERIFY(page);
            ++pages;
            for (const RequestRecord &record : page->rows) {
                QVERIFY(record.startedAt <= last);
                last = record.startedAt;
                ids.push_back(record.id);
            }
            if (!page->next)
                break;
            query.before = page->next;
        }
        QCOMPARE(pages, 10);
        QCOMPARE(ids.size(), std::size_t(95));
        std::ranges::sort(ids);
        QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
    }

    void goesOnBehindARequestByItsId()
    {
        write(manyRecords(25));
        LedgerReader reader = this->reader();
        RequestQuery query;
        query.limit = 10;
        std::vector<std::string> ids;
        for (int page = 0; page < 3; ++page) {
            const auto answer = reader.requests(query);
            QVERIFY(answer);
            for (const RequestRecord &record : answer->rows)
                ids.push_back(record.id);
            query.beforeId = ids.back();
        }
        QCOMPARE(ids.size(), std::size_t(25));
        std::ranges::sort(ids);
        QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
        query.beforeId = "req_that_never_was";
        const auto lost = reader.requests(query);
        QVERIFY(!lost);
        QCOMPARE(int(lost.error().code), int(ErrorCode::NotFound));
    }

    void filtersRequests_data()
    {
        QTest::addColumn<RequestQuery>("query");
        QTest::addColumn<qint64>("count");
        const auto row = [](const char *name, auto change, qint64 count) {
            RequestQuery query;
            change(query);
            QTest::newRow(name) << query << count;
        };
        row("nothing asked: all", [](RequestQuery &) {}, 100);
        row("provider", [](RequestQuery &q) { q.provider = "anthropic"; }, 34);
        row("model of the provider", [](RequestQuery &q) { q.model = "gpt"; }, 66);
        row("model as asked", [](RequestQuery &q) { q.model = "coder"; }, 100);
        row("key", [](RequestQuery &q) { q.key = "ops"; }, 50);
        row("agent that never came", [](RequestQuery &q) { q.agent = "opencode"; }, 0);
        row("outcome", [](RequestQuery &q) { q.outcome = record::Outcome::Failed; }, 10);
        row("status", [](RequestQuery &q) { q.httpStatus = 500; }, 0);
        row("time", [](RequestQuery &q) { q.since = kStart + 70s, q.until = kStart + 140s; }, 10);
        row("longer than", [](RequestQuery &q) { q.longerThan = 189ms; }, 10);
        row("two at once", [](RequestQuery &q) { q.key = "ops", q.outcome = record::Outcome::Failed; }, 10);
        row("quotes are text", [](RequestQuery &q) { q.key = "ops' OR 1 --"; }, 0);
    }
    void filtersRequests()
    {
        QFETCH(RequestQuery, query);
        QFETCH(qint64, count);
        write(manyRecords(100));
        LedgerReader reader = this->reader();
        QCOMPARE(qint64(reader.requests(query)->rows.size()), count);
        QCOMPARE(qint64(reader.count(query).value()), count);
    }

    void readsBesideAWriterAndSeesItsCommits()
    {
        auto opened = openDatabaseFile(path(), m_clock);
        QVERIFY(opened);
        auto store = RecordStore::create(opened->database);
        LedgerReader reader = this->reader();
        QVERIFY(store->begin() && store->add(samples::record(1)));
        QCOMPARE(reader.count({}).value(), std::int64_t(0));
        QVERIFY(store->commit());
        QCOMPARE(reader.count({}).value(), std::int64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestLedgerReader)
#include "tst_ledger_reader.moc"
