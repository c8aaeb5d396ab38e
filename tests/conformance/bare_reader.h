#pragma once

#include "meaning.h"
#include "wire/format_id.h"

#include <string_view>

/// What a written request says, read from its JSON alone. For formats that only providers speak: no client's
/// request comes in them, so the program has no reader to hold the writer against.
namespace signalbox::conformance {

[[nodiscard]] RequestMeaning writtenBedrock(const Json &body);
[[nodiscard]] RequestMeaning writtenCohere(const Json &body);
[[nodiscard]] RequestMeaning writtenOllama(const Json &body);

} // namespace signalbox::conformance
