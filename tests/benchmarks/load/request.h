#pragma once

#include "load/options.h"

#include <string>

namespace signalbox::bench {

/// The request that every connection sends again and again: head and body, as bytes.
[[nodiscard]] std::string requestBytes(const LoadOptions &options);

} // namespace signalbox::bench
