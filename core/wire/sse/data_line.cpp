#include "wire/sse/data_line.h"

#include <algorithm>

namespace signalbox::wire::sse {

std::string_view onOneLine(std::string_view json, std::string &scratch)
{
    if (json.find_first_of("\r\n") == std::string_view::npos)
        return json;
    scratch = json;
    // In strings they would have to be escaped, so that these stand for white space.
    std::ranges::replace_if(scratch, [](char c) { return c == '\r' || c == '\n'; }, ' ');
    return scratch;
}

} // namespace signalbox::wire::sse
