#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// `models/MODEL:embedContent`: one content.
[[nodiscard]] const FormatCodec &geminiEmbedCodec();
/// `models/MODEL:batchEmbedContents`: a list of them.
[[nodiscard]] const FormatCodec &geminiBatchEmbedCodec();

} // namespace signalbox::wire
