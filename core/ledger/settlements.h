#pragma once

#include "record/request_record.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox::ledger {

enum class Settlement {
    Committed, ///< its row is in the database
    Spilled,   ///< it is in the spill file, and will be in the database
    Lost,      ///< neither took it in time
};

/// What became of a record: told exactly once for each ticket.
struct SettleOutcome
{
    std::uint64_t ticket = 0;
    Settlement settlement = Settlement::Committed;

    bool operator==(const SettleOutcome &) const = default;
};

/// Who has which record, and since when: the bookkeeping between the threads of the ledger, without threads,
/// files or clocks of its own. Owned by the Ledger and used under its lock. A record goes from the queue to
/// the writer; one that takes too long is given to the spiller as well, and the first to be done with it
/// decides its outcome.
class Settlements final
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Its record is never changed after it was added, so that writer and spiller may read it at the same
    /// time.
    struct Entry
    {
        std::uint64_t ticket = 0;
        std::shared_ptr<const record::RequestRecord> record;
        Time since;
        enum class State { Waiting, Spilling, Done } state = State::Waiting;
    };
    using Shared = std::shared_ptr<Entry>;

    struct Limits
    {
        std::chrono::milliseconds spillAfter{250};
        std::chrono::milliseconds loseAfter{300};
    };

    explicit Settlements(Limits limits) : m_limits(limits) {}

    void add(std::uint64_t ticket, std::shared_ptr<const record::RequestRecord> record, Time now);

    [[nodiscard]] bool hasQueued() const { return !m_queue.empty(); }
    [[nodiscard]] std::size_t queued() const { return m_queue.size(); }
    /// The next records for the writer, at most `most`.
    [[nodiscard]] std::vector<Shared> takeQueued(std::size_t most);
    [[nodiscard]] bool hasSpilling() const { return !m_spilling.empty(); }
    /// The next record for the spiller; null where there is none.
    [[nodiscard]] Shared takeSpilling();

    /// The writer did not get it into the database: it is for the spiller.
    void giveToSpiller(const Shared &entry);
    /// The first end of an entry is its outcome; a later one gives nothing.
    [[nodiscard]] std::optional<SettleOutcome> finish(const Shared &entry, Settlement settlement);

    /// Gives what is overdue to the spiller, and ends what even that did not save: the outcomes, all Lost.
    [[nodiscard]] std::vector<SettleOutcome> expire(Time now);
    /// When `expire` has something to do, if nothing ends before. Nothing where nothing is open.
    [[nodiscard]] std::optional<Time> nextDeadline() const;

    /// Records without an outcome.
    [[nodiscard]] std::size_t open() const { return m_openCount; }

private:
    void dropEnded();

    const Limits m_limits;
    std::deque<Shared> m_queue;
    std::deque<Shared> m_spilling;
    std::deque<Shared> m_open; // in order of arrival; what ended stays until it is first
    std::size_t m_openCount = 0;
};

} // namespace signalbox::ledger
