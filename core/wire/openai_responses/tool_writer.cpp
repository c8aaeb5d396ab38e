#include "wire/openai_responses/tool_writer.h"

#include "wire/ir/freeform.h"
#include "wire/ir/web_search.h"
#include "wire/openai_responses/item_writer.h"

#include <algorithm>

namespace signalbox::wire::responses {

namespace {

constexpr std::string_view kSearch = "web_search";

void writeFreeform(JsonWriter &json, const ir::Tool &tool, std::string_view name)
{
    json.beginObject().key("type").string("custom").key("name").string(name);
    if (!tool.description.isEmpty())
        json.key("description").escaped(tool.description.escaped);
    json.key("format").beginObject();
    if (tool.grammar.isEmpty()) {
        json.key("type").string("text");
    } else {
        json.key("type").string("grammar").key("syntax").escaped(tool.grammarSyntax.escaped);
        json.key("definition").escaped(tool.grammar.escaped);
    }
    json.endObject().endObject();
}

void writeFunction(JsonWriter &json, const ir::ToolName &name, const Target &target, Arena &arena,
                   Losses &losses)
{
    const ir::FunctionForm form = ir::functionForm(*name.tool, arena);
    if (form.grammarCut)
        losses.add("tools.format.definition");
    json.beginObject().key("type").string("function").key("name").string(name.flat);
    if (!form.description.isEmpty())
        json.key("description").escaped(form.description.escaped);
    json.key("parameters")
        .raw(form.parameters.isEmpty() ? R"({"type":"object","properties":{}})" : form.parameters.text);
    if (target.dialect.strictTools) // left out it would mean true here and false in other formats
        json.key("strict").boolean(name.tool->strict.value_or(false));
    json.endObject();
}

/// Another format's search. How often it may search cannot be said here of one tool.
void writeSearch(JsonWriter &json, const ir::Tool &tool, Losses &losses)
{
    ir::WebSearch settings(tool);
    json.beginObject().key("type").string(kSearch);
    if (const RawJson domains = settings.take("allowed_domains"); !domains.isEmpty())
        json.key("filters").beginObject().key("allowed_domains").raw(domains.text).endObject();
    for (const std::string_view name : {"user_location", "search_context_size"}) {
        if (const RawJson value = settings.take(name); !value.isEmpty())
            json.key(name).raw(value.text);
    }
    json.endObject();
    for (const std::string &name : settings.rest())
        losses.add(name);
}

bool isSearch(const ir::Tool &tool)
{
    return tool.kind == ir::Tool::Kind::Hosted && tool.hostedType.escaped.starts_with(kSearch);
}

bool isWritable(const ir::Request &request, const ir::Tool &tool, const Target &target)
{
    return target.dialect.hostedTools && (request.source == Format::OpenAiResponses || isSearch(tool));
}

/// Whether the hosted tool that another format's client forces is the search.
bool forcesSearch(const ir::Request &request)
{
    return std::ranges::any_of(request.tools, [&](const ir::Tool &tool) {
        return isSearch(tool) && tool.name == request.toolChoice.name;
    });
}

void writeChosen(JsonWriter &json, const ir::Request &request, const Target &target,
                 const ir::ToolNames &names)
{
    const ir::ToolChoice &choice = request.toolChoice;
    const bool isCustom = choice.kind == ir::CallKind::Freeform && target.dialect.customTools;
    json.beginObject().key("type").string(isCustom ? "custom" : "function");
    json.key("name").string(names.flat(choice.nameSpace, choice.name, choice.kind)).endObject();
}

void writeSubset(JsonWriter &json, const ir::ToolChoice &choice, const Target &target,
                 const ir::ToolNames &names)
{
    json.beginObject().key("type").string("allowed_tools");
    json.key("mode").string(choice.subsetRequired ? "required" : "auto").key("tools").beginArray();
    for (const Text wanted : choice.subset) {
        for (const ir::ToolName *name : names.declared()) {
            if (name->name != wanted)
                continue;
            const bool isCustom = name->kind == ir::CallKind::Freeform && target.dialect.customTools;
            json.beginObject()
                .key("type")
                .string(isCustom ? "custom" : "function")
                .key("name")
                .string(name->flat);
            json.endObject();
        }
    }
    json.endArray().endObject();
}

Result<void> writeChoice(JsonWriter &json, const ir::Request &request, const Target &target,
                         const ir::ToolNames &names)
{
    using Mode = ir::ToolChoice::Mode;
    const auto key = [&]() -> JsonWriter & { return json.key("tool_choice"); };
    switch (request.toolChoice.mode) {
    case Mode::Unset:
        break;
    case Mode::Auto:
        key().string("auto");
        break;
    case Mode::None:
        key().string("none");
        break;
    case Mode::Required:
        key().string(target.dialect.toolChoiceRequired ? "required" : "auto");
        break;
    case Mode::One:
        writeChosen(key(), request, target, names);
        break;
    case Mode::Subset:
        writeSubset(key(), request.toolChoice, target, names);
        break;
    case Mode::Hosted:
        if (request.source == Format::OpenAiResponses && target.dialect.hostedTools)
            key().raw(request.toolChoice.raw.text);
        else if (target.dialect.hostedTools && forcesSearch(request))
            key().beginObject().key("type").string(kSearch).endObject();
        else
            return fail(ErrorCode::InvalidInput,
                        "the tool that is asked for cannot be had from this provider", "tool_choice");
        break;
    }
    return {};
}

} // namespace

void writeNativeTools(JsonWriter &json, const ir::Request &request)
{
    bool isOpen = false;
    Text nameSpace;
    const auto closeNameSpace = [&] {
        if (!nameSpace.isEmpty())
            json.endArray().endObject();
        nameSpace = {};
    };
    for (const ir::Tool &tool : request.tools) {
        if (tool.origin != ir::Tool::Origin::TopLevel)
            continue;
        if (!isOpen)
            json.key("tools").beginArray();
        isOpen = true;
        if (tool.nameSpace != nameSpace) {
            closeNameSpace();
            nameSpace = tool.nameSpace;
            if (!nameSpace.isEmpty()) {
                json.beginObject().key("type").string("namespace").key("name").escaped(nameSpace.escaped);
                json.key("description").escaped(tool.nameSpaceDescription.escaped).key("tools").beginArray();
            }
        }
        json.raw(tool.raw.text);
    }
    closeNameSpace();
    if (isOpen)
        json.endArray();
    if (!request.toolChoice.raw.isEmpty())
        json.key("tool_choice").raw(request.toolChoice.raw.text);
}

Result<void> writePortableTools(JsonWriter &json, const ir::Request &request, const Target &target,
                                const ir::ToolNames &names, Arena &arena, Losses &losses)
{
    bool isOpen = false;
    const auto open = [&] {
        if (!isOpen)
            json.key("tools").beginArray();
        isOpen = true;
    };
    for (const ir::ToolName *name : names.declared()) {
        if (name->tool == nullptr)
            continue;
        open();
        if (name->kind == ir::CallKind::Freeform && target.dialect.customTools)
            writeFreeform(json, *name->tool, name->flat);
        else
            writeFunction(json, *name, target, arena, losses);
    }
    for (const ir::Tool &tool : request.tools) {
        if (tool.kind != ir::Tool::Kind::Hosted)
            continue;
        if (!isWritable(request, tool, target)) {
            losses.add("tools." + std::string(tool.hostedType.escaped));
            continue;
        }
        open();
        if (request.source == Format::OpenAiResponses)
            json.raw(tool.raw.text);
        else
            writeSearch(json, tool, losses);
    }
    if (!isOpen && !request.tools.empty())
        return fail(ErrorCode::InvalidInput, "none of the tools can be given to this model", "tools");
    if (!isOpen)
        return {};
    json.endArray();
    return writeChoice(json, request, target, names);
}

} // namespace signalbox::wire::responses
