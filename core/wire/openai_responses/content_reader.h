#pragma once

#include "base/result.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"

#include <vector>

namespace signalbox::wire::responses {

/// Reads a message's `content` or an output's list of parts: a string, or text, image, file, sound and refusal parts.
/// Parts of unknown type are kept as they stand. `arena` gets what cannot be a slice.
[[nodiscard]] Result<std::vector<ir::Block>> readContent(const json::Value &content, Arena &arena);

/// "data:image/png;base64,…" apart; anything else is a URL.
[[nodiscard]] ir::MediaSource readMediaUrl(Text url, Arena &arena);

} // namespace signalbox::wire::responses
