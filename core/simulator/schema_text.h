#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// The words and numbers of a schema's instance: strings by format, pattern and length, numbers as JSON
/// writes them.
namespace signalbox::simulator {

struct TextRules
{
    std::string format;  ///< "date-time", "email" …; an unknown one is any text
    std::string pattern; ///< ECMA 262, searched for anywhere, as JSON Schema has it
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// Text that keeps to the rules: the format's example, else `filler`, cut or repeated to the length. The
/// `ordinal`th differs from those before it. A pattern is met from a list of usual texts or not at all: then
/// nothing.
[[nodiscard]] std::optional<std::string> smallText(const TextRules &rules, std::string_view filler,
                                                   int ordinal);

[[nodiscard]] std::string numberText(double number);

/// A JSON pointer's token as it stands in a URI fragment, without its escapes (RFC 6901 section 6).
[[nodiscard]] std::string pointerToken(std::string_view token);

} // namespace signalbox::simulator
