#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace signalbox {

/// Values from any thread to one thread, in order. `wake` is called (on the sender's thread, without the
/// lock) only when the box was empty, so a burst costs one wake-up. The receiver then takes everything at
/// once.
template<class T>
class Mailbox final
{
public:
    explicit Mailbox(std::function<void()> wake) : m_wake(std::move(wake)) {}

    /// How many wait now, this one among them.
    std::size_t post(T value)
    {
        std::size_t waiting = 0;
        {
            const std::scoped_lock lock(m_mutex);
            m_values.push_back(std::move(value));
            waiting = m_values.size();
        }
        if (waiting == 1 && m_wake)
            m_wake();
        return waiting;
    }

    /// All that has come since, in order; empty if nothing has.
    [[nodiscard]] std::vector<T> take()
    {
        std::vector<T> values;
        const std::scoped_lock lock(m_mutex);
        values.swap(m_values);
        return values;
    }

private:
    std::mutex m_mutex;
    std::vector<T> m_values;
    std::function<void()> m_wake;
};

} // namespace signalbox
