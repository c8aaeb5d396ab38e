#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// Anthropic's Messages API, as provider and as client. Lives for ever.
[[nodiscard]] const FormatCodec &anthropicMessagesCodec();

} // namespace signalbox::wire
