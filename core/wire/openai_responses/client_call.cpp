#include "wire/openai_responses/client_call.h"

#include "wire/json/document.h"
#include "wire/sse/data_line.h"

namespace signalbox::wire::responses {

namespace {

using json::Value;

void copy(JsonWriter &json, const Value &object, std::string_view name)
{
    if (const Value value = object[name]; value.isPresent() && !value.isNull())
        json.key(name).raw(value.raw());
}

void writeSearch(JsonWriter &json, const Value &arguments, std::string_view plain)
{
    json.key("execution").string("client").key("arguments");
    if (arguments.isObject())
        json.raw(arguments.raw());
    else
        json.beginObject().key("query").string(plain).endObject();
}

void writeLocalShell(JsonWriter &json, const Value &arguments, std::string_view plain)
{
    const Value command = arguments["command"];
    json.key("action").beginObject().key("type").string("exec").key("command");
    if (command.isArray()) {
        json.raw(command.raw());
    } else {
        json.beginArray().string("bash").string("-lc");
        if (command.isString())
            json.escaped(command.text().escaped);
        else
            json.string(plain);
        json.endArray();
    }
    copy(json, arguments, "timeout_ms");
    copy(json, arguments, "working_directory");
    json.key("env");
    if (arguments["env"].isObject())
        json.raw(arguments["env"].raw());
    else
        json.beginObject().endObject();
    copy(json, arguments, "user");
    json.endObject();
}

void writeShell(JsonWriter &json, const Value &arguments, std::string_view plain)
{
    json.key("action").beginObject().key("commands");
    const Value commands = arguments["commands"];
    if (commands.isArray())
        json.raw(commands.raw());
    else
        json.beginArray().string(commands.isString() ? unescape(commands.text()) : plain).endArray();
    for (const std::string_view name : {"timeout_ms", "max_output_length"}) {
        const Value value = arguments[name];
        json.key(name).raw(value.isNumber() ? value.raw() : "null");
    }
    json.endObject().key("environment").null();
}

void writePatch(JsonWriter &json, const Value &arguments)
{
    const Value operation = arguments["operation"].isObject() ? arguments["operation"] : arguments;
    json.key("operation").raw(operation.isObject() ? operation.raw() : "{}");
}

} // namespace

std::string_view callItemPrefix(ir::CallKind kind)
{
    switch (kind) {
    case ir::CallKind::Function:
        return "fc_";
    case ir::CallKind::Freeform:
        return "ctc_";
    case ir::CallKind::ToolSearch:
        return "tsc_";
    case ir::CallKind::LocalShell:
        return "lsh_";
    case ir::CallKind::Shell:
        return "sh_";
    case ir::CallKind::ApplyPatch:
        return "apc_";
    }
    return "fc_";
}

std::string_view callItemType(ir::CallKind kind)
{
    switch (kind) {
    case ir::CallKind::Function:
        return "function_call";
    case ir::CallKind::Freeform:
        return "custom_tool_call";
    case ir::CallKind::ToolSearch:
        return "tool_search_call";
    case ir::CallKind::LocalShell:
        return "local_shell_call";
    case ir::CallKind::Shell:
        return "shell_call";
    case ir::CallKind::ApplyPatch:
        return "apply_patch_call";
    }
    return "function_call";
}

void writeClientCall(JsonWriter &json, ir::CallKind kind, Text arguments)
{
    const std::string plain = unescape(arguments);
    json::Document document;
    std::string line;
    const bool isJson = document.parseCopy(sse::onOneLine(plain, line)).has_value();
    const Value root = isJson ? document.root() : Value();
    switch (kind) {
    case ir::CallKind::ToolSearch:
        writeSearch(json, root, plain);
        break;
    case ir::CallKind::LocalShell:
        writeLocalShell(json, root, plain);
        break;
    case ir::CallKind::Shell:
        writeShell(json, root, plain);
        break;
    case ir::CallKind::ApplyPatch:
        writePatch(json, root);
        break;
    case ir::CallKind::Function:
    case ir::CallKind::Freeform:
        break;
    }
}

} // namespace signalbox::wire::responses
