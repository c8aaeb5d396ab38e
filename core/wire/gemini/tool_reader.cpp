#include "wire/gemini/member_names.h"
#include "wire/gemini/openapi_schema.h"
#include "wire/gemini/request_reader.h"
#include "wire/json/fields.h"

#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kDeclaration{"name", "description", "parameters", "parametersJsonSchema"};

/// Google's hosted tools by the names that other formats know them by.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kHosted{{
    {"googleSearch", "web_search"},
    {"googleSearchRetrieval", "web_search"},
    {"enterpriseWebSearch", "web_search"},
    {"codeExecution", "code_interpreter"},
    {"fileSearch", "file_search"},
    {"computerUse", "computer_use_preview"},
    {"mcpServers", "mcp"},
}};

ir::Tool readHosted(std::string_view key, json::Value member, json::Value entry, Arena &arena)
{
    ir::Tool tool;
    tool.kind = ir::Tool::Kind::Hosted;
    tool.hostedType = arena.text(key);
    for (const auto &[own, neutral] : kHosted) {
        if (own == key)
            tool.hostedType = Text{neutral};
    }
    if (entry.size() == 1) {
        tool.raw = RawJson{entry.raw()};
    } else {
        std::string raw = "{\"";
        raw += member.key().escaped;
        raw += "\":";
        raw += member.raw();
        raw += '}';
        tool.raw = RawJson{arena.keep(std::move(raw))};
    }
    return tool;
}

Result<void> readDeclaration(json::Value declaration, ir::Request &request)
{
    const auto [name, description, parameters, jsonSchema] = membersOf(declaration, kDeclaration);
    if (!name.isString() || name.text().isEmpty())
        return wrongType("functionDeclarations", "a function with a name");
    ir::Tool tool;
    tool.name = name.text();
    tool.description = description.text();
    if (const json::Value schema = jsonSchema.isPresent() ? jsonSchema : parameters; schema.isPresent())
        tool.parameters = jsonSchemaOf(schema, request.arena);
    tool.raw = RawJson{declaration.raw()};
    request.tools.push_back(std::move(tool));
    return {};
}

Result<void> readEntry(json::Value entry, ir::Request &request)
{
    if (!entry.isObject())
        return wrongType("", "an object");
    std::string scratch;
    for (const json::Value member : entry) {
        if (member.isNull())
            continue;
        const std::string_view key = camelKey(member, scratch);
        if (key != "functionDeclarations") {
            request.tools.push_back(readHosted(key, member, entry, request.arena));
            continue;
        }
        if (!member.isArray())
            return wrongType("functionDeclarations", "an array");
        for (const json::Value declaration : member) {
            if (auto read = readDeclaration(declaration, request); !read)
                return read;
        }
    }
    return {};
}

ir::ToolChoice readChoice(json::Value config)
{
    using Mode = ir::ToolChoice::Mode;
    ir::ToolChoice choice;
    choice.raw = RawJson{config.raw()};
    const json::Value mode = memberOf(config, "mode");
    for (const json::Value name : memberOf(config, "allowedFunctionNames"))
        choice.subset.push_back(name.text());
    const bool isForced = mode.is("ANY");
    if (mode.is("NONE")) {
        choice.mode = Mode::None;
    } else if (isForced && choice.subset.size() == 1) {
        choice.mode = Mode::One;
        choice.name = choice.subset.front();
    } else if ((isForced || mode.is("VALIDATED")) && !choice.subset.empty()) {
        choice.mode = Mode::Subset;
        choice.subsetRequired = isForced;
    } else if (isForced) {
        choice.mode = Mode::Required;
    } else if (mode.isPresent()) {
        choice.mode = Mode::Auto;
    }
    return choice;
}

} // namespace

Result<void> readTools(json::Value tools, ir::Request &request)
{
    if (tools.isObject()) {
        if (auto read = readEntry(tools, request); !read)
            return json::within("tools", read.error());
        return {};
    }
    if (!tools.isArray())
        return wrongType("tools", "an array");
    std::size_t index = 0;
    for (const json::Value entry : tools) {
        if (auto read = readEntry(entry, request); !read)
            return json::within(json::indexed("tools", index), read.error());
        ++index;
    }
    return {};
}

Result<void> readToolConfig(json::Value config, ir::Request &request)
{
    if (!config.isObject())
        return wrongType("toolConfig", "an object");
    std::string scratch;
    for (const json::Value member : config) {
        if (member.isNull())
            continue;
        const std::string_view key = camelKey(member, scratch);
        if (key == "functionCallingConfig")
            request.toolChoice = readChoice(member);
        else
            request.extras.emplace_back(request.arena.text("toolConfig." + std::string(key)),
                                        RawJson{member.raw()});
    }
    return {};
}

} // namespace signalbox::wire::gemini
