#include "wire/ir/freeform.h"

#include "base/json_writer.h"
#include "wire/json/document.h"

#include <array>

namespace signalbox::wire::ir {

namespace {

/// Longer grammars cost more than they help.
constexpr std::size_t kMaxGrammarBytes = 8 * 1024;

constexpr std::string_view kInputSchema =
    R"({"type":"object","properties":{"input":{"type":"string","description":"The raw text for the tool."}},"required":["input"],"additionalProperties":false})";
constexpr std::string_view kSearchSchema =
    R"({"type":"object","properties":{"query":{"type":"string"},"limit":{"type":"integer"}},"required":["query"]})";
constexpr std::string_view kLocalShellSchema =
    R"({"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"working_directory":{"type":"string"},"timeout_ms":{"type":"integer"},"env":{"type":"object","additionalProperties":{"type":"string"}},"user":{"type":"string"}},"required":["command"]})";
constexpr std::string_view kShellSchema =
    R"({"type":"object","properties":{"commands":{"type":"array","items":{"type":"string"}},"timeout_ms":{"type":"integer"},"max_output_length":{"type":"integer"}},"required":["commands"]})";
constexpr std::string_view kApplyPatchSchema =
    R"({"type":"object","properties":{"operation":{"type":"object","properties":{"type":{"type":"string","enum":["create_file","update_file","delete_file"]},"path":{"type":"string"},"diff":{"type":"string"}},"required":["type","path"]}},"required":["operation"]})";

/// Sentences that are true of a freeform tool and wrong of its function form: with them models refuse to
/// answer in JSON or wrap the text twice. As they stand escaped.
constexpr std::array<std::string_view, 3> kMisleading{
    " This is a FREEFORM tool, so do not wrap the patch in JSON.",
    "This is a FREEFORM tool, so do not wrap the patch in JSON.",
    "do not wrap the patch in JSON",
};

/// Where to cut so that neither an escape nor a UTF-8 sequence is broken.
std::string_view cutEscaped(std::string_view escaped, std::size_t bytes)
{
    std::size_t at = 0;
    while (at < escaped.size()) {
        std::size_t step = 1;
        if (escaped[at] == '\\')
            step = at + 1 < escaped.size() && escaped[at + 1] == 'u' ? 6 : 2;
        while (at + step < escaped.size() && (static_cast<unsigned char>(escaped[at + step]) & 0xC0U) == 0x80)
            ++step;
        if (at + step > bytes)
            break;
        at += step;
    }
    return escaped.substr(0, at);
}

FunctionForm freeformForm(const Tool &tool, Arena &arena)
{
    FunctionForm form;
    std::string text(tool.description.escaped);
    for (const std::string_view sentence : kMisleading) {
        if (const std::size_t at = text.find(sentence); at != std::string::npos)
            text.erase(at, sentence.size());
    }
    if (!text.empty())
        text += "\\n\\n";
    text += "Put the raw text into `input`, exactly as it shall reach the tool. It is not JSON itself: "
            "escape it only "
            "as a JSON string must be.";
    if (!tool.grammar.isEmpty()) {
        std::string_view grammar = tool.grammar.escaped;
        form.grammarCut = grammar.size() > kMaxGrammarBytes;
        if (form.grammarCut)
            grammar = cutEscaped(grammar, kMaxGrammarBytes);
        text += "\\n\\nThe text must match this ";
        text += tool.grammarSyntax.escaped;
        text += " grammar:\\n```\\n";
        text += grammar;
        text += form.grammarCut ? "\\n… (cut)\\n```" : "\\n```";
    }
    form.description = Text{arena.keep(std::move(text))};
    form.parameters = RawJson{kInputSchema};
    return form;
}

FunctionForm fixedForm(const Tool &tool, std::string_view description, std::string_view schema)
{
    FunctionForm form{tool.description, tool.parameters};
    if (form.description.isEmpty())
        form.description = Text{description};
    if (form.parameters.isEmpty())
        form.parameters = RawJson{schema};
    return form;
}

void appendToolLines(std::string &out, json::Value tools, const std::string &nameSpace)
{
    for (const json::Value tool : tools) {
        const json::Value function = tool["function"].isObject() ? tool["function"] : tool;
        const std::string name = unescape(function["name"].text());
        if (tool["tools"].isArray()) {
            appendToolLines(out, tool["tools"], name);
            continue;
        }
        out += "- ";
        if (!nameSpace.empty() && nameSpace != "functions")
            out += nameSpace + "__";
        out += name;
        if (const std::string description = unescape(function["description"].text()); !description.empty())
            out += ": " + description;
        out += '\n';
    }
}

} // namespace

FunctionForm functionForm(const Tool &tool, Arena &arena)
{
    switch (tool.kind) {
    case Tool::Kind::Freeform:
        return freeformForm(tool, arena);
    case Tool::Kind::ToolSearch:
        return fixedForm(tool, "Searches for tools that can be loaded, and loads those found.",
                         kSearchSchema);
    case Tool::Kind::LocalShell:
        return fixedForm(tool, "Runs a command on the user's machine.", kLocalShellSchema);
    case Tool::Kind::Shell:
        return fixedForm(tool, "Runs shell commands on the user's machine.", kShellSchema);
    case Tool::Kind::ApplyPatch:
        return fixedForm(tool, "Creates, updates or deletes one file; `diff` is a V4A diff.",
                         kApplyPatchSchema);
    case Tool::Kind::Function:
    case Tool::Kind::Hosted:
        break;
    }
    return {tool.description, tool.parameters};
}

void appendEscapedAgain(std::string &out, std::string_view escaped)
{
    // What is escaped already holds no control characters and no broken UTF-8: only two characters need care.
    for (;;) {
        const std::size_t at = escaped.find_first_of("\\\"");
        out.append(escaped.substr(0, at));
        if (at == std::string_view::npos)
            return;
        out += '\\';
        out += escaped[at];
        escaped.remove_prefix(at + 1);
    }
}

void appendWrappedInput(std::string &out, Text input)
{
    out += R"({\"input\":\")";
    appendEscapedAgain(out, input.escaped);
    out += R"(\"})";
}

void appendCallArguments(std::string &out, const CallBlock &call)
{
    if (call.kind == CallKind::Freeform) {
        appendWrappedInput(out, call.arguments);
    } else if (!call.arguments.isEmpty()) {
        out += call.arguments.escaped;
    } else if (call.object.isEmpty()) {
        out += "{}";
    } else if (call.kind == CallKind::ApplyPatch) {
        out += R"({\"operation\":)";
        appendJsonEscaped(out, call.object.text);
        out += '}';
    } else {
        appendJsonEscaped(out, call.object.text);
    }
}

std::string itemResultText(const ResultBlock &result)
{
    if (result.kind == CallKind::ToolSearch)
        return loadedToolsText(result.raw);
    json::Document document;
    if (!document.parseCopy(result.raw.text))
        return {};
    const json::Value output = document.root()["output"];
    if (output.isString())
        return unescape(output.text());
    return std::string(output.isPresent() ? output.raw() : document.root()["status"].raw());
}

std::string loadedToolsText(RawJson toolSearchOutput)
{
    json::Document document;
    if (!document.parseCopy(toolSearchOutput.text))
        return "(no tools)";
    const json::Value root = document.root();
    std::string lines;
    appendToolLines(lines, root.isArray() ? root : root["tools"], {});
    if (lines.empty())
        return "(no tools)";
    lines.pop_back();
    return "Loaded tools:\n" + lines;
}

} // namespace signalbox::wire::ir
