#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace signalbox::app {

/// "--since": "90s", "30m", "1h", "7d", "2w" before `now`, or a point in time as RFC 3339
/// ("2026-11-20T14:00:00Z") or a day
/// ("2026-11-20", local midnight).
[[nodiscard]] Result<WallTime> parseSince(std::string_view text, WallTime now);

/// "2026-11-20 14:17:03" in local time, for people.
[[nodiscard]] std::string localTime(WallTime time);

} // namespace signalbox::app
