#include "ledger/record_store.h"

#include "ledger/record_line.h"
#include "ledger/record_rows.h"

#include <tuple>

namespace signalbox::ledger {

namespace {

constexpr std::string_view kInsertRequest =
    "INSERT INTO requests (row, id, started_at, surface, agent, key_id, team, session, tags, asked_model, "
    "virtual_model,"
    " provider, model, streamed, outcome, http_status, error_code, error_message, dropped, input_tokens,"
    " cached_input_tokens, cache_write_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens,"
    " usage_estimated, cost, priced_as_of, total, first_token, overhead, details)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";
constexpr std::string_view kReadMinute =
    "SELECT requests, failed, refused, cancelled, input_tokens, cached_input_tokens, cache_write_tokens,"
    " cache_write_1h_tokens, output_tokens, reasoning_tokens, cost, unpriced, totals, first_tokens FROM "
    "minutes"
    " WHERE minute = ? AND provider = ? AND model = ? AND virtual_model = ? AND key_id = ? AND team = ?";
constexpr std::string_view kWriteMinute =
    "INSERT OR REPLACE INTO minutes (minute, provider, model, virtual_model, key_id, team, requests, failed,"
    " refused, cancelled, input_tokens, cached_input_tokens, cache_write_tokens, cache_write_1h_tokens,"
    " output_tokens, reasoning_tokens, cost, unpriced, totals, first_tokens)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

/// Numbers the parameters in the order they are bound.
class Binder final
{
public:
    explicit Binder(Statement &statement) : m_statement(statement) {}

    Binder &operator<<(std::string_view text)
    {
        m_statement.bind(++m_index, text);
        return *this;
    }
    Binder &operator<<(std::int64_t value)
    {
        m_statement.bind(++m_index, value);
        return *this;
    }
    Binder &operator<<(const std::optional<std::int64_t> &value)
    {
        m_statement.bind(++m_index, value);
        return *this;
    }

private:
    Statement &m_statement;
    int m_index = 0;
};

std::optional<std::int64_t> count(const std::optional<std::chrono::microseconds> &duration)
{
    return duration ? std::optional<std::int64_t>(duration->count()) : std::nullopt;
}

void bindUsage(Binder &bind, const std::optional<record::Usage> &usage)
{
    if (!usage) {
        for (int i = 0; i < 7; ++i)
            bind << std::optional<std::int64_t>();
        return;
    }
    bind << usage->inputTokens << usage->cachedInputTokens << usage->cacheWriteTokens
         << usage->cacheWrite1hTokens << usage->outputTokens << usage->reasoningTokens
         << std::int64_t{usage->estimated};
}

} // namespace

Result<RecordStore> RecordStore::create(Database &database)
{
    RecordStore store;
    store.m_database = &database;
    for (auto [statement, sql] : {std::pair<Statement *, std::string_view>{&store.m_begin, "BEGIN IMMEDIATE"},
                                  {&store.m_commit, "COMMIT"},
                                  {&store.m_insertRequest, kInsertRequest},
                                  {&store.m_findRequest, "SELECT id = ? FROM requests WHERE row = ?"},
                                  {&store.m_readMinute, kReadMinute},
                                  {&store.m_writeMinute, kWriteMinute}}) {
        auto prepared = database.prepare(sql);
        if (!prepared)
            return std::unexpected(std::move(prepared.error()));
        *statement = std::move(*prepared);
    }
    return store;
}

Result<void> RecordStore::begin()
{
    m_minutes.clear();
    return m_begin.run();
}

Result<bool> RecordStore::add(const record::RequestRecord &record)
{
    std::int64_t row = rowOf(record);
    for (const std::int64_t end = row + kRowsOfATime / 2;; ++row) {
        const auto inserted = insert(row, record);
        if (!inserted)
            return inserted;
        if (*inserted)
            break;
        // The key is taken: by the request itself, or by another.
        if (const auto known = isThere(row, record.id); !known || *known)
            return known ? Result<bool>(false) : known;
        if (row + 1 == end)
            return fail(ErrorCode::Conflict, "hundreds of requests of one microsecond");
    }
    const MinuteKey key{minuteOf(record.startedAt).time_since_epoch().count(),
                        {record.provider, record.model, record.virtualModel, record.keyId, record.team}};
    m_minutes[key].add(record);
    return true;
}

Result<bool> RecordStore::insert(std::int64_t row, const record::RequestRecord &record)
{
    m_details.clear();
    appendDetails(m_details, record);
    Binder bind(m_insertRequest);
    bind << row << record.id << std::int64_t{record.startedAt.time_since_epoch().count()} << record.surface
         << record.agent << record.keyId << record.team << record.session << record.tags << record.askedModel
         << record.virtualModel << record.provider << record.model << std::int64_t{record.streamed}
         << record::toString(record.outcome) << std::int64_t{record.httpStatus} << record.errorCode
         << record.errorMessage << record.dropped;
    bindUsage(bind, record.usage);
    bind << (record.cost.total ? std::optional<std::int64_t>(record.cost.total->nano()) : std::nullopt)
         << record.cost.pricedAsOf << std::int64_t{record.total.count()} << count(record.firstToken)
         << std::int64_t{record.overhead.count()} << m_details;
    if (auto done = m_insertRequest.run(); !done)
        return std::unexpected(std::move(done.error()));
    return m_database->changes() > 0;
}

Result<bool> RecordStore::isThere(std::int64_t row, const std::string &id)
{
    m_findRequest.bind(1, id);
    m_findRequest.bind(2, row);
    auto found = m_findRequest.step();
    // Where nothing has the key, it was the index on ids that refused, which ledgers of early builds have.
    if (found)
        *found = !*found || m_findRequest.integer(0) != 0;
    m_findRequest.reset();
    return found;
}

Result<void> RecordStore::commit()
{
    for (const auto &[key, tally] : m_minutes) {
        if (auto done = addMinute(key, tally); !done)
            return done;
    }
    m_minutes.clear();
    auto done = m_commit.run();
    if (done && !m_known.empty()) {
        const std::int64_t latest = m_known.rbegin()->first.minute;
        std::erase_if(m_known, [latest](const auto &known) { return known.first.minute < latest; });
    }
    return done;
}

void RecordStore::rollback()
{
    m_minutes.clear();
    m_known.clear();
    // SQLite rolls back by itself after a full disk and some other errors.
    if (m_database->inTransaction())
        std::ignore = m_database->execute("ROLLBACK");
}

Result<Tally> RecordStore::readMinute(const MinuteKey &key)
{
    Tally tally;
    Binder read(m_readMinute);
    read << key.minute;
    for (const std::string &name : key.names)
        read << name;
    auto row = m_readMinute.step();
    if (!row)
        return std::unexpected(std::move(row.error()));
    if (*row) {
        int column = 0;
        for (std::int64_t *value : {&tally.requests, &tally.failed, &tally.refused, &tally.cancelled,
                                    &tally.inputTokens, &tally.cachedInputTokens, &tally.cacheWriteTokens,
                                    &tally.cacheWrite1hTokens, &tally.outputTokens, &tally.reasoningTokens})
            *value = m_readMinute.integer(column++);
        tally.cost = Money::fromNano(m_readMinute.integer(column++));
        tally.unpriced = m_readMinute.integer(column++);
        // Bytes that cannot be read cost percentiles of a minute, never a request.
        std::ignore = tally.totals.mergeEncoded(m_readMinute.text(column++));
        std::ignore = tally.firstTokens.mergeEncoded(m_readMinute.text(column++));
    }
    m_readMinute.reset();
    return tally;
}

Result<void> RecordStore::addMinute(const MinuteKey &key, const Tally &added)
{
    auto known = m_known.find(key);
    if (known == m_known.end()) {
        auto read = readMinute(key);
        if (!read)
            return std::unexpected(std::move(read.error()));
        known = m_known.emplace(key, std::move(*read)).first;
    }
    Tally &tally = known->second;
    tally.add(added);
    Binder write(m_writeMinute);
    write << key.minute;
    for (const std::string &name : key.names)
        write << name;
    write << tally.requests << tally.failed << tally.refused << tally.cancelled << tally.inputTokens
          << tally.cachedInputTokens << tally.cacheWriteTokens << tally.cacheWrite1hTokens
          << tally.outputTokens << tally.reasoningTokens << tally.cost.nano() << tally.unpriced;
    const std::string totals = tally.totals.encode();
    const std::string firstTokens = tally.firstTokens.encode();
    m_writeMinute.bindBlob(19, totals);
    m_writeMinute.bindBlob(20, firstTokens);
    return m_writeMinute.run();
}

Result<int> RecordStore::deleteBefore(WallTime before, int limit)
{
    if (auto begun = begin(); !begun)
        return std::unexpected(std::move(begun.error()));
    auto deleted = deleteRows(before, limit);
    if (deleted) {
        if (auto done = m_commit.run(); !done)
            deleted = std::unexpected(std::move(done.error()));
    }
    if (!deleted)
        rollback();
    return deleted;
}

Result<int> RecordStore::deleteRows(WallTime before, int limit)
{
    // The key of the newest that goes.
    auto find = m_database->prepare(
        "SELECT max(row) FROM (SELECT row FROM requests WHERE row < ? ORDER BY row LIMIT ?)");
    if (!find)
        return std::unexpected(std::move(find.error()));
    find->bind(1, firstRowOf(before));
    find->bind(2, std::int64_t{limit});
    if (auto found = find->step(); !found)
        return std::unexpected(std::move(found.error()));
    const auto newest = find->optionalInteger(0);
    find->reset();
    if (!newest)
        return 0;
    auto remove = m_database->prepare("DELETE FROM requests WHERE row <= ?");
    if (!remove)
        return std::unexpected(std::move(remove.error()));
    remove->bind(1, *newest);
    if (auto done = remove->run(); !done)
        return std::unexpected(std::move(done.error()));
    const int deleted = m_database->changes();
    auto remember = m_database->prepare("UPDATE facts SET value = max(value, ?) WHERE name = 'rows_since'");
    if (!remember)
        return std::unexpected(std::move(remember.error()));
    remember->bind(1, *newest / kRowsOfATime + 1);
    if (auto done = remember->run(); !done)
        return std::unexpected(std::move(done.error()));
    return deleted;
}

} // namespace signalbox::ledger
