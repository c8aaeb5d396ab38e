#include "ledger/ledger_reader.h"

#include "base/ids.h"
#include "ledger/days.h"
#include "ledger/range_sums.h"
#include "ledger/record_line.h"
#include "ledger/record_rows.h"
#include "ledger/schema.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <variant>

namespace signalbox::ledger {

namespace {

using std::chrono::minutes;

constexpr int kMostRows = 10'000;
constexpr std::chrono::seconds kLockPatience{1};
/// How far a request's time may be from its id's.
constexpr std::chrono::minutes kBesideId{1};

using Tallies = std::map<std::string, Tally, std::less<>>;
using LatenciesByGroup = std::map<std::string, Latencies, std::less<>>;

Tally &at(Tallies &tallies, std::string_view group)
{
    const auto found = tallies.find(group);
    return found != tallies.end() ? found->second
                                  : tallies.emplace(std::string(group), Tally{}).first->second;
}

/// The conditions of a RequestQuery, and what is bound to them in order.
struct Conditions
{
    std::string sql = " WHERE 1";
    std::vector<std::variant<std::int64_t, std::string>> values;

    void add(std::string_view condition, std::variant<std::int64_t, std::string> value)
    {
        sql += " AND ";
        sql += condition;
        values.push_back(std::move(value));
    }
    void bindTo(Statement &statement, int from) const
    {
        for (const auto &value : values) {
            std::visit([&](const auto &each) { statement.bind(from, each); }, value);
            ++from;
        }
    }
};

Conditions conditionsOf(const RequestQuery &query)
{
    Conditions where;
    if (query.since)
        where.add("row >= ?", firstRowOf(*query.since));
    if (query.until)
        where.add("row < ?", firstRowOf(*query.until));
    if (query.model) {
        where.add("(asked_model = ?", *query.model);
        where.sql += " OR model = ? OR virtual_model = ?)";
        where.values.insert(where.values.end(), 2, *query.model);
    }
    if (query.provider)
        where.add("provider = ?", *query.provider);
    if (query.key)
        where.add("key_id = ?", *query.key);
    if (query.agent)
        where.add("agent = ?", *query.agent);
    if (query.outcome)
        where.add("outcome = ?", std::string(record::toString(*query.outcome)));
    if (query.httpStatus)
        where.add("http_status = ?", *query.httpStatus);
    if (query.longerThan)
        where.add("total > ?", query.longerThan->count());
    return where;
}

} // namespace

/// What stays in one place while the reader moves.
struct LedgerReader::Work
{
    explicit Work(Database opened) : database(std::move(opened)) {}

    /// Everything that `read` reads is of one moment.
    template<class Read>
    auto inOneMoment(Read read) -> decltype(read())
    {
        database.waitForLocksUntil(std::chrono::steady_clock::now() + kLockPatience);
        if (auto begun = database.execute("BEGIN"); !begun)
            return std::unexpected(std::move(begun.error()));
        auto result = read();
        std::ignore = database.execute("ROLLBACK"); // nothing was written
        return result;
    }

    Result<UsageReport> usage(const UsageQuery &query);
    Result<std::vector<SeriesPoint>> series(const SeriesQuery &query);
    Result<RequestPage> requests(const RequestQuery &query);
    Result<std::int64_t> countOf(const RequestQuery &query);
    Result<record::RequestRecord> request(std::string_view id, std::int64_t *place = nullptr);
    Result<record::RequestRecord> requestBetween(std::string_view id, WallTime from, WallTime to,
                                                 std::int64_t *place = nullptr);

    Database database;
};

Result<UsageReport> LedgerReader::Work::usage(const UsageQuery &query)
{
    auto sums = RangeSums::create(database);
    if (!sums)
        return std::unexpected(std::move(sums.error()));
    const bool byDay = query.by == GroupBy::Day;
    const auto [since, until] = sums->withRequests(query.since, query.until);
    const std::vector<DayRange> parts =
        byDay ? daysOf(since, until, query.days) : std::vector<DayRange>{{{}, since, until}};
    Tallies tallies;
    for (const DayRange &part : parts) {
        const auto into = [&](WallTime, std::string_view group) -> Tally & {
            return at(tallies, byDay ? std::string_view(part.name) : group);
        };
        if (auto done = sums->add(part.begin, part.end, query.by, into); !done)
            return std::unexpected(std::move(done.error()));
    }
    Tally total;
    for (const auto &[group, tally] : tallies)
        total.add(tally);

    UsageReport report{query.since, query.until, query.by, figuresOf(total), {}};
    LatenciesByGroup latencies;
    const bool exact = total.requests <= kExactRequests && sums->hasRows(since);
    for (const DayRange &part : parts) {
        if (!exact)
            break;
        LatenciesByGroup ofPart;
        if (auto done = sums->readLatencies(part.begin, part.end, query.by, ofPart); !done)
            return std::unexpected(std::move(done.error()));
        for (auto &[group, values] : ofPart)
            latencies[byDay ? part.name : group] = std::move(values);
    }
    Latencies all;
    for (auto &[group, tally] : tallies) {
        UsageFigures figures = figuresOf(tally);
        if (exact) {
            Latencies &values = latencies[group];
            figures.total = percentilesOf(values.totals);
            figures.firstToken = percentilesOf(values.firstTokens);
            all.totals.insert(all.totals.end(), values.totals.begin(), values.totals.end());
            all.firstTokens.insert(all.firstTokens.end(), values.firstTokens.begin(),
                                   values.firstTokens.end());
        }
        if (query.by != GroupBy::None)
            report.rows.push_back({group, std::move(figures)});
    }
    if (exact) {
        report.total.total = percentilesOf(all.totals);
        report.total.firstToken = percentilesOf(all.firstTokens);
    }
    return report;
}

Result<std::vector<SeriesPoint>> LedgerReader::Work::series(const SeriesQuery &query)
{
    auto sums = RangeSums::create(database);
    if (!sums)
        return std::unexpected(std::move(sums.error()));
    // Buckets are counted from what was asked for; only where that is without end, from 1970 on.
    const WallTime since{minuteOf(std::max(query.since, WallTime{}))};
    const WallTime until{std::chrono::ceil<minutes>(sums->withRequests(since, query.until).second)};
    const minutes bucket = std::max(minutes(1), std::chrono::ceil<minutes>(query.bucket));
    std::map<std::pair<WallTime, std::string>, Tally> points;
    const auto done =
        sums->add(since, until, query.by, [&](WallTime time, std::string_view group) -> Tally & {
            const WallTime start = since + (time - since) / bucket * bucket;
            return points[{start, std::string(group)}];
        });
    if (!done)
        return std::unexpected(done.error());
    std::vector<SeriesPoint> series;
    series.reserve(points.size());
    for (const auto &[place, tally] : points)
        series.push_back({place.first, place.second, figuresOf(tally)});
    return series;
}

Result<RequestPage> LedgerReader::Work::requests(const RequestQuery &query)
{
    Conditions where = conditionsOf(query);
    if (query.before)
        where.add("row < ?", query.before->row);
    if (query.beforeId) {
        std::int64_t place = 0;
        if (const auto last = request(*query.beforeId, &place); !last)
            return std::unexpected(last.error());
        where.add("row < ?", place);
    }
    const int limit = std::clamp(query.limit, 1, kMostRows);
    std::string sql = "SELECT ";
    sql += kRequestColumns;
    sql += " FROM requests" + where.sql + " ORDER BY row DESC LIMIT ?";
    auto select = database.prepare(sql);
    if (!select)
        return std::unexpected(std::move(select.error()));
    where.bindTo(*select, 1);
    select->bind(static_cast<int>(where.values.size()) + 1, std::int64_t{limit} + 1);
    RequestPage page;
    std::int64_t lastRow = 0;
    for (;;) {
        auto row = select->step();
        if (!row)
            return std::unexpected(std::move(row.error()));
        if (!*row)
            return page;
        if (page.rows.size() == static_cast<std::size_t>(limit)) {
            page.next = RequestCursor{lastRow};
            return page;
        }
        page.rows.push_back(requestOf(*select));
        lastRow = select->integer(kRowColumn);
    }
}

Result<std::int64_t> LedgerReader::Work::countOf(const RequestQuery &query)
{
    const Conditions where = conditionsOf(query);
    auto select = database.prepare("SELECT count(*) FROM requests" + where.sql);
    if (!select)
        return std::unexpected(std::move(select.error()));
    where.bindTo(*select, 1);
    if (auto row = select->step(); !row)
        return std::unexpected(std::move(row.error()));
    return select->integer(0);
}

Result<record::RequestRecord> LedgerReader::Work::request(std::string_view id, std::int64_t *place)
{
    // Rows are in order of time, and a request gets its id when it begins.
    if (const auto time = timeOfId("req_", id)) {
        auto near = requestBetween(id, *time - kBesideId, *time + kBesideId, place);
        if (near || near.error().code != ErrorCode::NotFound)
            return near;
    }
    return requestBetween(id, WallTime::min(), WallTime::max(), place);
}

Result<record::RequestRecord> LedgerReader::Work::requestBetween(std::string_view id, WallTime from,
                                                                 WallTime to, std::int64_t *place)
{
    std::string sql = "SELECT ";
    sql += kRequestColumns;
    sql += ", details FROM requests WHERE row BETWEEN ? AND ? AND id = ? ORDER BY row DESC";
    auto select = database.prepare(sql);
    if (!select)
        return std::unexpected(std::move(select.error()));
    select->bind(1, firstRowOf(from));
    select->bind(2, firstRowOf(to) + kRowsOfATime - 1);
    select->bind(3, id);
    const auto found = select->step();
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, "no request has this id", std::string(id));
    if (place != nullptr)
        *place = select->integer(kRowColumn);
    record::RequestRecord record = requestOf(*select);
    if (auto done = parseDetails(select->text(kRowColumn + 1), record); !done)
        return std::unexpected(std::move(done.error()));
    return record;
}

LedgerReader::LedgerReader(std::unique_ptr<Work> work) : m_work(std::move(work))
{
}
LedgerReader::LedgerReader(LedgerReader &&) noexcept = default;
LedgerReader &LedgerReader::operator=(LedgerReader &&) noexcept = default;
LedgerReader::~LedgerReader() = default;

Result<LedgerReader> LedgerReader::open(const std::filesystem::path &database)
{
    std::error_code error;
    if (!std::filesystem::exists(database, error))
        return fail(ErrorCode::NotFound, "there is no ledger yet", database.string());
    auto opened = Database::open(database, Database::Mode::ReadOnly);
    if (!opened)
        return std::unexpected(std::move(opened.error()));
    opened->waitForLocksUntil(std::chrono::steady_clock::now() + kLockPatience);
    const auto version = opened->integer("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    if (*version != versionOf(migrations())) {
        return fail(ErrorCode::InvalidInput,
                    "the ledger is of version " + std::to_string(*version) + ", this program reads version " +
                        std::to_string(versionOf(migrations())),
                    database.string());
    }
    return LedgerReader(std::make_unique<Work>(std::move(*opened)));
}

Result<UsageReport> LedgerReader::usage(const UsageQuery &query)
{
    return m_work->inOneMoment([&] { return m_work->usage(query); });
}

Result<std::vector<SeriesPoint>> LedgerReader::series(const SeriesQuery &query)
{
    return m_work->inOneMoment([&] { return m_work->series(query); });
}

Result<RequestPage> LedgerReader::requests(const RequestQuery &query)
{
    return m_work->inOneMoment([&] { return m_work->requests(query); });
}

Result<std::int64_t> LedgerReader::count(const RequestQuery &query)
{
    return m_work->inOneMoment([&] { return m_work->countOf(query); });
}

Result<record::RequestRecord> LedgerReader::request(std::string_view id)
{
    return m_work->inOneMoment([&] { return m_work->request(id); });
}

void LedgerReader::interrupt()
{
    m_work->database.interrupt();
}

} // namespace signalbox::ledger
