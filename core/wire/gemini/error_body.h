#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <string_view>

namespace signalbox::wire::gemini {

/// An error of Google's servers in neutral words: an object, a list of one (as streams have it), plain text,
/// or a proxy's HTML.
[[nodiscard]] ir::Failure readErrorBody(int status, std::string_view body);
/// The same of a parsed value that holds an `error` member. `status` 0: not known, as in a stream.
[[nodiscard]] ir::Failure readErrorValue(int status, json::Value value);

} // namespace signalbox::wire::gemini
