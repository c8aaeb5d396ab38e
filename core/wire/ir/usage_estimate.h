#pragma once

#include "record/usage.h"
#include "wire/ir/event.h"
#include "wire/ir/request.h"

#include <cstddef>
#include <string_view>

/// Tokens of an answer whose provider told none: clients need numbers, and a spend of zero would be a lie. By
/// the length of the text in its JSON form, about as far off for any script as tokenizers are from each
/// other.
namespace signalbox::wire::ir {

/// Tokens of this many bytes of text.
[[nodiscard]] std::int64_t tokensOf(std::size_t bytes);
/// Everything that the model has to read. An image counts as one of medium size, whatever its bytes.
[[nodiscard]] std::int64_t estimateInput(const Request &request);
/// Bytes of text that an event adds to an answer.
[[nodiscard]] std::size_t textBytes(const Event &event);

} // namespace signalbox::wire::ir
