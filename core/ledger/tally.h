#pragma once

#include "base/money.h"
#include "ledger/histogram.h"
#include "record/request_record.h"

#include <cstdint>

namespace signalbox::ledger {

/// What a number of requests add up to: a minute's row, a line of a report, a point of a chart. A value; the
/// one place that says what of a record counts as what.
///
/// `failed` are requests that the gateway or a provider failed (also after parts were sent); what the gateway
/// refused and what the client left are counted apart. Latencies are those of requests answered whole: a
/// refusal after a millisecond would make a slow provider look fast. Unpriced is a request with usage but no
/// known price.
struct Tally
{
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::int64_t refused = 0;
    std::int64_t cancelled = 0;
    std::int64_t inputTokens = 0;
    std::int64_t cachedInputTokens = 0;
    std::int64_t cacheWriteTokens = 0;
    std::int64_t cacheWrite1hTokens = 0;
    std::int64_t outputTokens = 0;
    std::int64_t reasoningTokens = 0;
    Money cost;
    std::int64_t unpriced = 0;
    LatencyHistogram totals;
    LatencyHistogram firstTokens;

    void add(const record::RequestRecord &record);
    void add(const Tally &other);

    bool operator==(const Tally &) const = default;
};

/// Start of the minute that a request counts in: that of its arrival.
[[nodiscard]] std::chrono::sys_time<std::chrono::minutes> minuteOf(WallTime time);

} // namespace signalbox::ledger
