#pragma once

#include <string>
#include <vector>

namespace signalbox::config {

/// One thing that is wrong with a configuration document, and where.
struct Finding
{
    std::string pointer; ///< JSON pointer (RFC 6901); "" is the document
    std::string
        message; ///< English; says what to write instead where that is known; never a value that may be a key

    bool operator==(const Finding &) const = default;
};

using Findings = std::vector<Finding>;

/// "/server/listen/0: message", as `signalbox check` prints it; the document itself is "/".
[[nodiscard]] std::string describe(const Finding &finding);

} // namespace signalbox::config
