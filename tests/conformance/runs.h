#pragma once

#include "meaning.h"

#include <string>
#include <string_view>
#include <vector>

/// What writers may do to the turns of a conversation without changing what is said.
namespace signalbox::conformance {

/// Neighbours of one role as one.
[[nodiscard]] std::vector<Run> merged(const std::vector<Run> &runs);
/// Who speaks one behind the other, a letter each.
[[nodiscard]] std::string rolesOf(const std::vector<Run> &runs);
/// As targets want it where the operator may speak behind the user only.
[[nodiscard]] std::vector<Run> operatorBehindUser(std::vector<Run> runs);

/// Words that writers put in where a target wants some, with what they are told as.
struct Filling
{
    std::string_view begin;
    bool whole; ///< nothing stands behind it
    const char *what;
};
/// Null for words that are none.
[[nodiscard]] const Filling *fillingOf(std::string_view piece);

/// Without the markers that stand where a picture or file of a result was: "[image 1 of this result
/// follows]".
[[nodiscard]] std::string withoutMarkers(const std::string &words);

} // namespace signalbox::conformance
