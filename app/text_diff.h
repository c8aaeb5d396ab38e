#pragma once

#include <string>
#include <string_view>

namespace signalbox::app {

/// The lines that change, with three lines round them, as `diff -u` writes them, without its file names.
/// Empty where nothing changes. Pure.
[[nodiscard]] std::string textDiff(std::string_view before, std::string_view after);

} // namespace signalbox::app
