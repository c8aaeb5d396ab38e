#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <string_view>

namespace signalbox::wire::bedrock_converse {

/// An error body of Bedrock in neutral words: `{"message":…}`, with the exception's name as `__type` where it
/// is not told in a header alone.
[[nodiscard]] ir::Failure readErrorBody(int status, std::string_view body);
/// The same of an exception in a stream, by its name.
[[nodiscard]] ir::Failure readException(std::string_view name, json::Value value);
/// Whether this is the name of an exception or error rather than of an event.
[[nodiscard]] bool isException(std::string_view name);

} // namespace signalbox::wire::bedrock_converse
