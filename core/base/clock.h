#pragma once

#include <chrono>

namespace signalbox {

using MonotonicTime = std::chrono::steady_clock::time_point;
/// UTC, microseconds since the epoch: what the ledger stores.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

/// Where time comes from. Passed in, so that tests choose it. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    /// For durations and deadlines: never goes back, not even when the machine's clock is set.
    [[nodiscard]] virtual MonotonicTime now() const = 0;
    /// For records, prices and days.
    [[nodiscard]] virtual WallTime wallNow() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] MonotonicTime now() const override;
    [[nodiscard]] WallTime wallNow() const override;
};

/// For tests: stands still until told. Not thread-safe.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(WallTime wall = WallTime(std::chrono::seconds(1'800'000'000))) : m_wall(wall) {}

    [[nodiscard]] MonotonicTime now() const override { return m_now; }
    [[nodiscard]] WallTime wallNow() const override { return m_wall; }

    void advance(std::chrono::microseconds by)
    {
        m_now += by;
        m_wall += by;
    }

private:
    MonotonicTime m_now{std::chrono::hours(1)};
    WallTime m_wall;
};

} // namespace signalbox
