#pragma once

#include "base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// In UTC, with three decimals of the second, or six where they are needed: "2026-09-27T10:11:12.345Z".
[[nodiscard]] std::string toRfc3339(WallTime time);

/// What toRfc3339 writes, with any number of decimals up to six, or none; nothing where it is not that.
[[nodiscard]] std::optional<WallTime> parseRfc3339(std::string_view text);

} // namespace signalbox
