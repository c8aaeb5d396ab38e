#pragma once

#include "base/clock.h"
#include "ledger/checkpointer.h"
#include "ledger/database_file.h"
#include "ledger/record_store.h"
#include "ledger/settlements.h"
#include "ledger/spill_file.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox::ledger {

/// The writer's side of the ledger: batches of records into the database, replay of the spill file, deletion
/// of what is old. Made on the main thread, then used on the ledger thread alone. Owned by the Ledger.
class BatchWriter final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<BatchWriter>>
    open(std::filesystem::path database, const Clock &clock, std::optional<std::chrono::days> keep);

    /// All of them or, after an error, none. A lock held by others is waited for until `patience`.
    [[nodiscard]] Result<void> write(std::span<const Settlements::Shared> batch, Settlements::Time patience);
    /// The same for records that were spilled.
    [[nodiscard]] Result<void> writeAgain(std::span<const record::RequestRecord> records);
    /// One small step of deleting what is too old. True where there may be more.
    [[nodiscard]] Result<bool> deleteOld();

    [[nodiscard]] const std::vector<std::string> &notices() const { return m_notices; }

private:
    BatchWriter(std::filesystem::path file, OpenedDatabase opened, const Clock &clock,
                std::optional<std::chrono::days> keep);

    template<class Range, class Record>
    Result<void> writeAll(const Range &range, Record recordOf);
    template<class T>
    Result<T> noteDamage(Result<T> result);

    const std::filesystem::path m_file;
    const Clock &m_clock;
    const std::optional<std::chrono::days> m_keep;
    std::vector<std::string> m_notices;
    Database m_database;
    RecordStore m_store;
    std::unique_ptr<Checkpointer> m_checkpointer; // last: it ends before the connection it copies for
};

} // namespace signalbox::ledger
