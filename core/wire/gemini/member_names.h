#pragma once

#include "wire/json/document.h"
#include "wire/json/names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// Google's servers take each member of a message under two names, `functionCall` and `function_call` (the
/// JSON form of protocol buffers), and SDKs send both mixed. Here all are looked for by the first.
namespace signalbox::wire::gemini {

/// The member's name without escapes and in camelCase; `scratch` holds it where it was written otherwise.
[[nodiscard]] inline std::string_view camelKey(json::Value member, std::string &scratch)
{
    const std::string_view key = member.key().escaped;
    if (std::ranges::none_of(key, [](char c) { return c == '_' || c == '\\'; }))
        return key;
    scratch = unescape(member.key());
    std::size_t to = 0;
    for (std::size_t from = 0; from < scratch.size(); ++from) {
        const bool joins = from > 0 && scratch[from] == '_' && from + 1 < scratch.size() &&
                           scratch[from + 1] >= 'a' && scratch[from + 1] <= 'z';
        scratch[to++] = joins ? static_cast<char>(scratch[++from] - 'a' + 'A') : scratch[from];
    }
    scratch.resize(to);
    return scratch;
}

/// The members of these names, in one walk; null is as good as absent.
template<std::size_t Count>
[[nodiscard]] std::array<json::Value, Count> membersOf(json::Value object, const json::Names<Count> &names)
{
    std::array<json::Value, Count> found;
    std::string scratch;
    if (!object.isObject())
        return found;
    for (const json::Value member : object) {
        const std::size_t at = names.indexOf(camelKey(member, scratch));
        if (at != Count && !member.isNull())
            found[at] = member;
    }
    return found;
}

/// One member; absent where it is null.
[[nodiscard]] inline json::Value memberOf(json::Value object, std::string_view camel)
{
    json::Value found;
    std::string scratch;
    if (!object.isObject())
        return found;
    for (const json::Value member : object) {
        if (camelKey(member, scratch) == camel && !member.isNull())
            found = member;
    }
    return found;
}

} // namespace signalbox::wire::gemini
