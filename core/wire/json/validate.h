#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::wire::json {

/// RFC 8259 section 6.
[[nodiscard]] bool isNumber(std::string_view token);
/// Whether four hexadecimal digits stand behind the `\u` at `at`. Lone surrogates pass: agents send them.
[[nodiscard]] bool isUnicodeEscape(std::string_view text, std::size_t at);
/// By the character behind the backslash, and as if the digits of `\u` were there.
inline constexpr std::array<std::uint8_t, 256> kEscapeLengths = [] {
    std::array<std::uint8_t, 256> lengths{};
    for (const char c : std::string_view("\"\\/bfnrt"))
        lengths[static_cast<unsigned char>(c)] = 2;
    lengths['u'] = 6;
    return lengths;
}();
/// Bytes of the escape (RFC 8259) that the backslash at `at` begins; 0 where it begins none.
[[nodiscard]] inline std::size_t escapeLength(std::string_view text, std::size_t at)
{
    if (at + 1 >= text.size())
        return 0;
    const std::size_t length = kEscapeLengths[static_cast<unsigned char>(text[at + 1])];
    return length <= 2 || isUnicodeEscape(text, at) ? length : 0;
}
/// Whether every backslash begins an escape. Bare control characters and broken UTF-8 are not looked for.
[[nodiscard]] bool isStringInside(std::string_view inside);

/// Whether this can stand between two quotes: not empty, UTF-8, no bare control character, every escape
/// whole.
[[nodiscard]] bool isString(std::string_view inside);
/// The inside of the string at whose opening quote's right side `text` begins: up to its closing quote. Empty
/// where there is none. For texts that nobody has checked.
[[nodiscard]] std::string_view stringInside(std::string_view text);

} // namespace signalbox::wire::json
