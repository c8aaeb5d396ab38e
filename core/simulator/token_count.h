#pragma once

#include "wire/ir/event.h"
#include "wire/ir/request.h"

#include <cstdint>
#include <string_view>
#include <vector>

/// A tokenizer that needs no tables: near enough to a real one to make bills, charts and limits look right.
namespace signalbox::simulator {

/// Tokens of an input of that many bytes: a quarter of them, rounded up.
[[nodiscard]] std::int64_t estimateTokens(std::size_t bytes);

/// Cuts UTF-8 text into what the simulated models say at a time: a word with the space before it, long words
/// in pieces. Each is one token of output. Joined they are the text.
[[nodiscard]] std::vector<std::string_view> splitTokens(std::string_view text);

/// What the request counts as input, and how much of it a prompt cache would have: everything before the last
/// assistant turn has been sent once already, so it is cached, in whole blocks.
[[nodiscard]] record::Usage inputUsage(const wire::ir::Request &request);

} // namespace signalbox::simulator
