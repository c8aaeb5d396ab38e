#pragma once

#include <string_view>

namespace signalbox::wire::json {

/// RFC 8259 section 6.
[[nodiscard]] bool isNumber(std::string_view token);
/// Whether every backslash begins one of RFC 8259's escapes. Lone surrogates pass: agents send them. Bare
/// control characters and broken UTF-8 are not looked for: simdjson's first stage refuses them.
[[nodiscard]] bool isStringInside(std::string_view inside);

} // namespace signalbox::wire::json
