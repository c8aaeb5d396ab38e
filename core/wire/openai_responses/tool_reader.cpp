#include "wire/openai_responses/tool_reader.h"

#include "wire/json/fields.h"

#include <optional>

namespace signalbox::wire::responses {

namespace {

using json::Fields;
using json::Value;

/// Codex wraps its own tools so in its lite requests; the model and the answer know no such namespace.
constexpr std::string_view kNoNameSpace = "functions";

ir::Tool::Kind toolKind(Text type, const Value &tool)
{
    if (equals(type, "function"))
        return ir::Tool::Kind::Function;
    if (equals(type, "custom"))
        return ir::Tool::Kind::Freeform;
    if (equals(type, "tool_search") && tool["execution"].is("client"))
        return ir::Tool::Kind::ToolSearch;
    if (equals(type, "local_shell"))
        return ir::Tool::Kind::LocalShell;
    if (equals(type, "shell"))
        return ir::Tool::Kind::Shell;
    return equals(type, "apply_patch") ? ir::Tool::Kind::ApplyPatch : ir::Tool::Kind::Hosted;
}

void readFormat(const Value &format, ir::Tool &tool)
{
    if (!format["type"].is("grammar"))
        return;
    tool.grammarSyntax = format["syntax"].text();
    tool.grammar = format["definition"].text();
}

Result<ir::Tool> readTool(const Value &value, Text type)
{
    Fields fields(value);
    ir::Tool tool;
    tool.kind = toolKind(type, value);
    tool.raw = {value.raw()};
    switch (tool.kind) {
    case ir::Tool::Kind::Function:
        tool.name = fields.requiredString("name");
        tool.strict = fields.boolean("strict");
        tool.parameters = {fields.object("parameters").raw()};
        break;
    case ir::Tool::Kind::Freeform:
        tool.name = fields.requiredString("name");
        readFormat(fields.object("format"), tool);
        break;
    case ir::Tool::Kind::ToolSearch:
        tool.name = type;
        tool.parameters = {fields.object("parameters").raw()};
        break;
    case ir::Tool::Kind::Hosted:
        tool.hostedType = type;
        return tool;
    default:
        tool.name = type;
        return tool;
    }
    tool.description = fields.string("description");
    tool.deferLoading = fields.boolean("defer_loading").value_or(false);
    if (fields.hasError())
        return std::unexpected(*fields.error());
    return tool;
}

void noticeCodex(const ir::Tool &tool, ir::Request &request)
{
    if (tool.kind == ir::Tool::Kind::Freeform && (equals(tool.name, "apply_patch") || equals(tool.name, "exec")))
        request.isCodex = true;
}

} // namespace

Result<void> appendTools(const Value &tools, ir::Tool::Origin origin, ir::Request &request)
{
    std::size_t index = 0;
    for (const Value value : tools) {
        const std::string place = json::indexed("", index++);
        const Value type = value["type"];
        if (!type.isString())
            return fail(ErrorCode::InvalidInput, "must be a string", place + ".type");
        if (!type.is("namespace")) {
            auto tool = readTool(value, type.text());
            if (!tool)
                return json::within(place, std::move(tool.error()));
            tool->origin = origin;
            noticeCodex(*tool, request);
            request.tools.push_back(std::move(*tool));
            continue;
        }
        Fields space(value);
        const Text name = space.requiredString("name");
        const Text description = space.string("description");
        const std::size_t first = request.tools.size();
        if (auto result = appendTools(space.array("tools"), origin, request); !result)
            return json::within(place + ".tools", std::move(result.error()));
        if (space.hasError())
            return json::within(place, *space.error());
        for (std::size_t at = first; at < request.tools.size() && !equals(name, kNoNameSpace); ++at) {
            request.tools[at].nameSpace = name;
            request.tools[at].nameSpaceDescription = description;
        }
    }
    return {};
}

Result<ir::ToolChoice> readToolChoice(const Value &choice)
{
    ir::ToolChoice result;
    if (!choice.isPresent() || choice.isNull())
        return result;
    result.raw = {choice.raw()};
    using Mode = ir::ToolChoice::Mode;
    if (choice.isString()) {
        result.mode = choice.is("none") ? Mode::None : choice.is("required") ? Mode::Required : Mode::Auto;
        if (result.mode == Mode::Auto && !choice.is("auto"))
            return fail(ErrorCode::InvalidInput, "must be none, auto, required or an object", "tool_choice");
        return result;
    }
    const Value type = choice["type"];
    if (!type.isString())
        return fail(ErrorCode::InvalidInput, "must be a string", "tool_choice.type");
    result.name = choice["name"].text();
    result.nameSpace = choice["namespace"].text();
    if (type.is("function")) {
        result.mode = Mode::One;
    } else if (type.is("custom")) {
        result.mode = Mode::One;
        result.kind = ir::CallKind::Freeform;
    } else if (type.is("allowed_tools")) {
        result.mode = Mode::Subset;
        result.subsetRequired = choice["mode"].is("required");
        for (const Value tool : choice["tools"])
            result.subset.push_back(tool["name"].isString() ? tool["name"].text() : tool["type"].text());
    } else if (type.is("shell") || type.is("apply_patch") || type.is("local_shell")) {
        result.mode = Mode::One;
        result.name = type.text();
        result.kind = type.is("shell")  ? ir::CallKind::Shell
            : type.is("apply_patch")    ? ir::CallKind::ApplyPatch
                                        : ir::CallKind::LocalShell;
    } else {
        result.mode = Mode::Hosted;
        result.name = type.text();
    }
    if (result.mode == Mode::One && result.name.isEmpty())
        return fail(ErrorCode::InvalidInput, "must be a string", "tool_choice.name");
    return result;
}

} // namespace signalbox::wire::responses
