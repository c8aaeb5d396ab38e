#pragma once

#include "agents/invocation.h"

#include "base/result.h"

namespace signalbox::agents {

/// Runs the invocation with this process's terminal, working directory and environment, waits for it, and
/// answers its exit code; 128 and the signal's number where one ended it, as shells have it. While it runs,
/// Ctrl-C and Ctrl-\ are the child's business, and SIGTERM and SIGHUP sent to this process are passed on to
/// it. NotFound, or Io where it cannot be started. Blocks: for a command-line program whose thread has
/// nothing else to do, one at a time.
[[nodiscard]] Result<int> runForeground(const Invocation &invocation);

} // namespace signalbox::agents
