#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::app {

/// Who listens on the port of "HOST:PORT" on this machine: "node (process 48213)". Nothing where that cannot
/// be known (another user's process, not Linux).
[[nodiscard]] std::optional<std::string> portHolder(std::string_view address);

} // namespace signalbox::app
