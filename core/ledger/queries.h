#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "record/request_record.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What may be asked of the ledger, and what it answers: values only. Ranges are [since, until).
namespace signalbox::ledger {

enum class GroupBy { None, Model, Provider, Key, Team, Day };

/// Days are those of this machine's time zone, or of UTC.
enum class Days { Local, Utc };

struct UsageQuery
{
    WallTime since{};
    WallTime until{};
    GroupBy by = GroupBy::None;
    Days days = Days::Local;

    bool operator==(const UsageQuery &) const = default;
};

/// Latencies of requests answered whole, by nearest rank. Absent where there were fewer than kFewest: a
/// percentile of a handful is chance.
struct Percentiles
{
    static constexpr std::int64_t kFewest = 20;

    std::optional<std::chrono::microseconds> p50;
    std::optional<std::chrono::microseconds> p95;
    std::optional<std::chrono::microseconds> p99;

    bool operator==(const Percentiles &) const = default;
};

/// What the requests of a range or group add up to; see Tally for what counts as what.
struct UsageFigures
{
    std::int64_t requests = 0;
    std::int64_t failed = 0;    ///< by the gateway or a provider, also after parts were sent
    std::int64_t refused = 0;   ///< by the gateway: key, limit, bad request
    std::int64_t cancelled = 0; ///< by the client
    std::int64_t inputTokens = 0;
    std::int64_t cachedInputTokens = 0;
    std::int64_t cacheWriteTokens = 0; ///< both lifetimes
    std::int64_t outputTokens = 0;
    std::int64_t reasoningTokens = 0;
    Money cost; ///< of the requests whose price is known
    std::int64_t unpricedRequests = 0;
    Percentiles total;
    Percentiles firstToken;

    bool operator==(const UsageFigures &) const = default;
};

struct UsageRow
{
    std::string group; ///< model, provider, key, team or day ("2026-09-27"); empty where a request had none
    UsageFigures figures;

    bool operator==(const UsageRow &) const = default;
};

struct UsageReport
{
    WallTime since{};
    WallTime until{};
    GroupBy by = GroupBy::None;
    UsageFigures total;
    std::vector<UsageRow> rows; ///< by group; none for GroupBy::None

    bool operator==(const UsageReport &) const = default;
};

/// For charts. The range is widened to whole minutes and the bucket to a multiple of one; buckets are counted
/// from the widened `since`.
struct SeriesQuery
{
    WallTime since{};
    WallTime until{};
    std::chrono::seconds bucket{60};
    GroupBy by = GroupBy::None; ///< Day is not one of it

    bool operator==(const SeriesQuery &) const = default;
};

/// One bucket of one group. Where nothing was asked there is no point: a gap in the line.
struct SeriesPoint
{
    WallTime start{};
    std::string group;
    UsageFigures figures;

    bool operator==(const SeriesPoint &) const = default;
};

/// Where the next page begins: behind this request.
struct RequestCursor
{
    std::int64_t row = 0; ///< the ledger's own key, in order of time

    bool operator==(const RequestCursor &) const = default;
};

/// All that is given must hold.
struct RequestQuery
{
    std::optional<WallTime> since;
    std::optional<WallTime> until;
    std::optional<std::string> model; ///< as asked, of the provider, or virtual
    std::optional<std::string> provider;
    std::optional<std::string> key;
    std::optional<std::string> agent;
    std::optional<record::Outcome> outcome;
    std::optional<int> httpStatus;
    std::optional<std::chrono::microseconds> longerThan;
    int limit = 200;
    std::optional<RequestCursor> before;
    std::optional<std::string> beforeId; ///< the same, for who knows the last page's last request only

    bool operator==(const RequestQuery &) const = default;
};

/// Newest first, without attempts and route: `LedgerReader::request` has them.
struct RequestPage
{
    std::vector<record::RequestRecord> rows;
    std::optional<RequestCursor> next; ///< absent on the last page

    bool operator==(const RequestPage &) const = default;
};

} // namespace signalbox::ledger
