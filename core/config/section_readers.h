#pragma once

#include "config/configuration.h"
#include "config/configuration_reader.h"
#include "config/object_reader.h"

#include <functional>
#include <set>
#include <string>

/// The parts of configuration_reader.cpp: one function for each section of the document. Nobody else includes
/// this.
namespace signalbox::config {

[[nodiscard]] Server readServer(const JsonNode &node, const std::string &pointer, Findings &findings);
[[nodiscard]] Provider readProvider(const JsonNode &node, const std::string &pointer,
                                    const std::vector<KnownKind> &kinds, Findings &findings);
[[nodiscard]] VirtualModel readVirtualModel(const JsonNode &node, const std::string &pointer,
                                            Findings &findings);
[[nodiscard]] VirtualKey readVirtualKey(const JsonNode &node, const std::string &pointer, Findings &findings);

/// Adds a finding at `name` where `wrong` (of text_checks.h) is not empty.
inline void check(ObjectReader &reader, std::string_view name, std::string wrong)
{
    if (!wrong.empty())
        reader.add(name, std::move(wrong));
}

/// Names of one list that must differ.
class UniqueNames final
{
public:
    explicit UniqueNames(Findings &findings) : m_findings(findings) {}
    void add(const std::string &name, const std::string &pointer)
    {
        if (!name.empty() && !m_names.insert(name).second)
            m_findings.push_back(
                {pointer, "\"" + name + "\" is taken already by an earlier entry of this list"});
    }

private:
    Findings &m_findings;
    std::set<std::string> m_names;
};

/// Calls `each` with every item of the list `name` and the item's pointer.
inline void forEach(ObjectReader &reader, std::string_view name,
                    const std::function<void(const JsonNode &, const std::string &)> &each,
                    Need need = Need::Optional)
{
    const JsonNode *list = reader.array(name, need);
    if (list == nullptr)
        return;
    const std::string pointer = reader.pointerOf(name);
    for (std::size_t i = 0; i < list->items.size(); ++i)
        each(list->items[i], pointerTo(pointer, i));
}

} // namespace signalbox::config
