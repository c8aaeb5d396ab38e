#pragma once

#include <optional>
#include <string_view>

namespace signalbox::wire::anthropic {

/// An event that brings nothing but a further piece of the open block, told without a parser: most of a
/// stream is these.
struct PlainDelta
{
    enum class Kind { Text, Arguments, Thinking };
    Kind kind = Kind::Text;
    std::string_view text; ///< escaped, not empty; that it is the inside of a JSON string nobody has checked
};

/// Nothing where the event is another, or is written otherwise than Anthropic's own server does.
[[nodiscard]] std::optional<PlainDelta> plainDelta(std::string_view data);

} // namespace signalbox::wire::anthropic
