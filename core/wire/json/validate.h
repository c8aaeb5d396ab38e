#pragma once

#include <string_view>

namespace signalbox::wire::json {

/// RFC 8259 section 6.
[[nodiscard]] bool isNumber(std::string_view token);
/// Whether every backslash begins one of RFC 8259's escapes. Lone surrogates pass: agents send them. Bare
/// control characters and broken UTF-8 are not looked for: simdjson's first stage refuses them.
[[nodiscard]] bool isStringInside(std::string_view inside);

/// Whether this can stand between two quotes: not empty, UTF-8, no bare control character, every escape
/// whole.
[[nodiscard]] bool isString(std::string_view inside);
/// The inside of the string at whose opening quote's right side `text` begins: up to its closing quote. Empty
/// where there is none. For texts that nobody has checked.
[[nodiscard]] std::string_view stringInside(std::string_view text);

} // namespace signalbox::wire::json
