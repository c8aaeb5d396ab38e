#pragma once

#include "ledger/queries.h"
#include "ledger/sqlite.h"
#include "ledger/tally.h"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::ledger {

/// Latencies of a range as they were measured, for percentiles that are values that were seen.
struct Latencies
{
    std::vector<std::int64_t> totals;
    std::vector<std::int64_t> firstTokens;
};

/// Sums up a range out of the minutes it holds whole, and out of the requests at its edges. Where retention
/// has deleted these the edge is widened to its whole minute. Lives on the thread of the connection, within
/// one of its read transactions; made anew for each.
class RangeSums final
{
public:
    [[nodiscard]] static Result<RangeSums> create(Database &database);

    /// The part of a range in which there are requests, to the minute; it may be open to all sides.
    [[nodiscard]] std::pair<WallTime, WallTime> withRequests(WallTime since, WallTime until) const;

    /// Where a sum goes: by its time (of the minute or the request) and its group.
    using Into = std::function<Tally &(WallTime at, std::string_view group)>;
    [[nodiscard]] Result<void> add(WallTime since, WallTime until, GroupBy by, const Into &into);

    /// True where every request of a range that begins at `since` still has its row.
    [[nodiscard]] bool hasRows(WallTime since) const { return since >= m_rowsSince; }
    [[nodiscard]] Result<void> readLatencies(WallTime since, WallTime until, GroupBy by,
                                             std::map<std::string, Latencies, std::less<>> &byGroup);

private:
    explicit RangeSums(Database &database) : m_database(&database) {}
    [[nodiscard]] Result<void> addMinutes(WallTime since, WallTime until, GroupBy by, const Into &into);
    [[nodiscard]] Result<bool> anyBetween(WallTime since, WallTime until);
    [[nodiscard]] Result<void> addRows(WallTime since, WallTime until, GroupBy by, const Into &into);

    Database *m_database;
    WallTime m_rowsSince{};
    WallTime m_firstMinute{}; // of those that have requests
    WallTime m_lastEnd{};     // of the last of them; the same where there are none
};

[[nodiscard]] Percentiles percentilesOf(const LatencyHistogram &latencies);
/// Sorts them.
[[nodiscard]] Percentiles percentilesOf(std::vector<std::int64_t> &latencies);
/// With the percentiles of its histograms.
[[nodiscard]] UsageFigures figuresOf(const Tally &tally);

} // namespace signalbox::ledger
