#include "runs.h"

#include <array>
#include <regex>
#include <utility>

namespace signalbox::conformance {

namespace {

constexpr std::array<Filling, 4> kFillings{{
    {"(continue)", true, "words.continue"},
    {".", true, "words.filler"},
    {"OK", true, "words.filler"},
    {"[result of tool ", false, "words.orphan"},
}};

} // namespace

std::vector<Run> merged(const std::vector<Run> &runs)
{
    std::vector<Run> merged;
    for (const Run &run : runs) {
        if (merged.empty() || merged.back().role != run.role)
            merged.push_back({run.role, {}});
        auto &pieces = merged.back().pieces;
        pieces.insert(pieces.end(), run.pieces.begin(), run.pieces.end());
    }
    return merged;
}

std::string rolesOf(const std::vector<Run> &runs)
{
    std::string roles;
    for (const Run &run : runs)
        roles += run.role.substr(0, 1);
    return roles;
}

std::vector<Run> operatorBehindUser(std::vector<Run> runs)
{
    for (std::size_t at = 0; at + 1 < runs.size(); ++at) {
        const bool followsUser = at > 0 && runs[at - 1].role == "user";
        if (runs[at].role == "operator" && runs[at + 1].role == "user" && !followsUser)
            std::swap(runs[at], runs[at + 1]);
    }
    return runs;
}

const Filling *fillingOf(std::string_view piece)
{
    for (const Filling &filling : kFillings) {
        if (filling.whole ? piece == filling.begin : piece.starts_with(filling.begin))
            return &filling;
    }
    return nullptr;
}

std::string withoutMarkers(const std::string &words)
{
    static const std::regex marker(R"(\[(image|file) \d+ of this result follows\]\n?)");
    return std::regex_replace(words, marker, "");
}

} // namespace signalbox::conformance
