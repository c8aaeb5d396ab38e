#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// The Gemini API (generateContent), of AI Studio and of Vertex.
[[nodiscard]] const FormatCodec &geminiCodec();

} // namespace signalbox::wire
