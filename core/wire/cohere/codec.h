#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// Version 2 of Cohere's Chat API; the version is part of the base URL. Only providers speak it.
[[nodiscard]] const FormatCodec &cohereCodec();
/// Its part that gives vectors.
[[nodiscard]] const FormatCodec &cohereEmbeddingCodec();

} // namespace signalbox::wire
