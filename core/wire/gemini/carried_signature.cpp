#include "wire/gemini/carried_signature.h"

#include "base/digest.h"
#include "wire/ir/carrier.h"

#include <algorithm>

namespace signalbox::wire::gemini {

namespace {

/// "gw1", the beginning of every carrier, in base64.
constexpr std::string_view kPrefix = "Z3cx";

} // namespace

std::string packCarriers(const std::vector<std::string> &carriers)
{
    std::string joined;
    for (const std::string &carrier : carriers) {
        if (!joined.empty())
            joined += ' ';
        joined += carrier;
    }
    // Filled up to whole groups, base64 needs no padding, and of a carrier's characters none becomes one of
    // the two in which the alphabets differ: strict decoders of either kind read it.
    while (joined.size() % 3 != 0)
        joined += ' ';
    return toBase64Url(joined);
}

std::vector<std::string> unpackCarriers(Text signature)
{
    std::vector<std::string> carriers;
    std::string_view text = signature.escaped;
    while (text.ends_with('='))
        text.remove_suffix(1); // a client's SDK may have encoded it anew
    std::string joined;
    if (!text.starts_with(kPrefix) || !fromBase64Url(text, joined))
        return carriers;
    std::size_t begin = 0;
    while (begin < joined.size()) {
        const std::size_t end = std::min(joined.find(' ', begin), joined.size());
        // A carrier needs no escapes: other bytes were not written here, and could not stand in a JSON
        // string.
        const std::string_view one = std::string_view(joined).substr(begin, end - begin);
        const bool isPlain =
            std::ranges::all_of(one, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
        if (isPlain && ir::isCarrier(Text{one}))
            carriers.emplace_back(one);
        begin = end + 1;
    }
    return carriers;
}

} // namespace signalbox::wire::gemini
