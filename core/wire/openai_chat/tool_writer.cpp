#include "wire/ir/freeform.h"
#include "wire/openai_chat/request_writer.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::openai_chat {

namespace {

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
        if (!m_context.takes("tools"))
            return without();
        const ir::Request &request = m_context.request;
        if (request.tools.empty())
            return {};
        if (auto done = hosted(); !done)
            return done;
        m_json.key("tools").beginArray();
        std::size_t count = 0;
        for (const ir::ToolName *name : m_context.names.declared()) {
            if (!isChosen(*name))
                continue;
            tool(*name);
            ++count;
        }
        for (const ir::Tool *tool : m_sameFormat) {
            m_json.raw(tool->raw.text);
            ++count;
        }
        m_json.endArray();
        if (count == 0) {
            return fail(ErrorCode::InvalidInput, "none of the request's tools can be had from this provider",
                        "tools");
        }
        if (auto done = choice(); !done)
            return done;
        parallel();
        return {};
    }

private:
    /// For hosts that take no tools. Asked without them a model would answer that it has none, or make up
    /// what they say: only a request that forbids their use is one without them.
    Result<void> without()
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::Request &request = m_context.request;
        const bool hasCalls = std::ranges::any_of(request.turns, [](const ir::Turn &turn) {
            return std::ranges::any_of(turn.blocks, [](const ir::Block &block) {
                return std::holds_alternative<ir::CallBlock>(block.value) || ir::isResult(block);
            });
        });
        const bool mayCall = !request.tools.empty() && request.toolChoice.mode != Mode::None;
        if (hasCalls || mayCall)
            return fail(ErrorCode::InvalidInput, "this provider's models call no tools",
                        mayCall ? "tools" : "messages");
        if (!request.tools.empty())
            m_context.drop("tools");
        return {};
    }

    void parallel()
    {
        if (!m_context.dialect().parallelToolCallsField || !m_context.takes("parallel_tool_calls"))
            return;
        if (const auto asked = m_context.request.parallelToolCalls)
            m_json.key("parallel_tool_calls").boolean(*asked);
        else if (m_context.dialect().parallelCallsAsked)
            m_json.key("parallel_tool_calls").boolean(true); // what every format means that says nothing
    }

    Result<void> hosted()
    {
        for (const ir::Tool &tool : m_context.request.tools) {
            if (tool.kind != ir::Tool::Kind::Hosted)
                continue;
            if (m_context.isSameFormat()) {
                m_sameFormat.push_back(&tool);
                continue;
            }
            const std::string type = unescape(tool.hostedType);
            if (std::ranges::find(kIndispensable, type) != kIndispensable.end())
                return fail(ErrorCode::InvalidInput, "tool \"" + type + "\" cannot be had from this provider",
                            "tools");
            m_context.drop("tools." + type);
        }
        return {};
    }

    /// Where a subset is asked of a host that knows no subsets, only these are sent.
    [[nodiscard]] bool isChosen(const ir::ToolName &name) const
    {
        const ir::ToolChoice &choice = m_context.request.toolChoice;
        if (choice.mode != ir::ToolChoice::Mode::Subset || m_context.isOpenAi())
            return true;
        return std::ranges::any_of(choice.subset, [&](Text allowed) {
            const ir::ToolName *known = m_context.names.find(allowed);
            return known == &name;
        });
    }

    void tool(const ir::ToolName &name)
    {
        const ir::Tool &tool = *name.tool;
        m_json.beginObject();
        if (tool.kind == ir::Tool::Kind::Freeform && m_context.dialect().customTools)
            custom(name);
        else
            function(name);
        if (m_context.dialect().cacheControl && !tool.cache.isEmpty())
            m_json.key("cache_control").raw(tool.cache.text);
        m_json.endObject();
    }

    void custom(const ir::ToolName &name)
    {
        const ir::Tool &tool = *name.tool;
        m_json.key("type").string("custom").key("custom").beginObject().key("name").string(name.flat);
        if (!tool.description.isEmpty())
            m_json.key("description").escaped(tool.description.escaped);
        if (!tool.grammar.isEmpty()) {
            m_json.key("format").beginObject().key("type").string("grammar").key("grammar").beginObject();
            m_json.key("definition")
                .escaped(tool.grammar.escaped)
                .key("syntax")
                .escaped(tool.grammarSyntax.escaped);
            m_json.endObject().endObject();
        }
        m_json.endObject();
    }

    void function(const ir::ToolName &name)
    {
        const ir::Tool &tool = *name.tool;
        const ir::FunctionForm form = ir::functionForm(tool, m_arena);
        if (form.grammarCut)
            m_context.drop("tools." + std::string(name.flat) + ".grammar");
        m_json.key("type").string("function").key("function").beginObject().key("name").string(name.flat);
        if (!form.description.isEmpty())
            m_json.key("description").escaped(form.description.escaped);
        if (!form.parameters.isEmpty())
            m_json.key("parameters").raw(form.parameters.text);
        // Chat's default is false, and hosts that know no `strict` answer 400: said only where it means
        // something.
        if (tool.strict && m_context.dialect().strictTools && (*tool.strict || m_context.isSameFormat()))
            m_json.key("strict").boolean(*tool.strict);
        m_json.endObject();
    }

    Result<void> choice()
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_context.request.toolChoice;
        switch (choice.mode) {
        case Mode::Unset:
            return {};
        case Mode::Auto:
            if (m_context.isSameFormat())
                m_json.key("tool_choice").string("auto"); // else the default says it
            return {};
        case Mode::None:
            m_json.key("tool_choice").string("none");
            return {};
        case Mode::Required:
            required();
            return {};
        case Mode::One:
            one(choice);
            return {};
        case Mode::Subset:
            subset(choice);
            return {};
        case Mode::Hosted:
            break;
        }
        if (!m_context.isSameFormat())
            return fail(ErrorCode::InvalidInput,
                        "the tool that is asked for cannot be had from this provider", "tool_choice");
        m_json.key("tool_choice").raw(choice.raw.text);
        return {};
    }

    void required()
    {
        m_json.key("tool_choice").string(m_context.dialect().toolChoiceRequired ? "required" : "any");
    }

    void one(const ir::ToolChoice &choice)
    {
        const std::string_view flat = m_context.names.flat(choice.nameSpace, choice.name, choice.kind);
        const ir::ToolName *known = m_context.names.find(Text{flat});
        const bool isCustom =
            known != nullptr && known->kind == ir::CallKind::Freeform && m_context.dialect().customTools;
        m_json.key("tool_choice").beginObject();
        entry(flat, isCustom);
        m_json.endObject();
    }

    void entry(std::string_view flat, bool isCustom)
    {
        const std::string_view type = isCustom ? "custom" : "function";
        m_json.key("type").string(type).key(type).beginObject().key("name").string(flat).endObject();
    }

    void subset(const ir::ToolChoice &choice)
    {
        if (!m_context.isOpenAi()) {
            if (choice.subsetRequired)
                required();
            return;
        }
        m_json.key("tool_choice")
            .beginObject()
            .key("type")
            .string("allowed_tools")
            .key("allowed_tools")
            .beginObject();
        m_json.key("mode").string(choice.subsetRequired ? "required" : "auto").key("tools").beginArray();
        for (const Text name : choice.subset) {
            const ir::ToolName *known = m_context.names.find(name);
            if (known == nullptr)
                continue;
            m_json.beginObject();
            entry(known->flat, known->kind == ir::CallKind::Freeform && m_context.dialect().customTools);
            m_json.endObject();
        }
        m_json.endArray().endObject().endObject();
    }

    WriteContext &m_context;
    JsonWriter &m_json;
    Arena m_arena;
    std::vector<const ir::Tool *> m_sameFormat;
};

} // namespace

Result<void> writeTools(WriteContext &context)
{
    return ToolWriter(context).write();
}

} // namespace signalbox::wire::openai_chat
