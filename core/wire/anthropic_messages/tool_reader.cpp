#include "wire/anthropic_messages/request_reader.h"
#include "wire/json/names.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace signalbox::wire::anthropic {

namespace {

/// In the order of kMembers.
enum Member : std::size_t { Type, Name, Description, Schema, Strict, Defer, Cache };
constexpr json::Names kMembers{"type",   "name",          "description",  "input_schema",
                               "strict", "defer_loading", "cache_control"};

ir::Tool readTool(json::Value entry)
{
    const auto members = kMembers.in(entry);
    ir::Tool tool;
    tool.raw = RawJson{entry.raw()};
    tool.name = members[Name].text();
    tool.cache = ir::CacheMark{members[Cache].raw()};
    if (members[Type].isString() && !members[Type].is("custom")) {
        // The provider's own: run by it, or by the client in a form that only its models know.
        tool.kind = ir::Tool::Kind::Hosted;
        tool.hostedType = members[Type].text();
        return tool;
    }
    tool.description = members[Description].text();
    if (members[Schema].isObject())
        tool.parameters = RawJson{members[Schema].raw()};
    tool.strict = members[Strict].boolean();
    tool.deferLoading = members[Defer].boolean().value_or(false);
    return tool;
}

/// The names that `tool_reference` blocks give, in results and in words of the operator.
class References
{
public:
    explicit References(const ir::Request &request)
    {
        for (const ir::Turn &turn : request.turns) {
            for (const ir::Block &block : turn.blocks)
                look(block);
        }
    }
    [[nodiscard]] bool hold(Text name) const { return m_names.contains(unescape(name)); }

private:
    void look(const ir::Block &block)
    {
        if (const auto *result = std::get_if<ir::ResultBlock>(&block.value))
            collect(result->raw);
        else if (const auto *hosted = std::get_if<ir::HostedBlock>(&block.value))
            collect(hosted->raw);
    }
    void collect(RawJson raw)
    {
        constexpr std::string_view mark = "tool_reference";
        json::Document document;
        if (raw.text.find(mark) == std::string_view::npos || !document.parseCopy(raw.text))
            return;
        walk(document.root());
    }
    void walk(json::Value value)
    {
        if (value["type"].is("tool_reference") && value["tool_name"].isString())
            m_names.insert(unescape(value["tool_name"].text()));
        else if (value["type"].is("tool_reference") && value["name"].isString())
            m_names.insert(unescape(value["name"].text()));
        for (const json::Value part : value) {
            if (part.isObject() || part.isArray())
                walk(part);
        }
    }

    std::unordered_set<std::string> m_names;
};

bool isSearch(const ir::Tool &tool)
{
    return tool.kind == ir::Tool::Kind::Hosted && tool.hostedType.escaped.starts_with("tool_search_tool");
}

} // namespace

Result<void> readTools(json::Value tools, ir::Request &request)
{
    request.tools.reserve(request.tools.size() + tools.size());
    std::size_t index = 0;
    for (const json::Value entry : tools) {
        ir::Tool tool = entry.isObject() ? readTool(entry) : ir::Tool();
        if (tool.name.isEmpty() && tool.kind != ir::Tool::Kind::Hosted)
            return wrongType("tools[" + std::to_string(index) + "]", "a tool with a name");
        request.tools.push_back(std::move(tool));
        ++index;
    }
    return {};
}

void settleDeferredTools(ir::Request &request)
{
    if (std::ranges::none_of(request.tools, &ir::Tool::deferLoading))
        return;
    const bool isSearched = std::ranges::any_of(request.tools, isSearch);
    const References references(request);
    for (ir::Tool &tool : request.tools) {
        if (!tool.deferLoading)
            continue;
        // Nobody else has the search: without it they could not be found.
        if (isSearched)
            tool.deferLoading = false;
        else if (references.hold(tool.name))
            tool.origin = ir::Tool::Origin::ToolSearch;
    }
}

Result<void> readToolChoice(json::Value choice, ir::Request &request)
{
    using Mode = ir::ToolChoice::Mode;
    ir::ToolChoice &to = request.toolChoice;
    to.raw = RawJson{choice.raw()};
    const json::Value type = choice["type"];
    if (type.is("auto")) {
        to.mode = Mode::Auto;
    } else if (type.is("any")) {
        to.mode = Mode::Required;
    } else if (type.is("none")) {
        to.mode = Mode::None;
    } else if (type.is("tool") && choice["name"].isString()) {
        to.name = choice["name"].text();
        const auto named =
            std::ranges::find_if(request.tools, [&](const ir::Tool &tool) { return tool.name == to.name; });
        const bool isHosted = named != request.tools.end() && named->kind == ir::Tool::Kind::Hosted;
        to.mode = isHosted ? Mode::Hosted : Mode::One;
    } else {
        return wrongType("tool_choice", "an object with a known type");
    }
    if (const auto disabled = choice["disable_parallel_tool_use"].boolean())
        request.parallelToolCalls = !*disabled;
    return {};
}

} // namespace signalbox::wire::anthropic
