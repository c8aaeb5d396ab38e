#pragma once

#include "ledger/sqlite.h"
#include "ledger/tally.h"
#include "record/request_record.h"

#include <array>
#include <map>
#include <string>

namespace signalbox::ledger {

/// Which row of `minutes` a request counts in.
struct MinuteKey
{
    std::int64_t minute = 0;          ///< minutes since 1970
    std::array<std::string, 5> names; ///< provider, model, virtual model, key, team

    auto operator<=>(const MinuteKey &) const = default;
};

/// Writes records and the minutes they count in. Lives on the thread of its connection (the ledger's), owned
/// beside it. A record that is there already, by its time and id, changes nothing, so records may come twice.
class RecordStore final
{
public:
    [[nodiscard]] static Result<RecordStore> create(Database &database);

    /// One transaction: `begin`, `add` for each, `commit`. After any error `rollback`.
    [[nodiscard]] Result<void> begin();
    /// True where the record is new.
    [[nodiscard]] Result<bool> add(const record::RequestRecord &record);
    [[nodiscard]] Result<void> commit();
    void rollback();

    /// Deletes at most `limit` requests that came before `before`, oldest first, in a transaction of its own;
    /// their minutes stay. How many went.
    [[nodiscard]] Result<int> deleteBefore(WallTime before, int limit);

private:
    [[nodiscard]] Result<bool> insert(std::int64_t row, const record::RequestRecord &record);
    [[nodiscard]] Result<bool> isThere(std::int64_t row, const std::string &id);
    [[nodiscard]] Result<void> addMinute(const MinuteKey &key, const Tally &added);
    [[nodiscard]] Result<Tally> readMinute(const MinuteKey &key);
    [[nodiscard]] Result<int> deleteRows(WallTime before, int limit);

    Database *m_database = nullptr;
    Statement m_begin;
    Statement m_commit;
    Statement m_insertRequest;
    Statement m_findRequest;
    Statement m_readMinute;
    Statement m_writeMinute;
    std::map<MinuteKey, Tally> m_minutes; // of the transaction under way
    // The rows of minutes as they stand in the database, this transaction's included: nobody else writes
    // them, and reading one back costs as much as ten requests. Those of the latest minute only.
    std::map<MinuteKey, Tally> m_known;
    std::string m_details; // reused
};

} // namespace signalbox::ledger
