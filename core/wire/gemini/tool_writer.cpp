#include "wire/gemini/request_writer.h"
#include "wire/gemini/schema_cleaner.h"
#include "wire/ir/freeform.h"
#include "wire/ir/web_search.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr std::string_view kToolPrefix = "toolConfig.";
constexpr std::string_view kSearch = "googleSearch";

/// Other formats' hosted tools that Google has too, by the beginning of their names (Anthropic's end in
/// dates).
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kServices{{
    {"web_search", kSearch},
    {"code_interpreter", "codeExecution"},
    {"code_execution", "codeExecution"},
}};
/// Hosted tools whose work nothing else can do: a request that has one is refused rather than answered
/// without it.
constexpr std::array<std::string_view, 4> kIndispensable{"file_search", "mcp", "computer_use_preview",
                                                         "computer"};

class ToolWriter
{
public:
    explicit ToolWriter(WriteContext &context) : m_context(context), m_json(context.json) {}

    Result<void> write()
    {
        if (m_context.request.tools.empty()) {
            config();
            return {};
        }
        m_json.key("tools").beginArray();
        functions();
        if (auto done = hosted(); !done)
            return done;
        m_json.endArray();
        if (!m_hasAny)
            return fail(ErrorCode::InvalidInput, "none of the request's tools can be had from this provider",
                        "tools");
        using Mode = ir::ToolChoice::Mode;
        if (m_context.request.toolChoice.mode == Mode::Hosted)
            return fail(ErrorCode::InvalidInput,
                        "the tool that is asked for cannot be had from this provider", "tool_choice");
        if (!m_context.hasFunctions() && m_context.request.toolChoice.mode == Mode::Required)
            m_context.drop("tool_choice"); // that a tool of Google's own must run cannot be said
        config();
        return {};
    }

private:
    void functions()
    {
        const ir::Request &request = m_context.request;
        if (!m_context.hasFunctions())
            return;
        m_hasAny = true;
        m_json.beginObject().key("functionDeclarations").beginArray();
        if (m_context.isSameFormat()) {
            for (const ir::Tool &tool : request.tools) {
                if (tool.kind != ir::Tool::Kind::Hosted)
                    m_json.raw(tool.raw.text);
            }
        } else {
            for (const ir::ToolName *name : m_context.names.declared())
                function(*name);
        }
        m_json.endArray().endObject();
    }

    void function(const ir::ToolName &name)
    {
        const ir::FunctionForm form = ir::functionForm(*name.tool, m_arena);
        if (form.grammarCut)
            m_context.drop("tools." + std::string(name.flat) + ".grammar");
        m_json.beginObject().key("name").string(name.flat);
        if (!form.description.isEmpty())
            m_json.key("description").escaped(form.description.escaped);
        appendParameters(m_json, form.parameters);
        m_json.endObject();
    }

    Result<void> hosted()
    {
        std::vector<std::string_view> written;
        for (const ir::Tool &tool : m_context.request.tools) {
            if (tool.kind != ir::Tool::Kind::Hosted)
                continue;
            const std::string type = unescape(tool.hostedType);
            const std::string_view own = serviceFor(type);
            if (m_context.isSameFormat()) {
                m_json.raw(tool.raw.text);
                m_hasAny = true;
            } else if (!own.empty() && (m_context.target.rules.toolsTogether || !m_context.hasFunctions())) {
                if (std::ranges::find(written, own) == written.end())
                    m_json.beginObject().key(own).beginObject().endObject().endObject();
                written.push_back(own);
                noteSettings(tool, own);
                m_hasAny = m_hasService = true;
            } else if (std::ranges::find(kIndispensable, type) != kIndispensable.end()) {
                return fail(ErrorCode::InvalidInput, "tool \"" + type + "\" cannot be had from this provider",
                            "tools");
            } else {
                m_context.drop("tools." + type);
            }
        }
        return {};
    }

    /// Google's search takes none of the settings that others' searches have.
    void noteSettings(const ir::Tool &tool, std::string_view own)
    {
        if (own != kSearch)
            return;
        for (const std::string &name : ir::WebSearch(tool).rest())
            m_context.drop(name);
    }

    static std::string_view serviceFor(std::string_view type)
    {
        for (const auto &[prefix, own] : kServices) {
            if (type.starts_with(prefix))
                return own;
        }
        return {};
    }

    void config()
    {
        const std::string choice = choiceConfig();
        // AI Studio wants to be told that its tools' work beside functions will come back to it.
        const bool isMixed =
            m_hasService && m_context.hasFunctions() && !m_context.target.dialect.googleCloud;
        const bool hasExtras =
            m_context.isSameFormat() && std::ranges::any_of(m_context.request.extras, [](const auto &extra) {
                return extra.first.escaped.starts_with(kToolPrefix);
            });
        if (choice.empty() && !isMixed && !hasExtras)
            return;
        m_json.key("toolConfig").beginObject();
        if (!choice.empty())
            m_json.key("functionCallingConfig").raw(choice);
        if (isMixed)
            m_json.key("includeServerSideToolInvocations").boolean(true);
        for (const auto &[name, value] : m_context.request.extras) {
            if (m_context.isSameFormat() && name.escaped.starts_with(kToolPrefix))
                m_json.key(name.escaped.substr(kToolPrefix.size())).raw(value.text);
        }
        m_json.endObject();
    }

    [[nodiscard]] bool isStrict() const
    {
        const auto &declared = m_context.names.declared();
        return !declared.empty() && std::ranges::all_of(declared, [](const ir::ToolName *name) {
            return name->tool->strict == true;
        });
    }

    /// `functionCallingConfig`; empty where the default says it.
    [[nodiscard]] std::string choiceConfig() const
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_context.request.toolChoice;
        if (m_context.isSameFormat())
            return std::string(choice.raw.text);
        if (!m_context.hasFunctions())
            return {};
        switch (choice.mode) {
        case Mode::Unset:
        case Mode::Auto:
        case Mode::Hosted:
            return isStrict() ? config("VALIDATED", {}) : std::string();
        case Mode::None:
            return config("NONE", {});
        case Mode::Required:
            return config("ANY", {});
        case Mode::One:
            return config("ANY", {m_context.names.flat(choice.nameSpace, choice.name, choice.kind)});
        case Mode::Subset:
            break;
        }
        std::vector<std::string_view> names;
        for (const Text name : choice.subset) {
            if (const ir::ToolName *known = m_context.names.find(name))
                names.push_back(known->flat);
        }
        // Names beside AUTO are refused; VALIDATED leaves the choice too.
        return config(choice.subsetRequired ? "ANY" : "VALIDATED", names);
    }

    static std::string config(std::string_view mode, const std::vector<std::string_view> &names)
    {
        std::string text;
        JsonWriter json(text);
        json.beginObject().key("mode").string(mode);
        if (!names.empty()) {
            json.key("allowedFunctionNames").beginArray();
            for (const std::string_view name : names)
                json.string(name);
            json.endArray();
        }
        json.endObject();
        return text;
    }

    WriteContext &m_context;
    JsonWriter &m_json;
    Arena m_arena;
    bool m_hasAny = false;
    bool m_hasService = false;
};

} // namespace

Result<void> writeTools(WriteContext &context)
{
    return ToolWriter(context).write();
}

} // namespace signalbox::wire::gemini
