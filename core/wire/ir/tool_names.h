#pragma once

#include "wire/ir/request.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox::wire::ir {

/// One tool under both of its names: the client's (namespace, name, kind) and the flat one that a target
/// sees.
struct ToolName
{
    Text nameSpace;
    Text name;
    CallKind kind = CallKind::Function;
    std::string_view flat;      ///< plain, of characters that need no escape
    const Tool *tool = nullptr; ///< the definition that counts; null for names that only occur in the history
};

/// The table between a client's tool names and those a target takes (letters, digits, `_` and `-`, a limited
/// length). Made per request from its tools and from the names in its history, so that the writer of the
/// request and the reader of its answer agree without a word between them. The same request gives the same
/// names. Refers to the request's slices: the request outlives it.
class ToolNames final
{
public:
    explicit ToolNames(const Request &request, int maxLength = 64);
    ToolNames(const ToolNames &) = delete;
    ToolNames &operator=(const ToolNames &) = delete;

    /// The tools to declare, each (namespace, name) once, the last definition counting. Deferred tools that
    /// no search has loaded yet are left out, hosted ones are not in the table at all.
    [[nodiscard]] const std::vector<const ToolName *> &declared() const { return m_declared; }
    /// What the target calls it. Names that the request does not hold are made fit on the spot.
    [[nodiscard]] std::string_view flat(Text nameSpace, Text name, CallKind kind) const;
    [[nodiscard]] std::string_view flat(const CallBlock &call) const
    {
        return flat(call.nameSpace, call.name, call.kind);
    }
    /// The way back: the flat name, and the forms that models make up (a bare name that is unique among the
    /// namespaces, `functions.name`, `namespace.name`, `namespace__name`). Null for a name nobody declared.
    [[nodiscard]] const ToolName *find(Text upstreamName) const;

private:
    void add(Text nameSpace, Text name, CallKind kind, const Tool *tool);
    [[nodiscard]] ToolName *entry(Text nameSpace, Text name, CallKind kind) const;
    void nameAll(std::size_t maxLength);
    [[nodiscard]] std::string_view keep(std::string text) const;

    mutable std::deque<std::string> m_kept;
    mutable std::deque<ToolName> m_entries;
    std::vector<const ToolName *> m_declared;
    std::unordered_multimap<std::string_view, ToolName *> m_byName;
    std::unordered_map<std::string_view, ToolName *> m_byFlat;
    std::size_t m_maxLength;
};

/// The name of tools that are known by their kind and carry none ("local_shell").
[[nodiscard]] std::string_view defaultName(CallKind kind);
[[nodiscard]] CallKind callKindOf(Tool::Kind kind);

} // namespace signalbox::wire::ir
