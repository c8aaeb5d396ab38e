#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace signalbox {

/// The newest version of an immutable value, shared between threads. A reader keeps the version it took; a
/// writer publishes a whole new one. A mutex round a shared_ptr, because std::atomic<std::shared_ptr> reports
/// races under GCC 12's thread sanitizer.
template<class T>
class Snapshot final
{
public:
    Snapshot() = default;
    explicit Snapshot(std::shared_ptr<const T> value) : m_value(std::move(value)) {}

    [[nodiscard]] std::shared_ptr<const T> get() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_value;
    }

    void set(std::shared_ptr<const T> value)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_value.swap(value);
        }
        // The old version dies here, outside the lock: its destructor may be long.
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const T> m_value;
};

} // namespace signalbox
