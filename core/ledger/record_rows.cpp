#include "ledger/record_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace signalbox::ledger {

namespace {

using std::chrono::microseconds;

std::optional<microseconds> optionalDuration(const Statement &statement, int column)
{
    const auto value = statement.optionalInteger(column);
    return value ? std::optional(microseconds(*value)) : std::nullopt;
}

/// Reads columns in the order of the SELECT.
class Columns final
{
public:
    explicit Columns(const Statement &statement) : m_statement(statement) {}

    std::string text() { return std::string(m_statement.text(m_next++)); }
    std::int64_t integer() { return m_statement.integer(m_next++); }
    std::optional<std::int64_t> optionalInteger() { return m_statement.optionalInteger(m_next++); }
    microseconds duration() { return microseconds(integer()); }
    /// The first of `count` columns that somebody else reads.
    int skip(int count) { return std::exchange(m_next, m_next + count); }
    std::optional<microseconds> optional() { return optionalDuration(m_statement, m_next++); }

private:
    const Statement &m_statement;
    int m_next = 0;
};

} // namespace

std::optional<record::Usage> usageOf(const Statement &statement, int column)
{
    const auto input = statement.optionalInteger(column);
    if (!input)
        return std::nullopt;
    record::Usage usage;
    usage.inputTokens = *input;
    usage.cachedInputTokens = statement.integer(column + 1);
    usage.cacheWriteTokens = statement.integer(column + 2);
    usage.cacheWrite1hTokens = statement.integer(column + 3);
    usage.outputTokens = statement.integer(column + 4);
    usage.reasoningTokens = statement.integer(column + 5);
    usage.estimated = statement.integer(column + 6) != 0;
    return usage;
}

record::RequestRecord requestOf(const Statement &statement)
{
    Columns columns(statement);
    record::RequestRecord record;
    record.id = columns.text();
    record.startedAt = WallTime(columns.duration());
    for (std::string *field :
         {&record.surface, &record.agent, &record.keyId, &record.team, &record.session, &record.tags,
          &record.askedModel, &record.virtualModel, &record.provider, &record.model})
        *field = columns.text();
    record.streamed = columns.integer() != 0;
    record.outcome = record::outcomeFromString(columns.text()).value_or(record::Outcome::Failed);
    record.httpStatus = static_cast<int>(columns.integer());
    record.errorCode = columns.text();
    record.errorMessage = columns.text();
    record.dropped = columns.text();
    record.usage = usageOf(statement, columns.skip(7));
    if (const auto cost = columns.optionalInteger())
        record.cost.total = Money::fromNano(*cost);
    record.cost.pricedAsOf = columns.text();
    record.total = columns.duration();
    record.firstToken = columns.optional();
    record.overhead = columns.duration();
    return record;
}

std::int64_t firstRowOf(WallTime time)
{
    constexpr std::int64_t last =
        std::numeric_limits<std::int64_t>::max() / kRowsOfATime - 1; // in the year 2255
    return std::clamp<std::int64_t>(time.time_since_epoch().count(), -last, last) * kRowsOfATime;
}

std::int64_t rowOf(const record::RequestRecord &record)
{
    // Requests of one microsecond seldom get the same key then. FNV-1a, because std::hash may change.
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : record.id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    const auto scatter = static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(kRowsOfATime / 2));
    return firstRowOf(record.startedAt) + scatter;
}

} // namespace signalbox::ledger
