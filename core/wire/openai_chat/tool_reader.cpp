#include "wire/openai_chat/request_reader.h"

namespace signalbox::wire::openai_chat {

namespace {

ir::Tool readFunction(json::Value function)
{
    ir::Tool tool;
    tool.name = function["name"].text();
    tool.description = function["description"].text();
    tool.parameters =
        RawJson{function["parameters"].isNull() ? std::string_view() : function["parameters"].raw()};
    tool.strict = function["strict"].boolean();
    return tool;
}

ir::Tool readCustom(json::Value custom)
{
    ir::Tool tool;
    tool.kind = ir::Tool::Kind::Freeform;
    tool.name = custom["name"].text();
    tool.description = custom["description"].text();
    const json::Value format = custom["format"];
    // The grammar stands one level deeper here than in the Responses API; clients write both.
    const json::Value grammar = format["grammar"].isObject() ? format["grammar"] : format;
    tool.grammar = grammar["definition"].text();
    tool.grammarSyntax = grammar["syntax"].text();
    return tool;
}

ir::Tool readTool(json::Value entry)
{
    const json::Value type = entry["type"];
    ir::Tool tool;
    if (type.is("custom") && entry["custom"].isObject()) {
        tool = readCustom(entry["custom"]);
    } else if (entry["function"].isObject()) {
        tool = readFunction(entry["function"]);
    } else if (type.is("function") && entry["name"].isString()) {
        tool = readFunction(entry); // the flat form of the Responses API
    } else if (!type.isPresent() && entry["name"].isString()) {
        tool = readFunction(entry); // an entry of the old `functions`
    } else {
        tool.kind = ir::Tool::Kind::Hosted;
        tool.hostedType = type.text();
    }
    tool.cache = ir::CacheMark{entry["cache_control"].raw()};
    tool.raw = RawJson{entry.raw()};
    return tool;
}

} // namespace

Result<void> readTools(json::Value tools, ir::Request &request)
{
    request.tools.reserve(request.tools.size() + tools.size());
    std::size_t index = 0;
    for (const json::Value entry : tools) {
        ir::Tool tool = readTool(entry);
        if (!entry.isObject() || (tool.kind != ir::Tool::Kind::Hosted && tool.name.isEmpty()))
            return wrongType("tools[" + std::to_string(index) + "]", "a tool with a name");
        request.tools.push_back(std::move(tool));
        ++index;
    }
    return {};
}

Result<ir::ToolChoice> readToolChoice(json::Value choice)
{
    using Mode = ir::ToolChoice::Mode;
    ir::ToolChoice read;
    read.raw = RawJson{choice.raw()};
    if (choice.is("auto")) {
        read.mode = Mode::Auto;
    } else if (choice.is("none")) {
        read.mode = Mode::None;
    } else if (choice.is("required") || choice.is("any")) {
        read.mode = Mode::Required;
    } else if (choice["type"].is("allowed_tools")) {
        const json::Value allowed = choice["allowed_tools"].isObject() ? choice["allowed_tools"] : choice;
        read.mode = Mode::Subset;
        read.subsetRequired = allowed["mode"].is("required");
        for (const json::Value tool : allowed["tools"]) {
            const json::Value body = tool["function"].isObject() ? tool["function"]
                                     : tool["custom"].isObject() ? tool["custom"]
                                                                 : tool;
            read.subset.push_back(body["name"].text());
        }
    } else if (choice["custom"].isObject()) {
        read.mode = Mode::One;
        read.kind = ir::CallKind::Freeform;
        read.name = choice["custom"]["name"].text();
    } else if (choice["function"].isObject() || choice["name"].isString()) {
        read.mode = Mode::One;
        const json::Value name = choice["function"].isObject() ? choice["function"]["name"] : choice["name"];
        read.name = name.text();
    } else if (choice.isObject()) {
        read.mode = Mode::Hosted;
    } else {
        return wrongType("tool_choice", "a known word or an object");
    }
    if (read.mode == Mode::One && read.name.isEmpty())
        return wrongType("tool_choice", "the name of a tool");
    return read;
}

} // namespace signalbox::wire::openai_chat
