#pragma once

#include "base/clock.h"

#include <chrono>

namespace signalbox::ui {

/// What the range selector offers, in its order.
enum class TimeRange { FifteenMinutes, Hour, Today, Week, Month };

/// A range as the ledger is asked for it. Both ends lie on bucket borders, so that a chart moves by whole
/// buckets.
struct TimeSpan
{
    WallTime since{};
    WallTime until{}; ///< exclusive, the end of the bucket that runs
    std::chrono::seconds bucket{60};

    bool operator==(const TimeSpan &) const = default;
};

/// Today begins at local midnight; the others end now. At most 170 buckets.
[[nodiscard]] TimeSpan timeSpan(TimeRange range, WallTime now);

} // namespace signalbox::ui
