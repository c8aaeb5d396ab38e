#include "ledger/range_sums.h"

#include "ledger/record_rows.h"

#include <algorithm>

namespace signalbox::ledger {

namespace {

using std::chrono::microseconds;
using std::chrono::minutes;

std::string_view columnOf(GroupBy by)
{
    switch (by) {
    case GroupBy::Model:
        return "model";
    case GroupBy::Provider:
        return "provider";
    case GroupBy::Key:
        return "key_id";
    case GroupBy::Team:
        return "team";
    case GroupBy::None:
    case GroupBy::Day:
        break;
    }
    return "''";
}

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text += part;
    return text;
}

Tally minuteTally(const Statement &row, int column)
{
    Tally tally;
    for (std::int64_t *value : {&tally.requests, &tally.failed, &tally.refused, &tally.cancelled,
                                &tally.inputTokens, &tally.cachedInputTokens, &tally.cacheWriteTokens,
                                &tally.cacheWrite1hTokens, &tally.outputTokens, &tally.reasoningTokens})
        *value = row.integer(column++);
    tally.cost = Money::fromNano(row.integer(column++));
    tally.unpriced = row.integer(column);
    return tally;
}

/// As much of a request as a Tally looks at.
record::RequestRecord countedOf(const Statement &row)
{
    record::RequestRecord record;
    record.outcome = record::outcomeFromString(row.text(2)).value_or(record::Outcome::Failed);
    record.total = microseconds(row.integer(3));
    if (const auto firstToken = row.optionalInteger(4))
        record.firstToken = microseconds(*firstToken);
    record.usage = usageOf(row, 5);
    if (const auto cost = row.optionalInteger(12))
        record.cost.total = Money::fromNano(*cost);
    return record;
}

} // namespace

Result<RangeSums> RangeSums::create(Database &database)
{
    const auto rowsSince = database.integer("SELECT value FROM facts WHERE name = 'rows_since'");
    if (!rowsSince)
        return std::unexpected(rowsSince.error());
    RangeSums sums(database);
    sums.m_rowsSince = WallTime(microseconds(*rowsSince));
    auto select = database.prepare("SELECT min(minute), max(minute) FROM minutes");
    if (!select)
        return std::unexpected(std::move(select.error()));
    if (const auto row = select->step(); !row)
        return std::unexpected(row.error());
    if (const auto first = select->optionalInteger(0)) {
        sums.m_firstMinute = WallTime(minutes(*first));
        sums.m_lastEnd = WallTime(minutes(select->integer(1) + 1));
    }
    return sums;
}

std::pair<WallTime, WallTime> RangeSums::withRequests(WallTime since, WallTime until) const
{
    return {std::max(since, m_firstMinute), std::min(until, m_lastEnd)};
}

Result<void> RangeSums::add(WallTime since, WallTime until, GroupBy by, const Into &into)
{
    if (since >= until)
        return {};
    WallTime first = hasRows(since) ? WallTime(std::chrono::ceil<minutes>(since)) : WallTime(minuteOf(since));
    WallTime last = WallTime(minuteOf(until));
    if (last < until) {
        // Most ranges end now, in a minute that nothing came later in: it is as good as whole.
        const Result<bool> later = hasRows(last) ? anyBetween(until, last + minutes(1)) : false;
        if (!later)
            return std::unexpected(later.error());
        if (!*later)
            last += minutes(1);
    }
    if (first > last)
        return addRows(since, until, by, into); // within one minute
    auto done = addRows(since, first, by, into);
    if (done)
        done = addMinutes(first, last, by, into);
    if (done)
        done = addRows(last, until, by, into);
    return done;
}

Result<bool> RangeSums::anyBetween(WallTime since, WallTime until)
{
    auto select = m_database->prepare("SELECT 1 FROM requests WHERE row >= ? AND row < ? LIMIT 1");
    if (!select)
        return std::unexpected(std::move(select.error()));
    select->bind(1, firstRowOf(since));
    select->bind(2, firstRowOf(until));
    return select->step();
}

Result<void> RangeSums::addMinutes(WallTime since, WallTime until, GroupBy by, const Into &into)
{
    if (since >= until)
        return {};
    auto select = m_database->prepare(joined(
        {"SELECT minute, ", columnOf(by),
         ", requests, failed, refused, cancelled, input_tokens, cached_input_tokens, cache_write_tokens,"
         " cache_write_1h_tokens, output_tokens, reasoning_tokens, cost, unpriced, totals, first_tokens"
         " FROM minutes WHERE minute >= ? AND minute < ? ORDER BY minute"}));
    if (!select)
        return std::unexpected(std::move(select.error()));
    select->bind(1, std::int64_t{minuteOf(since).time_since_epoch().count()});
    select->bind(2, std::int64_t{minuteOf(until).time_since_epoch().count()});
    for (;;) {
        auto row = select->step();
        if (!row)
            return std::unexpected(std::move(row.error()));
        if (!*row)
            return {};
        Tally &tally = into(WallTime(minutes(select->integer(0))), select->text(1));
        tally.add(minuteTally(*select, 2));
        if (!tally.totals.mergeEncoded(select->text(14)) || !tally.firstTokens.mergeEncoded(select->text(15)))
            return fail(ErrorCode::Protocol, "a latency histogram cannot be read", "minutes");
    }
}

Result<void> RangeSums::addRows(WallTime since, WallTime until, GroupBy by, const Into &into)
{
    if (since >= until)
        return {};
    auto select = m_database->prepare(
        joined({"SELECT started_at, ", columnOf(by),
                ", outcome, total, first_token, input_tokens, cached_input_tokens, cache_write_tokens,"
                " cache_write_1h_tokens, output_tokens, reasoning_tokens, usage_estimated, cost"
                " FROM requests WHERE row >= ? AND row < ?"}));
    if (!select)
        return std::unexpected(std::move(select.error()));
    select->bind(1, firstRowOf(since));
    select->bind(2, firstRowOf(until));
    for (;;) {
        auto row = select->step();
        if (!row)
            return std::unexpected(std::move(row.error()));
        if (!*row)
            return {};
        into(WallTime(microseconds(select->integer(0))), select->text(1)).add(countedOf(*select));
    }
}

Result<void> RangeSums::readLatencies(WallTime since, WallTime until, GroupBy by,
                                      std::map<std::string, Latencies, std::less<>> &byGroup)
{
    auto select = m_database->prepare(joined({"SELECT total, first_token, ", columnOf(by),
                                              " FROM requests WHERE row >= ? AND row < ?"
                                              " AND outcome = 'ok'"}));
    if (!select)
        return std::unexpected(std::move(select.error()));
    select->bind(1, firstRowOf(since));
    select->bind(2, firstRowOf(until));
    for (;;) {
        auto row = select->step();
        if (!row)
            return std::unexpected(std::move(row.error()));
        if (!*row)
            return {};
        const std::string_view group = select->text(2);
        auto found = byGroup.find(group);
        if (found == byGroup.end())
            found = byGroup.emplace(std::string(group), Latencies{}).first;
        found->second.totals.push_back(select->integer(0));
        if (const auto firstToken = select->optionalInteger(1))
            found->second.firstTokens.push_back(*firstToken);
    }
}

Percentiles percentilesOf(const LatencyHistogram &latencies)
{
    if (latencies.count() < Percentiles::kFewest)
        return {};
    return {latencies.percentile(0.5), latencies.percentile(0.95), latencies.percentile(0.99)};
}

Percentiles percentilesOf(std::vector<std::int64_t> &latencies)
{
    const auto size = static_cast<std::int64_t>(latencies.size());
    if (size < Percentiles::kFewest)
        return {};
    std::ranges::sort(latencies);
    const auto at = [&](double share) {
        return microseconds(latencies[static_cast<std::size_t>(percentileRank(share, size))]);
    };
    return {at(0.5), at(0.95), at(0.99)};
}

UsageFigures figuresOf(const Tally &tally)
{
    UsageFigures figures;
    figures.requests = tally.requests;
    figures.failed = tally.failed;
    figures.refused = tally.refused;
    figures.cancelled = tally.cancelled;
    figures.inputTokens = tally.inputTokens;
    figures.cachedInputTokens = tally.cachedInputTokens;
    figures.cacheWriteTokens = tally.cacheWriteTokens + tally.cacheWrite1hTokens;
    figures.outputTokens = tally.outputTokens;
    figures.reasoningTokens = tally.reasoningTokens;
    figures.cost = tally.cost;
    figures.unpricedRequests = tally.unpriced;
    figures.total = percentilesOf(tally.totals);
    figures.firstToken = percentilesOf(tally.firstTokens);
    return figures;
}

} // namespace signalbox::ledger
