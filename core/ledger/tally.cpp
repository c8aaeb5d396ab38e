#include "ledger/tally.h"

namespace signalbox::ledger {

void Tally::add(const record::RequestRecord &record)
{
    ++requests;
    switch (record.outcome) {
    case record::Outcome::Ok:
        totals.add(record.total);
        if (record.firstToken)
            firstTokens.add(*record.firstToken);
        break;
    case record::Outcome::Failed:
    case record::Outcome::Cut:
        ++failed;
        break;
    case record::Outcome::Refused:
        ++refused;
        break;
    case record::Outcome::Cancelled:
        ++cancelled;
        break;
    }
    if (record.usage) {
        inputTokens += record.usage->inputTokens;
        cachedInputTokens += record.usage->cachedInputTokens;
        cacheWriteTokens += record.usage->cacheWriteTokens;
        cacheWrite1hTokens += record.usage->cacheWrite1hTokens;
        outputTokens += record.usage->outputTokens;
        reasoningTokens += record.usage->reasoningTokens;
        if (!record.cost.total)
            ++unpriced;
    }
    if (record.cost.total)
        cost += *record.cost.total;
}

void Tally::add(const Tally &other)
{
    requests += other.requests;
    failed += other.failed;
    refused += other.refused;
    cancelled += other.cancelled;
    inputTokens += other.inputTokens;
    cachedInputTokens += other.cachedInputTokens;
    cacheWriteTokens += other.cacheWriteTokens;
    cacheWrite1hTokens += other.cacheWrite1hTokens;
    outputTokens += other.outputTokens;
    reasoningTokens += other.reasoningTokens;
    cost += other.cost;
    unpriced += other.unpriced;
    totals.merge(other.totals);
    firstTokens.merge(other.firstTokens);
}

std::chrono::sys_time<std::chrono::minutes> minuteOf(WallTime time)
{
    return std::chrono::floor<std::chrono::minutes>(time);
}

} // namespace signalbox::ledger
