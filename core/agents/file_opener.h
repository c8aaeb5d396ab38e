#pragma once

#include "agents/invocation.h"

#include "base/result.h"

#include <string>

namespace signalbox::agents {

/// Has the desktop open a file with the program that a person has chosen for its kind, and does not wait for
/// it. Opener and program get `environment` and nothing else, so whoever calls leaves keys out of it.
/// NotFound where the system's opener is not along its PATH, InvalidInput where `file` is no absolute path,
/// Io where the opener cannot be started. Main thread.
[[nodiscard]] Result<void> openFile(const std::string &file, const Environment &environment);

} // namespace signalbox::agents
