#include "catalog/model_family.h"

#include <algorithm>
#include <cctype>

namespace signalbox::catalog {

namespace {

/// Hosts write "4.6", "4-6" and "Claude"; a family's name has small letters and dashes.
char plain(char c)
{
    return c == '.' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

} // namespace

std::size_t matchedLength(std::string_view name, std::string_view model)
{
    const auto same = [](char a, char b) { return a == plain(b); };
    for (std::size_t at = 0; at + name.size() <= model.size(); ++at) {
        const bool begins = at == 0 || !isWord(model[at - 1]);
        const std::size_t end = at + name.size();
        const bool ends = end == model.size() || !isWord(model[end]);
        if (begins && ends && std::ranges::equal(name, model.substr(at, name.size()), same))
            return name.size();
    }
    return 0;
}

FieldValues rulesFor(const std::vector<ModelFamily> &families, std::string_view model)
{
    const ModelFamily *best = nullptr;
    std::size_t longest = 0;
    for (const ModelFamily &family : families) {
        for (const std::string &name : family.names) {
            if (const std::size_t length = matchedLength(name, model); length > longest) {
                longest = length;
                best = &family;
            }
        }
    }
    return best == nullptr ? FieldValues() : best->rules;
}

} // namespace signalbox::catalog
