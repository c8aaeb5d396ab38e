#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <string_view>

namespace signalbox::wire::openai_chat {

/// An error body of an OpenAI-like host in neutral words: any of their shapes, plain text, or a proxy's HTML.
[[nodiscard]] ir::Failure readErrorBody(int status, std::string_view body);
/// The same of a parsed value that holds an `error` member or is the error itself. `status` 0: not known, as
/// in a stream.
[[nodiscard]] ir::Failure readErrorValue(int status, json::Value value);

} // namespace signalbox::wire::openai_chat
