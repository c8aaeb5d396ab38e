#include "wire/anthropic_messages/call_id.h"

#include "base/ids.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

std::string fitCallId(Text id)
{
    const auto isFit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    };
    if (!id.isEmpty() && std::ranges::all_of(id.escaped, isFit))
        return std::string(id.escaped);
    return derivedId("toolu_", id.escaped);
}

} // namespace signalbox::wire::anthropic
