#pragma once

#include "agents/invocation.h"

namespace signalbox::app {

/// The variables of this process.
[[nodiscard]] agents::Environment currentEnvironment();

} // namespace signalbox::app
