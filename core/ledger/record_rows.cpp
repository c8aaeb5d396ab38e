#include "ledger/record_rows.h"

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
    std::optional<microseconds> optional() { return optionalDuration(m_statement, m_next++); }

private:
    const Statement &m_statement;
    int m_next = 0;
};

std::optional<record::Usage> usageOf(Columns &columns)
{
    const auto input = columns.optionalInteger();
    record::Usage usage;
    usage.inputTokens = input.value_or(0);
    usage.cachedInputTokens = columns.integer();
    usage.cacheWriteTokens = columns.integer();
    usage.cacheWrite1hTokens = columns.integer();
    usage.outputTokens = columns.integer();
    usage.reasoningTokens = columns.integer();
    usage.estimated = columns.integer() != 0;
    return input ? std::optional(usage) : std::nullopt;
}

record::Attempt attemptOf(const Statement &statement)
{
    Columns columns(statement);
    record::Attempt attempt;
    attempt.provider = columns.text();
    attempt.model = columns.text();
    attempt.keyId = columns.text();
    // What a newer program named otherwise is shown as something that went wrong.
    attempt.result =
        record::attemptResultFromString(columns.text()).value_or(record::AttemptResult::StreamError);
    attempt.httpStatus = static_cast<int>(columns.integer());
    attempt.startedAfter = columns.duration();
    attempt.duration = columns.duration();
    attempt.firstByte = columns.optional();
    attempt.error = columns.text();
    return attempt;
}

} // namespace

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
    record.usage = usageOf(columns);
    if (const auto cost = columns.optionalInteger())
        record.cost.total = Money::fromNano(*cost);
    record.cost.pricedAsOf = columns.text();
    record.total = columns.duration();
    record.firstToken = columns.optional();
    record.overhead = columns.duration();
    return record;
}

Result<void> readParts(Database &database, std::int64_t row, record::RequestRecord &record)
{
    auto attempts =
        database.prepare("SELECT provider, model, key_id, result, http_status, started_after, duration,"
                         " first_byte, error FROM attempts WHERE request = ? ORDER BY n");
    if (!attempts)
        return std::unexpected(std::move(attempts.error()));
    attempts->bind(1, row);
    for (;;) {
        auto more = attempts->step();
        if (!more)
            return std::unexpected(std::move(more.error()));
        if (!*more)
            break;
        record.attempts.push_back(attemptOf(*attempts));
    }
    auto steps = database.prepare("SELECT text FROM route_steps WHERE request = ? ORDER BY n");
    if (!steps)
        return std::unexpected(std::move(steps.error()));
    steps->bind(1, row);
    for (;;) {
        auto more = steps->step();
        if (!more)
            return std::unexpected(std::move(more.error()));
        if (!*more)
            return {};
        record.route.push_back({std::string(steps->text(0))});
    }
}

} // namespace signalbox::ledger
