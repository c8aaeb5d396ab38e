#pragma once

#include "control/providers.h"

#include <string>
#include <vector>

namespace signalbox::app {

/// Tables for people.
[[nodiscard]] std::string providersText(const std::vector<control::ProviderView> &views);
/// One test: a line, and below it what is wrong.
[[nodiscard]] std::string testText(const control::ProviderTest &test);

} // namespace signalbox::app
