#pragma once

#include <string>
#include <string_view>

namespace signalbox::secrets {

/// `text` with everything that looks like a key masked: "sk-…", "AIza…", what stands behind "Bearer", the
/// passwords of URLs, values of query parameters called key. For log lines, which quote what others wrote; it
/// errs on the side of masking. The first characters stay, so that a person can tell which key it was.
[[nodiscard]] std::string redact(std::string_view text);

} // namespace signalbox::secrets
