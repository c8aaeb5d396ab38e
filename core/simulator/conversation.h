#pragma once

#include "wire/ir/request.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::simulator {

/// What a script looks at in a request.
struct Conversation
{
    std::uint64_t seed =
        0;             ///< of the meaning: text, tools, limits. Ids, headers and spelling do not change it.
    std::string asked; ///< the last words of the user, shortened to a line that can be repeated
    /// The output of the tool that was called last, shortened likewise; only where the conversation ends with
    /// it.
    std::optional<std::string> toolOutput;

    bool operator==(const Conversation &) const = default;
};

[[nodiscard]] Conversation readConversation(const wire::ir::Request &request, std::string_view model);

/// The first characters of a text as one line, without control characters, markup and quotation marks: what a
/// terminal, a log or a parser can be shown.
[[nodiscard]] std::string harmlessLine(std::string_view text, std::size_t characters);

} // namespace signalbox::simulator
