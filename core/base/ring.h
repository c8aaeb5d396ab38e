#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox {

/// A bounded queue between exactly one writing and one reading thread, without locks. A full ring refuses the
/// new value and counts it: what it carries (live samples for a window) may be lost, never waited for.
template<class T>
class Ring final
{
public:
    explicit Ring(std::size_t capacity) : m_slots(std::bit_ceil(capacity)) {}

    /// Writer's thread.
    bool push(T value)
    {
        const std::size_t head = m_head.load(std::memory_order_relaxed);
        if (head - m_tail.load(std::memory_order_acquire) == m_slots.size()) {
            m_lost.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        m_slots[head & (m_slots.size() - 1)] = std::move(value);
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    /// Reader's thread.
    [[nodiscard]] std::optional<T> pop()
    {
        const std::size_t tail = m_tail.load(std::memory_order_relaxed);
        if (tail == m_head.load(std::memory_order_acquire))
            return std::nullopt;
        std::optional<T> value(std::move(m_slots[tail & (m_slots.size() - 1)]));
        m_tail.store(tail + 1, std::memory_order_release);
        return value;
    }

    [[nodiscard]] std::size_t lost() const { return m_lost.load(std::memory_order_relaxed); }

private:
    std::vector<T> m_slots;
    alignas(64) std::atomic<std::size_t> m_head = 0;
    alignas(64) std::atomic<std::size_t> m_tail = 0;
    std::atomic<std::size_t> m_lost = 0;
};

} // namespace signalbox
