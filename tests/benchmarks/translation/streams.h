#pragma once

#include "wire/format_id.h"

#include <string>

namespace signalbox::bench {

/// A streamed answer as a provider of this format sends it: 400 pieces of text, then one call of a tool whose
/// arguments come in 100 pieces where the format has pieces of them.
[[nodiscard]] std::string streamOf(wire::Format upstream);

} // namespace signalbox::bench
