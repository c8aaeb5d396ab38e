#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// Ollama's own chat API, which unlike its imitation of others lets the context's length be asked for. Only
/// providers speak it.
[[nodiscard]] const FormatCodec &ollamaCodec();
/// Its part that gives vectors.
[[nodiscard]] const FormatCodec &ollamaEmbeddingCodec();

} // namespace signalbox::wire
