#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "ledger/settlements.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::ledger {

enum class Health {
    Good,
    Spilling, ///< the last batch did not get into the database; records wait in the spill file
    Losing,   ///< the last record got nowhere: answers still end, spending is not known
};

struct LedgerStatus
{
    Health health = Health::Good;
    std::size_t queued = 0; ///< records without an outcome
    std::uint64_t lost = 0; ///< since the start
    std::string lastError;  ///< why it is not good, in English; empty while it is
};

/// Keeps every request: the only writer of the database. Each record given to `settle` gets exactly one
/// outcome within about 300 ms, whatever the disk does; one that was told Committed or Spilled survives the
/// death of the process and is in the database exactly once after the next start. Made and closed on the main
/// thread; has threads of its own (writer, spiller, watchdog, checkpoints), none of which anybody waits for.
class Ledger final
{
public:
    struct Options
    {
        std::filesystem::path database; ///< in a directory that exists
        std::filesystem::path spill;    ///< beside it, or on another disk
        /// Rows of older requests are deleted, their sums by the minute kept. Nothing: all are kept.
        std::optional<std::chrono::days> keep = std::chrono::days(400);
        Settlements::Limits limits;
    };
    /// Called on threads of the ledger, at times on two at once, without a lock: it hands the outcomes over
    /// (to a mailbox) and returns.
    using OnSettled = std::function<void(std::vector<SettleOutcome>)>;

    /// Opens, upgrades, replays what was spilled in an earlier life; so sums read after it are whole. `clock`
    /// is for dates, must be thread-safe and outlives the ledger.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(Options options, const Clock &clock,
                                                              OnSettled onSettled);
    ~Ledger();
    Ledger(const Ledger &) = delete;
    Ledger &operator=(const Ledger &) = delete;

    /// Any thread; never blocks on the disk. After `close` the outcome is Lost.
    void settle(std::uint64_t ticket, std::shared_ptr<const record::RequestRecord> record);
    void settle(std::uint64_t ticket, record::RequestRecord record)
    {
        settle(ticket, std::make_shared<const record::RequestRecord>(std::move(record)));
    }

    /// What a person should know of how the database was found. Empty if all was well.
    [[nodiscard]] const std::vector<std::string> &notices() const;
    /// Any thread.
    [[nodiscard]] LedgerStatus status() const;
    [[nodiscard]] std::size_t queueLength() const { return status().queued; }
    [[nodiscard]] std::uint64_t lost() const { return status().lost; }

    /// Writes everything and ends; every ticket has its outcome when it returns. Called once, by the owner,
    /// after the last `settle`; the destructor does it too.
    void close();

private:
    class Work;
    explicit Ledger(std::unique_ptr<Work> work);

    const std::unique_ptr<Work> m_work;
};

} // namespace signalbox::ledger
