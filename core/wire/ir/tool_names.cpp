#include "wire/ir/tool_names.h"

#include "base/digest.h"

#include <algorithm>

namespace signalbox::wire::ir {

namespace {

constexpr std::size_t kHashCharacters = 8;

/// Codex's Lite requests wrap plain tools into this namespace and accept their calls with and without it.
constexpr std::string_view kPlainNamespace = "functions";

bool isNative(CallKind kind)
{
    return kind != CallKind::Function && kind != CallKind::Freeform;
}

/// A namespace as part of a key: the wrapper of plain tools is none.
Text keyNamespace(Text nameSpace)
{
    return equals(nameSpace, kPlainNamespace) ? Text{} : nameSpace;
}

bool sameText(Text a, Text b)
{
    return a.escaped == b.escaped ||
           (a.escaped.find('\\') != std::string_view::npos && equals(b, unescape(a))) ||
           (b.escaped.find('\\') != std::string_view::npos && equals(a, unescape(b)));
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool isFirstNameCharacter(char c)
{
    return isNameCharacter(c) && !(c >= '0' && c <= '9') && c != '-';
}

bool isFit(std::string_view name, std::size_t maxLength)
{
    return !name.empty() && name.size() <= maxLength && isFirstNameCharacter(name.front()) &&
           std::ranges::all_of(name, isNameCharacter);
}

std::string joined(Text nameSpace, Text name)
{
    std::string flat;
    if (!nameSpace.isEmpty()) {
        appendUnescaped(flat, nameSpace);
        flat += "__";
    }
    appendUnescaped(flat, name);
    return flat;
}

/// The same tool gets the same name in every request, so the hash is of its key and nothing else.
std::string hashed(const ToolName &entry, std::string flat, std::size_t maxLength)
{
    for (char &c : flat) {
        if (!isNameCharacter(c))
            c = '_';
    }
    if (flat.empty() || !isFirstNameCharacter(flat.front()))
        flat.insert(0, 1, '_');
    std::string key = unescape(keyNamespace(entry.nameSpace));
    key += '\x1f';
    appendUnescaped(key, entry.name);
    if (isNative(entry.kind))
        key += '\x1f' + std::to_string(static_cast<int>(entry.kind));
    flat.resize(std::min(flat.size(), maxLength - kHashCharacters - 1));
    flat += '_';
    flat += toHex(sha256(key)).substr(0, kHashCharacters);
    return flat;
}

} // namespace

std::string_view defaultName(CallKind kind)
{
    switch (kind) {
    case CallKind::ToolSearch:
        return "tool_search";
    case CallKind::LocalShell:
        return "local_shell";
    case CallKind::Shell:
        return "shell";
    case CallKind::ApplyPatch:
        return "apply_patch";
    case CallKind::Function:
    case CallKind::Freeform:
        break;
    }
    return "tool";
}

CallKind callKindOf(Tool::Kind kind)
{
    switch (kind) {
    case Tool::Kind::Freeform:
        return CallKind::Freeform;
    case Tool::Kind::ToolSearch:
        return CallKind::ToolSearch;
    case Tool::Kind::LocalShell:
        return CallKind::LocalShell;
    case Tool::Kind::Shell:
        return CallKind::Shell;
    case Tool::Kind::ApplyPatch:
        return CallKind::ApplyPatch;
    case Tool::Kind::Function:
    case Tool::Kind::Hosted:
        break;
    }
    return CallKind::Function;
}

ToolNames::ToolNames(const Request &request, int maxLength)
    : m_maxLength(
          std::max<std::size_t>(static_cast<std::size_t>(std::max(maxLength, 0)), 2 * kHashCharacters))
{
    for (const Tool &tool : request.tools) {
        if (tool.kind != Tool::Kind::Hosted)
            add(tool.nameSpace, tool.name, callKindOf(tool.kind), &tool);
    }
    for (const Turn &turn : request.turns) {
        for (const Block &block : turn.blocks) {
            if (const auto *call = std::get_if<CallBlock>(&block.value))
                add(call->nameSpace, call->name, call->kind, nullptr);
        }
    }
    nameAll(m_maxLength);
}

std::string_view ToolNames::keep(std::string text) const
{
    return m_kept.emplace_back(std::move(text));
}

ToolName *ToolNames::entry(Text nameSpace, Text name, CallKind kind) const
{
    const std::string plain =
        name.escaped.find('\\') == std::string_view::npos ? std::string() : unescape(name);
    const auto [first, last] = m_byName.equal_range(plain.empty() ? name.escaped : std::string_view(plain));
    for (auto it = first; it != last; ++it) {
        ToolName &known = *it->second;
        const bool sameKind = isNative(kind) || isNative(known.kind) ? kind == known.kind : true;
        if (sameKind && sameText(keyNamespace(known.nameSpace), keyNamespace(nameSpace)))
            return &known;
    }
    return nullptr;
}

void ToolNames::add(Text nameSpace, Text name, CallKind kind, const Tool *tool)
{
    if (name.isEmpty())
        name = Text{defaultName(kind)};
    if (ToolName *known = entry(nameSpace, name, kind)) {
        if (tool == nullptr)
            return;
        // A later definition counts, and stands where it was given: what a search loads comes behind the
        // tools that a provider has cached already.
        std::erase(m_declared, known);
        *known = {nameSpace, name, kind, {}, tool};
        if (!tool->deferLoading || tool->origin == Tool::Origin::ToolSearch)
            m_declared.push_back(known);
        return;
    }
    ToolName &made = m_entries.emplace_back(ToolName{nameSpace, name, kind, {}, tool});
    const bool escaped = name.escaped.find('\\') != std::string_view::npos;
    m_byName.emplace(escaped ? keep(unescape(name)) : name.escaped, &made);
    if (tool != nullptr && (!tool->deferLoading || tool->origin == Tool::Origin::ToolSearch))
        m_declared.push_back(&made);
}

void ToolNames::nameAll(std::size_t maxLength)
{
    std::unordered_map<std::string_view, ToolName *> wanted;
    wanted.reserve(m_entries.size());
    const auto rename = [&](ToolName &entry) {
        entry.flat = keep(hashed(entry, std::string(entry.flat), maxLength));
    };
    std::vector<ToolName *> clashing;
    for (ToolName &entry : m_entries) {
        const Text nameSpace = keyNamespace(entry.nameSpace);
        const bool plain = nameSpace.isEmpty() && entry.name.escaped.find('\\') == std::string_view::npos;
        entry.flat = plain ? entry.name.escaped : keep(joined(nameSpace, entry.name));
        if (!isFit(entry.flat, maxLength)) {
            rename(entry);
            continue;
        }
        const auto [it, isNew] = wanted.emplace(entry.flat, &entry);
        if (!isNew) {
            clashing.push_back(it->second);
            clashing.push_back(&entry);
        }
    }
    std::ranges::sort(clashing);
    const auto repeated = std::ranges::unique(clashing);
    clashing.erase(repeated.begin(), repeated.end());
    for (ToolName *entry : clashing)
        rename(*entry);
    m_byFlat.reserve(m_entries.size());
    for (ToolName &entry : m_entries)
        m_byFlat.emplace(entry.flat, &entry);
}

std::string_view ToolNames::flat(Text nameSpace, Text name, CallKind kind) const
{
    if (name.isEmpty())
        name = Text{defaultName(kind)};
    if (const ToolName *known = entry(nameSpace, name, kind))
        return known->flat;
    ToolName made{nameSpace, name, kind, {}, nullptr};
    std::string flat = joined(keyNamespace(nameSpace), name);
    return keep(isFit(flat, m_maxLength) ? std::move(flat) : hashed(made, std::move(flat), m_maxLength));
}

const ToolName *ToolNames::find(Text upstreamName) const
{
    const std::string plain = unescape(upstreamName);
    if (const auto it = m_byFlat.find(plain); it != m_byFlat.end())
        return it->second;
    const auto only = [this](std::string_view name) -> const ToolName * {
        const auto [first, last] = m_byName.equal_range(name);
        return first != last && std::next(first) == last ? first->second : nullptr;
    };
    if (const ToolName *bare = only(plain))
        return bare;
    std::string_view rest = plain;
    if (rest.starts_with("functions.")) {
        rest.remove_prefix(std::string_view("functions.").size());
        if (const auto it = m_byFlat.find(rest); it != m_byFlat.end())
            return it->second;
        if (const ToolName *bare = only(rest))
            return bare;
    }
    for (const ToolName &entry : m_entries) {
        std::string name = unescape(entry.nameSpace);
        const std::size_t length = name.size();
        if (length == 0 || plain.size() <= length || !plain.starts_with(name))
            continue;
        appendUnescaped(name, entry.name);
        const std::string_view own = std::string_view(name).substr(length);
        const std::string_view given = std::string_view(plain).substr(length);
        if ((given.front() == '.' && given.substr(1) == own) ||
            (given.starts_with("__") && given.substr(2) == own))
            return &entry;
    }
    return nullptr;
}

} // namespace signalbox::wire::ir
