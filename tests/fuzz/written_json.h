#pragma once

#include "wire/json/document.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string_view>

/// Reads what a writer made, which has to be JSON. A reader takes texts nested up to Document::kMaxDepth;
/// what it took at that depth may stand some levels deeper in another format, and is then read by nobody
/// here.
namespace signalbox::test {

inline std::size_t deepestLevel(std::string_view json)
{
    std::size_t level = 0;
    std::size_t deepest = 0;
    bool isInString = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (isInString && c == '\\')
            ++at;
        else if (c == '"')
            isInString = !isInString;
        else if (!isInString && (c == '{' || c == '['))
            deepest = std::max(deepest, ++level);
        else if (!isInString && (c == '}' || c == ']') && level > 0)
            --level;
    }
    return deepest;
}

/// False where it is nested too deeply; a finding where it is no JSON.
[[nodiscard]] inline bool readWritten(wire::json::Document &document, std::string_view json)
{
    if (document.parseCopy(json))
        return true;
    if (deepestLevel(json) <= wire::json::Document::kMaxDepth)
        std::abort();
    return false;
}

} // namespace signalbox::test
