#include "simulator/harmless_tools.h"

#include "simulator/schema_instance.h"

#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace signalbox::simulator {

namespace {

using namespace wire;
using json::Value;

constexpr std::string_view kWord = "signalbox-demo";

enum class Shape {
    Shell,      ///< takes a command line, as text or as a list of words
    JavaScript, ///< freeform: Codex's code mode
    Reading,    ///< answers something from whatever arguments its schema takes
};

struct Row
{
    std::string_view name;
    Shape shape;
};

constexpr std::array<Row, 22> kTable{{
    {"exec_command", Shape::Shell}, // Codex
    {"shell", Shape::Shell},
    {"shell_command", Shape::Shell},
    {"local_shell", Shape::Shell},
    {"container.exec", Shape::Shell},
    {"Bash", Shape::Shell},              // Claude Code
    {"bash", Shape::Shell},              // opencode
    {"run_shell_command", Shape::Shell}, // Gemini CLI, Qwen Code
    {"execute_command", Shape::Shell},
    {"run_command", Shape::Shell},
    {"run_terminal_cmd", Shape::Shell},
    {"exec", Shape::JavaScript}, // Codex in code mode
    {"echo", Shape::Reading},
    {"ping", Shape::Reading},
    {"list_mcp_resources", Shape::Reading},
    {"get_weather", Shape::Reading},
    {"get_current_weather", Shape::Reading},
    {"weather", Shape::Reading},
    {"get_time", Shape::Reading},
    {"get_current_time", Shape::Reading},
    {"current_time", Shape::Reading},
    {"get_current_temperature", Shape::Reading},
}};

/// What else shells require. A required argument that is not known means that the tool is not.
std::optional<std::string> besidesCommand(std::string_view name, Value schema)
{
    if (name == "description" && schema["type"].is("string"))
        return "\"Says signalbox-demo\"";
    if (schema["type"].is("boolean"))
        return "false"; // in the background, with another user's rights, …
    return std::nullopt;
}

std::optional<std::string> shellArguments(RawJson parameters)
{
    json::Document document;
    if (!document.parseCopy(parameters.text))
        return std::nullopt;
    const Value properties = document.root()["properties"];
    const std::string_view name = properties["cmd"].isPresent() ? "cmd" : "command";
    const Value command = properties[name];
    if (!command.isPresent())
        return std::nullopt;
    const bool words = command["type"].is("array");
    if (!words && !command["type"].is("string"))
        return std::nullopt;
    std::string out = "{\"" + std::string(name) +
                      "\":" + (words ? R"(["echo","signalbox-demo"])" : R"("echo signalbox-demo")");
    for (const Value required : document.root()["required"]) {
        const std::string other = unescape(required.text());
        if (other == name)
            continue;
        const auto value = besidesCommand(other, properties[other]);
        if (!value)
            return std::nullopt;
        out += ",\"" + other + "\":" + *value;
    }
    return out + "}";
}

std::optional<std::string> readingArguments(RawJson parameters)
{
    if (parameters.isEmpty())
        return "{}";
    auto arguments = smallestInstance(parameters.text, kWord);
    if (!arguments || !arguments->starts_with('{'))
        return std::nullopt;
    return arguments;
}

std::optional<PlannedCall> plan(const ir::Tool &tool)
{
    const auto row =
        std::ranges::find_if(kTable, [&tool](const Row &it) { return equals(tool.name, it.name); });
    // A tool whose loading is deferred is only known by name: calling it needs a search first.
    if (row == kTable.end() || tool.deferLoading)
        return std::nullopt;
    PlannedCall call;
    call.nameSpace = unescape(tool.nameSpace);
    call.name = row->name;
    if (tool.kind == ir::Tool::Kind::Freeform) {
        if (row->shape != Shape::JavaScript)
            return std::nullopt;
        call.kind = ir::CallKind::Freeform;
        call.arguments = "text(\"signalbox-demo\");";
        return call;
    }
    if (tool.kind != ir::Tool::Kind::Function || row->shape == Shape::JavaScript)
        return std::nullopt;
    // Somebody's own server may mean anything by "bash"; a namespaced shell is not the agent's.
    if (row->shape == Shape::Shell && !call.nameSpace.empty() && call.nameSpace != "functions")
        return std::nullopt;
    auto arguments =
        row->shape == Shape::Shell ? shellArguments(tool.parameters) : readingArguments(tool.parameters);
    if (!arguments)
        return std::nullopt;
    call.arguments = std::move(*arguments);
    return call;
}

bool isChosen(const ir::ToolChoice &choice, const ir::Tool &tool)
{
    using Mode = ir::ToolChoice::Mode;
    switch (choice.mode) {
    case Mode::None:
    case Mode::Hosted:
        return false;
    case Mode::One:
        return choice.name == tool.name && (choice.nameSpace.isEmpty() || choice.nameSpace == tool.nameSpace);
    case Mode::Subset:
        return std::ranges::find(choice.subset, tool.name) != choice.subset.end();
    case Mode::Unset:
    case Mode::Auto:
    case Mode::Required:
        return true;
    }
    return false;
}

} // namespace

std::vector<PlannedCall> harmlessCalls(const ir::Request &request)
{
    std::vector<PlannedCall> calls;
    for (const ir::Tool &tool : request.tools) {
        if (!isChosen(request.toolChoice, tool))
            continue;
        if (auto call = plan(tool))
            calls.push_back(std::move(*call));
    }
    return calls;
}

} // namespace signalbox::simulator
