#include "wire/anthropic_messages/request_writer.h"
#include "wire/ir/freeform.h"
#include "wire/ir/web_search.h"
#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace signalbox::wire::anthropic {

namespace {

/// Hosted tools whose work nothing else can do: a request that has one is refused rather than answered
/// without it.
constexpr std::array<std::string_view, 4> kIndispensable{"file_search", "mcp", "computer_use_preview",
                                                         "computer"};
constexpr std::string_view kEmptySchema = R"({"type":"object","properties":{}})";
constexpr std::string_view kSearch = "web_search";

bool isSearch(const ir::Tool &tool)
{
    return tool.kind == ir::Tool::Kind::Hosted && tool.hostedType.escaped.starts_with(kSearch);
}

class ToolWriter
{
public:
    ToolWriter(WriteContext &context, const ir::NormalConversation &conversation)
        : m_context(context), m_request(context.request), m_json(context.json), m_conversation(conversation)
    {
    }

    Result<void> write()
    {
        if (m_request.tools.empty()) {
            if (!m_context.isSameFormat())
                namesOfHistory();
            return {};
        }
        if (auto done = m_context.isSameFormat() ? asGiven() : made(); !done)
            return done;
        return choice();
    }

private:
    /// Every tool as the client wrote it, but under the name that its calls are written with.
    Result<void> asGiven()
    {
        m_json.key("tools").beginArray();
        for (const ir::Tool &tool : m_request.tools) {
            if (tool.raw.isEmpty())
                continue; // stands for servers that are named elsewhere
            const std::string_view flat = tool.kind == ir::Tool::Kind::Hosted
                                              ? tool.name.escaped
                                              : m_context.names.flat({}, tool.name, ir::CallKind::Function);
            if (flat == tool.name.escaped)
                m_json.raw(tool.raw.text);
            else
                renamed(tool, flat);
        }
        m_json.endArray();
        return {};
    }

    void renamed(const ir::Tool &tool, std::string_view flat)
    {
        json::Document document;
        if (!document.parseCopy(tool.raw.text))
            return;
        m_json.beginObject().key("name").string(flat);
        for (const json::Value member : document.root()) {
            if (!equals(member.key(), "name"))
                m_json.key(member.key().escaped).raw(member.raw());
        }
        m_json.endObject();
    }

    Result<void> made()
    {
        std::vector<const ir::ToolName *> chosen;
        for (const ir::ToolName *name : m_context.names.declared()) {
            if (isChosen(*name))
                chosen.push_back(name);
        }
        const ir::Tool *search = nullptr;
        for (const ir::Tool &tool : m_request.tools) {
            if (tool.kind != ir::Tool::Kind::Hosted)
                continue;
            if (isSearch(tool) && m_context.target.dialect.hostedTools)
                search = &tool;
            else if (auto done = leaveOut(tool); !done)
                return done;
        }
        m_hasSearch = search != nullptr;
        if (chosen.empty() && !m_hasSearch)
            return fail(ErrorCode::InvalidInput, "none of the request's tools can be had from this provider",
                        "tools");
        m_json.key("tools").beginArray();
        if (m_hasSearch)
            webSearch(*search);
        for (const ir::ToolName *name : chosen)
            function(*name, !m_context.cacheMark.empty() && name == chosen.back());
        m_json.endArray();
        return {};
    }

    Result<void> leaveOut(const ir::Tool &tool)
    {
        const std::string type = unescape(tool.hostedType);
        if (std::ranges::find(kIndispensable, type) != kIndispensable.end())
            return fail(ErrorCode::InvalidInput, "tool \"" + type + "\" cannot be had from this provider",
                        "tools");
        m_context.drop("tools." + type);
        return {};
    }

    /// This API knows no subsets: only what may be called is sent.
    [[nodiscard]] bool isChosen(const ir::ToolName &name) const
    {
        const ir::ToolChoice &choice = m_request.toolChoice;
        return choice.mode != ir::ToolChoice::Mode::Subset ||
               std::ranges::any_of(choice.subset,
                                   [&](Text allowed) { return m_context.names.find(allowed) == &name; });
    }

    void function(const ir::ToolName &name, bool isMarked)
    {
        const ir::Tool &tool = *name.tool;
        const ir::FunctionForm form = ir::functionForm(tool, m_arena);
        if (form.grammarCut)
            m_context.drop("tools." + std::string(name.flat) + ".grammar");
        m_json.beginObject().key("name").string(name.flat);
        if (!form.description.isEmpty())
            m_json.key("description").escaped(form.description.escaped);
        m_json.key("input_schema");
        schema(form.parameters);
        if (tool.strict == true && m_context.target.rules.jsonSchema)
            m_json.key("strict").boolean(true);
        if (!tool.cache.isEmpty())
            m_json.key("cache_control").raw(tool.cache.text);
        else if (isMarked)
            m_json.key("cache_control").raw(m_context.cacheMark);
        m_json.endObject();
    }

    /// It must be there and must be of an object.
    void schema(RawJson parameters)
    {
        json::Document document;
        const bool isRead = !parameters.isEmpty() && document.parseCopy(parameters.text).has_value();
        const json::Value root = isRead ? document.root() : json::Value();
        if (!root.isObject() || root.size() == 0) {
            m_json.raw(kEmptySchema);
        } else if (root["type"].is("object")) {
            m_json.raw(parameters.text);
        } else {
            m_json.beginObject().key("type").string("object");
            for (const json::Value member : root) {
                if (!equals(member.key(), "type"))
                    m_json.key(member.key().escaped).raw(member.raw());
            }
            m_json.endObject();
        }
    }

    void webSearch(const ir::Tool &tool)
    {
        ir::WebSearch settings(tool);
        m_json.beginObject().key("type").string("web_search_20250305").key("name").string(kSearch);
        for (const std::string_view name : {"allowed_domains", "blocked_domains", "user_location"}) {
            if (const RawJson value = settings.take(name); !value.isEmpty())
                m_json.key(name).raw(value.text);
        }
        m_json.endObject();
        for (const std::string &name : settings.rest())
            m_context.drop(name);
    }

    /// Calls in the history are refused where no tools are declared. Here they are, not to be called.
    void namesOfHistory()
    {
        std::unordered_set<std::string_view> seen;
        for (const ir::NormalTurn &turn : m_conversation.turns) {
            for (const ir::Block *block : turn.blocks) {
                const auto *call = std::get_if<ir::CallBlock>(&block->value);
                const std::string_view flat =
                    call != nullptr ? m_context.names.flat(*call) : std::string_view();
                if (flat.empty() || !seen.insert(flat).second)
                    continue;
                if (seen.size() == 1)
                    m_json.key("tools").beginArray();
                m_json.beginObject()
                    .key("name")
                    .string(flat)
                    .key("input_schema")
                    .raw(kEmptySchema)
                    .endObject();
            }
        }
        if (seen.empty())
            return;
        m_json.endArray();
        m_json.key("tool_choice").beginObject().key("type").string("none").endObject();
    }

    Result<void> choice()
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_request.toolChoice;
        if (m_context.isSameFormat() && !choice.raw.isEmpty() && (choice.mode != Mode::One || canForce()) &&
            (choice.mode != Mode::Required || canForce())) {
            sameChoice(choice);
            return {};
        }
        switch (choice.mode) {
        case Mode::Unset:
        case Mode::Auto:
            if (m_request.parallelToolCalls == false)
                write("auto");
            return {};
        case Mode::None:
            m_json.key("tool_choice").beginObject().key("type").string("none").endObject();
            return {};
        case Mode::Required:
            forced("any", {});
            return {};
        case Mode::Subset:
            choice.subsetRequired ? forced("any", {}) : write("auto");
            return {};
        case Mode::One:
            forced("tool", m_context.names.flat(choice.nameSpace, choice.name, choice.kind));
            return {};
        case Mode::Hosted:
            break;
        }
        json::Document document;
        if (!m_hasSearch || !document.parseCopy(choice.raw.text) ||
            !document.root()["type"].text().escaped.starts_with(kSearch))
            return fail(ErrorCode::InvalidInput,
                        "the tool that is asked for cannot be had from this provider", "tool_choice");
        forced("tool", kSearch);
        return {};
    }

    [[nodiscard]] bool canForce() const
    {
        const ModelRules &rules = m_context.target.rules;
        return rules.forcedToolChoice && (rules.forcedWhileThinking || !m_context.plan.usesBudget);
    }

    void sameChoice(const ir::ToolChoice &choice)
    {
        const std::string_view flat = choice.mode == ir::ToolChoice::Mode::One
                                          ? m_context.names.flat({}, choice.name, ir::CallKind::Function)
                                          : choice.name.escaped;
        if (flat == choice.name.escaped)
            m_json.key("tool_choice").raw(choice.raw.text);
        else
            write("tool", flat);
    }

    void write(std::string_view type, std::string_view name = {})
    {
        m_json.key("tool_choice").beginObject().key("type").string(type);
        if (!name.empty())
            m_json.key("name").string(name);
        if (m_request.parallelToolCalls == false)
            m_json.key("disable_parallel_tool_use").boolean(true);
        m_json.endObject();
    }

    /// Where the model cannot be made to call, it is asked to.
    void forced(std::string_view type, std::string_view name)
    {
        if (canForce()) {
            write(type, name);
            return;
        }
        m_context.drop("tool_choice");
        std::string words = name.empty() ? "You must call one of the tools" : "You must call the tool ";
        words += name;
        words += '.';
        m_context.addSystemWords(words);
        write("auto");
    }

    WriteContext &m_context;
    const ir::Request &m_request;
    JsonWriter &m_json;
    const ir::NormalConversation &m_conversation;
    Arena m_arena;
    bool m_hasSearch = false;
};

} // namespace

Result<void> writeTools(WriteContext &context, const ir::NormalConversation &conversation)
{
    return ToolWriter(context, conversation).write();
}

} // namespace signalbox::wire::anthropic
