#pragma once

#include "agents/invocation.h"

#include <string>
#include <vector>

namespace signalbox::app {

/// The variables of this process but for `without`, which are not even copied: the gateway has its keys
/// there.
[[nodiscard]] agents::Environment currentEnvironment(const std::vector<std::string> &without = {});

} // namespace signalbox::app
