#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// OpenAI Responses: what Codex speaks, and OpenAI, Azure, xAI and others answer in.
[[nodiscard]] const FormatCodec &openAiResponsesCodec();

} // namespace signalbox::wire
