#pragma once

#include "wire/ir/request.h"
#include "wire/json/document.h"

namespace signalbox::wire::gemini {

/// Fills `block` from a part's `inlineData` or `fileData`, whichever is there, by its media type.
void readMedia(json::Value inlineData, json::Value fileData, ir::Block &block);

} // namespace signalbox::wire::gemini
