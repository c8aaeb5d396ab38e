#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// The Chat Completions API of OpenAI and of the many hosts that speak like it, in the dialect a Target
/// tells.
[[nodiscard]] const FormatCodec &openAiChatCodec();

} // namespace signalbox::wire
