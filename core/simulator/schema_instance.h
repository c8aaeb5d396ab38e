#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::simulator {

/// A small JSON value that a JSON Schema accepts: required members, the first of an enum, the first
/// alternative that can be met, `filler` where any text will do. Nothing where the schema cannot be met by
/// something small (a type that contains itself without end, thousands of items) or is no JSON. `not`, `if`
/// and `contains` are not looked at.
[[nodiscard]] std::optional<std::string> smallestInstance(std::string_view schema, std::string_view filler);

} // namespace signalbox::simulator
