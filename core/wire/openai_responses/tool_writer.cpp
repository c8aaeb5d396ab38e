#include "wire/openai_responses/tool_writer.h"

#include "wire/ir/freeform.h"
#include "wire/openai_responses/item_writer.h"

namespace signalbox::wire::responses {

namespace {

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

void writeHosted(JsonWriter &json, const ir::Request &request, const ir::Tool &tool)
{
    if (request.source == Format::OpenAiResponses)
        json.raw(tool.raw.text);
    else
        json.beginObject().key("type").string("web_search").endObject();
}

bool isWritable(const ir::Request &request, const ir::Tool &tool, const Target &target)
{
    const bool isSearch = tool.hostedType.escaped.starts_with("web_search");
    return target.dialect.hostedTools && (request.source == Format::OpenAiResponses || isSearch);
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

void writeChoice(JsonWriter &json, const ir::Request &request, const Target &target,
                 const ir::ToolNames &names, Losses &losses)
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
        else
            losses.add("tool_choice");
        break;
    }
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

bool writePortableTools(JsonWriter &json, const ir::Request &request, const Target &target,
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
        writeHosted(json, request, tool);
    }
    if (isOpen) {
        json.endArray();
        writeChoice(json, request, target, names, losses);
    }
    return isOpen || request.tools.empty();
}

} // namespace signalbox::wire::responses
