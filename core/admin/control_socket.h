#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>

namespace signalbox::admin {

/// The control socket of the gateway that holds `dataDirectory`: `$XDG_RUNTIME_DIR/signalbox/NAME.sock`, the
/// name derived from the directory, so that several gateways of one user do not meet. Without XDG_RUNTIME_DIR
/// a folder of the user's in the system's temporary one, which must be ours and closed to others. Makes the
/// folder (0700).
[[nodiscard]] Result<std::string> controlSocketPath(const std::filesystem::path &dataDirectory);

} // namespace signalbox::admin
