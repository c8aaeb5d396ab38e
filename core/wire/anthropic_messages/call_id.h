#pragma once

#include "wire/text.h"

#include <string>

namespace signalbox::wire::anthropic {

/// The id of a call as this API takes it (`^[A-Za-z0-9_-]+$`): the same where it fits, else one made of it,
/// the same every time.
[[nodiscard]] std::string fitCallId(Text id);

} // namespace signalbox::wire::anthropic
