#pragma once

#include "base/clock.h"
#include "ledger/queries.h"

#include <string>
#include <vector>

namespace signalbox::ledger {

/// A calendar day, or the part of one that lies in a range.
struct DayRange
{
    std::string name; ///< "2026-09-27"
    WallTime begin{};
    WallTime end{};

    bool operator==(const DayRange &) const = default;
};

/// The days that [since, until) touches, in order, the first and last cut to it. Days of 23 and 25 hours are
/// as long as the time zone of the machine (TZ) says.
[[nodiscard]] std::vector<DayRange> daysOf(WallTime since, WallTime until, Days days);

} // namespace signalbox::ledger
