#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace signalbox::agents {

/// The first executable file of that name along `path` (colon-separated, as in $PATH). A name with a slash is
/// taken as it is. NotFound says where was looked. Reads the file system; main thread.
[[nodiscard]] Result<std::string> findProgram(std::string_view name, std::string_view path);

} // namespace signalbox::agents
