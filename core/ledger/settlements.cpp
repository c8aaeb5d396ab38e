#include "ledger/settlements.h"

#include <algorithm>
#include <utility>

namespace signalbox::ledger {

using State = Settlements::Entry::State;

void Settlements::add(std::uint64_t ticket, std::shared_ptr<const record::RequestRecord> record, Time now)
{
    auto entry = std::make_shared<Entry>(Entry{ticket, std::move(record), now, State::Waiting});
    m_queue.push_back(entry);
    m_open.push_back(std::move(entry));
    ++m_openCount;
}

std::vector<Settlements::Shared> Settlements::takeQueued(std::size_t most)
{
    std::vector<Shared> batch;
    while (!m_queue.empty() && batch.size() < most) {
        // What the spiller has already comes back to the database by the replay.
        if (m_queue.front()->state == State::Waiting)
            batch.push_back(std::move(m_queue.front()));
        m_queue.pop_front();
    }
    return batch;
}

Settlements::Shared Settlements::takeSpilling()
{
    while (!m_spilling.empty()) {
        Shared entry = std::move(m_spilling.front());
        m_spilling.pop_front();
        if (entry->state == State::Spilling)
            return entry;
    }
    return nullptr;
}

void Settlements::giveToSpiller(const Shared &entry)
{
    if (entry->state != State::Waiting)
        return;
    entry->state = State::Spilling;
    m_spilling.push_back(entry);
}

std::optional<SettleOutcome> Settlements::finish(const Shared &entry, Settlement settlement)
{
    if (entry->state == State::Done)
        return std::nullopt;
    entry->state = State::Done;
    --m_openCount;
    dropEnded();
    return SettleOutcome{entry->ticket, settlement};
}

std::vector<SettleOutcome> Settlements::expire(Time now)
{
    std::vector<SettleOutcome> lost;
    for (const Shared &entry : m_open) {
        const auto age = now - entry->since;
        if (age < m_limits.spillAfter)
            break;
        if (entry->state == State::Done)
            continue;
        if (age >= m_limits.loseAfter) {
            entry->state = State::Done;
            --m_openCount;
            lost.push_back({entry->ticket, Settlement::Lost});
        } else {
            giveToSpiller(entry);
        }
    }
    dropEnded();
    while (!m_spilling.empty() && m_spilling.front()->state == State::Done)
        m_spilling.pop_front();
    while (!m_queue.empty() && m_queue.front()->state != State::Waiting)
        m_queue.pop_front();
    return lost;
}

std::optional<Settlements::Time> Settlements::nextDeadline() const
{
    std::optional<Time> next;
    for (const Shared &entry : m_open) {
        if (entry->state == State::Spilling && !next)
            next = entry->since + m_limits.loseAfter;
        if (entry->state == State::Waiting) {
            const Time spill = entry->since + m_limits.spillAfter;
            return next ? std::min(*next, spill) : spill;
        }
    }
    return next;
}

void Settlements::dropEnded()
{
    while (!m_open.empty() && m_open.front()->state == State::Done)
        m_open.pop_front();
}

} // namespace signalbox::ledger
