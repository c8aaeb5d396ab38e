#include "difference.h"

#include <algorithm>
#include <set>

namespace signalbox::conformance {

namespace {

void collectStrings(const Json &value, const std::vector<std::string_view> &except, const std::string &place,
                    std::vector<std::pair<std::string, std::string>> &strings)
{
    if (value.is_string()) {
        if (const auto &text = value.get_ref<const std::string &>(); !text.empty())
            strings.emplace_back(place, text);
    } else if (value.is_object()) {
        for (const auto &[name, member] : value.items()) {
            if (std::ranges::find(except, name) == except.end())
                collectStrings(member, except, place.empty() ? name : place + "." + name, strings);
        }
    } else if (value.is_array()) {
        for (const Json &element : value)
            collectStrings(element, except, place, strings);
    }
}

} // namespace

std::vector<Difference> lostStrings(const Json &wanted, const Json &found,
                                    const std::vector<std::string_view> &except)
{
    std::vector<std::pair<std::string, std::string>> theirs;
    std::vector<std::pair<std::string, std::string>> ours;
    collectStrings(wanted, except, {}, theirs);
    collectStrings(found, {}, {}, ours);
    std::set<std::string_view> whole;
    std::string all;
    for (const auto &[place, text] : ours) {
        whole.insert(text);
        all += text + '\n';
    }
    std::vector<Difference> lost;
    for (const auto &[place, text] : theirs) {
        if (!whole.contains(text) && all.find(trimmed(text)) == std::string::npos)
            lost.push_back({"string." + place, text, {}});
    }
    return lost;
}

} // namespace signalbox::conformance
