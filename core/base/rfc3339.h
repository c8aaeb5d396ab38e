#pragma once

#include "base/clock.h"

#include <string>

namespace signalbox {

/// In UTC, with three decimals of the second, or six where they are needed: "2026-09-27T10:11:12.345Z".
[[nodiscard]] std::string toRfc3339(WallTime time);

} // namespace signalbox
