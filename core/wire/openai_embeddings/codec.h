#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// OpenAI's Embeddings API, which the hosts that speak its other APIs have beside them: to the gateway it is
/// the part of openai-chat that gives vectors.
[[nodiscard]] const FormatCodec &openAiEmbeddingsCodec();

} // namespace signalbox::wire
