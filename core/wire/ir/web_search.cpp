#include "wire/ir/web_search.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::ir {

namespace {

/// Say which tool it is, or where the prompt cache ends, and nothing of the search.
constexpr std::array<std::string_view, 3> kNoSettings{"type", "name", "cache_control"};

/// Whether a value says what its absence says.
bool isUnset(json::Value value)
{
    return value.isNull() || ((value.isArray() || value.isObject()) && value.size() == 0);
}

} // namespace

WebSearch::WebSearch(const Tool &tool)
{
    if (!m_document.parseCopy(tool.raw.text))
        return;
    const json::Value root = m_document.root();
    if (root["type"].isPresent()) {
        collect(root);
        return;
    }
    for (const json::Value inner : root) // Gemini: {"googleSearch":{…}}
        collect(inner);
}

void WebSearch::collect(json::Value settings)
{
    for (const json::Value member : settings) {
        std::string name = unescape(member.key());
        if (name == "filters" && member.isObject())
            collect(member);
        else if (!isUnset(member) && std::ranges::find(kNoSettings, name) == kNoSettings.end())
            m_settings.emplace_back(std::move(name), RawJson{member.raw()});
    }
}

RawJson WebSearch::take(std::string_view name)
{
    const auto found = std::ranges::find(m_settings, name, &std::pair<std::string, RawJson>::first);
    if (found == m_settings.end())
        return {};
    const RawJson value = found->second;
    m_settings.erase(found);
    return value;
}

std::vector<std::string> WebSearch::rest() const
{
    std::vector<std::string> names;
    for (const auto &[name, value] : m_settings)
        names.push_back("tools.web_search." + name);
    return names;
}

} // namespace signalbox::wire::ir
