#pragma once

#include "mock/answers.h"

#include <string>
#include <string_view>

namespace signalbox::bench {

/// A request's body as a coding agent sends it in the middle of its work: long instructions, a dozen tools
/// with schemas, and a history of questions, calls of tools and what they printed, in several scripts and
/// with escapes. About `bytes` long, and always the same for the same arguments.
[[nodiscard]] std::string agentRequest(Wire wire, std::string_view model, bool stream, std::size_t bytes);

} // namespace signalbox::bench
