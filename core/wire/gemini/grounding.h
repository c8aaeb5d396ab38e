#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>

/// What Google's search tells of its sources (`groundingMetadata`), as other formats know it.
namespace signalbox::wire::gemini {

/// Gives a Citation for each place of `text` (escaped) that a source stands for. The metadata counts bytes of
/// UTF-8, citations count characters. A text block is open.
void emitCitations(json::Value metadata, std::string_view text, ir::EventSink &sink);
/// The item that tells of one search.
[[nodiscard]] std::string searchItem(json::Value query, std::string_view id);

} // namespace signalbox::wire::gemini
