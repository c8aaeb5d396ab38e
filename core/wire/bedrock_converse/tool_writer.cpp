#include "base/json_writer.h"
#include "wire/bedrock_converse/request_writer.h"
#include "wire/ir/freeform.h"

#include <algorithm>

namespace signalbox::wire::bedrock_converse {

namespace {

class ToolWriter
{
public:
    explicit ToolWriter(WriteContext &context) : m_context(context), m_json(context.json) {}

    Result<void> write()
    {
        const auto functions = ir::functionsFor(m_context.request, m_context.names, m_context.leftOut);
        if (!functions)
            return std::unexpected(functions.error());
        if (functions->empty() && !m_context.hasToolBlocks)
            return {};
        m_json.key("toolConfig").beginObject().key("tools").beginArray();
        for (const ir::ToolName *name : *functions)
            function(*name);
        if (functions->empty())
            stubs();
        else if (m_context.caches)
            writeCachePoint(m_json);
        m_json.endArray();
        if (!functions->empty())
            choice();
        m_json.endObject();
        return {};
    }

private:
    void function(const ir::ToolName &name)
    {
        const ir::Tool &tool = *name.tool;
        const ir::FunctionForm form = ir::functionForm(tool, m_arena);
        if (form.grammarCut)
            m_context.leftOut.add("tools." + std::string(name.flat) + ".grammar");
        spec(name.flat, form.description.escaped, form.parameters.text, tool.strict == true);
        if (!tool.cache.isEmpty() && m_context.target.rules.cachePoints)
            writeCachePoint(m_json);
    }

    void spec(std::string_view name, std::string_view description, std::string_view schema, bool isStrict)
    {
        m_json.beginObject().key("toolSpec").beginObject().key("name").string(name);
        m_json.key("description"); // must not be empty
        ir::isBlank(Text{description}) ? m_json.string(name) : m_json.escaped(description);
        m_json.key("inputSchema").beginObject().key("json");
        m_json.raw(schema.empty() ? ir::kNoParameters : schema).endObject();
        if (isStrict)
            m_json.key("strict").boolean(true);
        m_json.endObject().endObject();
    }

    /// Calls in the history must have their tool declared, also where the client offers none any more.
    void stubs()
    {
        std::vector<std::string_view> seen;
        for (const ir::NormalTurn &turn : m_context.conversation.turns) {
            for (const ir::Block *block : turn.blocks) {
                const auto *call = std::get_if<ir::CallBlock>(&block->value);
                if (call == nullptr)
                    continue;
                const std::string_view name = m_context.names.flat(*call);
                if (std::ranges::find(seen, name) != seen.end())
                    continue;
                seen.push_back(name);
                spec(name, {}, {}, false);
            }
        }
        say("Do not call tools.");
    }

    void say(std::string_view words)
    {
        if (!m_context.systemEnd.empty())
            m_context.systemEnd += "\\n\\n";
        appendJsonEscaped(m_context.systemEnd, words);
    }

    void choice()
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_context.request.toolChoice;
        const bool isForced = choice.mode == Mode::Required || choice.mode == Mode::One ||
                              (choice.mode == Mode::Subset && choice.subsetRequired);
        if (choice.mode == Mode::Auto || choice.mode == Mode::Subset || isForced)
            m_json.key("toolChoice").beginObject();
        else
            return;
        const std::string_view name = choice.mode == Mode::One
                                          ? m_context.names.flat(choice.nameSpace, choice.name, choice.kind)
                                          : std::string_view();
        if (!isForced) {
            m_json.key("auto").beginObject().endObject();
        } else if (!canForce()) {
            m_context.leftOut.add("tool_choice");
            say(name.empty() ? "You must call a tool." : "You must call the tool " + std::string(name) + ".");
            m_json.key("auto").beginObject().endObject();
        } else if (!name.empty()) {
            m_json.key("tool").beginObject().key("name").string(name).endObject();
        } else {
            m_json.key("any").beginObject().endObject();
        }
        m_json.endObject();
    }

    [[nodiscard]] bool canForce() const
    {
        const ModelRules &rules = m_context.target.rules;
        const bool thinksByBudget = m_context.thinking.mode == ThinkingPlan::Mode::Budget;
        return rules.forcedToolChoice && (!thinksByBudget || rules.forcedWhileThinking);
    }

    WriteContext &m_context;
    JsonWriter &m_json;
    Arena m_arena;
};

} // namespace

Result<void> writeTools(WriteContext &context)
{
    return ToolWriter(context).write();
}

} // namespace signalbox::wire::bedrock_converse
