#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>

namespace signalbox::wire::anthropic {

/// An error body of the Messages API in neutral words: `{"type":"error","error":{…}}`, what clouds that serve
/// it say instead, plain text, or a proxy's HTML.
[[nodiscard]] ir::Failure readErrorBody(int status, std::string_view body);
/// The same of a parsed value. `status` 0: not known, as in a stream.
[[nodiscard]] ir::Failure readErrorValue(int status, json::Value value);

/// `{"type":"error","error":{"type":…,"message":…}}`.
[[nodiscard]] std::string errorBody(std::string_view type, std::string_view message);
[[nodiscard]] std::string errorBody(const ir::Failure &failure);
/// The type that says what the status says, where nothing better is known.
[[nodiscard]] std::string_view typeOfStatus(int status);

} // namespace signalbox::wire::anthropic
