#pragma once

#include <string>
#include <string_view>

namespace signalbox {

/// Appends `text` for a path or a form: unreserved characters (RFC 3986 section 2.3) and those of `kept` stay
/// as they are, the others are percent-encoded.
void appendPercentEncoded(std::string &out, std::string_view text, std::string_view kept = {});

} // namespace signalbox
