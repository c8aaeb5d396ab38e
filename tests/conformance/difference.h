#pragma once

#include "meaning.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::conformance {

/// Something that was said and arrived otherwise, or not at all.
struct Difference
{
    std::string what;   ///< "settings.temperature", "calls.id", "words"
    std::string wanted; ///< empty: nothing was said
    std::string found;  ///< empty: nothing arrived
};

/// What of the request is not, or not so, in what was written of it. White space between pieces of words is
/// the formats' own, the order of members too.
[[nodiscard]] std::vector<Difference> differences(const RequestMeaning &wanted, const RequestMeaning &found);

/// Strings of one JSON text that stand nowhere in another, neither by themselves nor within others. Members
/// named in `except` are not looked into.
[[nodiscard]] std::vector<Difference> lostStrings(const Json &wanted, const Json &found,
                                                  const std::vector<std::string_view> &except);

/// Looks for the pieces in `text`, one behind the other. Gives the first that is not there, and in `more`
/// what else is said.
[[nodiscard]] std::string missingPiece(const std::vector<std::string> &pieces, std::string_view text,
                                       std::string &more);

/// The text without white space round it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace signalbox::conformance
