#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Hosts that answer 400 to a parameter which they do not know, or do not take for a model.
namespace signalbox::wire::ir {

/// Which parameter an error's body says was refused, as a path from the top of the request in the host's own
/// spelling: "store", "reasoning.summary", "generation_config.thinkingLevel". Empty where it says no such
/// thing. Any bytes are taken.
[[nodiscard]] std::string refusedParameter(std::string_view errorBody);

/// The request without that parameter. Nothing where it has none of that name, or one that it would be
/// another request without: model, messages, tools, instructions, stream. Names are alike where they differ
/// in underscores and case alone, as Google and xAI name parameters otherwise than they are sent.
[[nodiscard]] std::optional<std::string> withoutParameter(std::string_view request, std::string_view path);

} // namespace signalbox::wire::ir
