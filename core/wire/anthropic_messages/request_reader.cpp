#include "wire/anthropic_messages/request_reader.h"

#include "base/ids.h"
#include "wire/json/names.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::anthropic {

namespace {

/// In the order of kMembers.
enum Member : std::size_t {
    Model,
    Messages,
    System,
    Tools,
    Choice,
    MaxTokens,
    Stream,
    Temperature,
    TopP,
    TopK,
    Stops,
    Thinking,
    OutputConfig,
    OutputFormatOld,
    Metadata,
    McpServers,
};
constexpr json::Names kMembers{"model",         "messages",      "system",         "tools",
                               "tool_choice",   "max_tokens",    "stream",         "temperature",
                               "top_p",         "top_k",         "stop_sequences", "thinking",
                               "output_config", "output_format", "metadata",       "mcp_servers"};
using Members = std::array<json::Value, kMembers.size()>;

bool isGiven(json::Value value)
{
    return value.isPresent() && !value.isNull();
}

/// Puts the top-level members into a request. Messages and tools are read elsewhere.
class Reader
{
public:
    Reader(const Members &members, ir::Request &request) : m_members(members), m_request(request) {}

    Result<void> read()
    {
        m_request.model = m_members[Model].text();
        if (const json::Value stream = m_members[Stream]; isGiven(stream)) {
            if (!stream.boolean())
                return wrongType("stream", "true or false");
            m_request.stream = *stream.boolean();
        }
        if (const json::Value most = m_members[MaxTokens]; isGiven(most)) {
            m_request.maxOutputTokens = most.integer();
            if (!m_request.maxOutputTokens)
                return wrongType("max_tokens", "a whole number");
        }
        if (auto done = sampling(); !done)
            return done;
        if (auto done = thinking(); !done)
            return done;
        metadata();
        return {};
    }

private:
    Result<void> sampling()
    {
        ir::Sampling &to = m_request.sampling;
        for (const auto &[at, number] :
             {std::pair{Temperature, &to.temperature}, {TopP, &to.topP}, {TopK, &to.topK}}) {
            if (!isGiven(m_members[at]))
                continue;
            if (!m_members[at].isNumber())
                return wrongType(std::string(kMembers[at]), "a number");
            *number = RawJson{m_members[at].raw()};
        }
        const json::Value stops = m_members[Stops];
        if (isGiven(stops) && !stops.isArray())
            return wrongType("stop_sequences", "an array of strings");
        for (const json::Value word : stops) {
            if (!word.isString())
                return wrongType("stop_sequences", "an array of strings");
            to.stop.push_back(word.text());
        }
        return {};
    }

    Result<void> thinking()
    {
        ir::Reasoning &to = m_request.reasoning;
        if (const json::Value value = m_members[Thinking]; isGiven(value)) {
            if (!value.isObject())
                return wrongType("thinking", "an object");
            to.raw = RawJson{value.raw()};
            to.off = value["type"].is("disabled");
            to.budget = value["budget_tokens"].integer();
            // Models with budgets show their thoughts unless told not to; the others each have a default.
            const json::Value display = value["display"];
            if (display.isString() ? !display.is("omitted") : value["type"].is("enabled"))
                to.summary = Text{"auto"};
        }
        const json::Value config = m_members[OutputConfig];
        if (isGiven(config) && !config.isObject())
            return wrongType("output_config", "an object");
        bool hasMore = false;
        for (const json::Value member : config) {
            if (equals(member.key(), "effort"))
                to.effort = member.text();
            else if (equals(member.key(), "format"))
                format(member);
            else
                hasMore = true;
        }
        if (hasMore)
            m_request.extras.emplace_back(config.key(), RawJson{config.raw()});
        format(m_members[OutputFormatOld]);
        return {};
    }

    void format(json::Value format)
    {
        if (!format["type"].is("json_schema"))
            return;
        m_request.output.kind = ir::OutputFormat::Kind::JsonSchema;
        m_request.output.schema = RawJson{format["schema"].raw()};
    }

    /// The user is told to others as a hash: what clients put here may name a person or a machine. The same
    /// hash leads a conversation back to where its beginning is cached.
    void metadata()
    {
        const json::Value value = m_members[Metadata];
        if (!isGiven(value))
            return;
        m_request.extras.emplace_back(value.key(), RawJson{value.raw()});
        const Text user = value["user_id"].text();
        if (user.isEmpty())
            return;
        m_request.user = Text{m_request.arena.keep(derivedId("user_", user.escaped))};
        m_request.userIsSafetyIdentifier = true;
        m_request.cacheKey = m_request.user;
    }

    const Members &m_members;
    ir::Request &m_request;
};

/// Servers whose tools the provider itself calls; nobody else could.
void readMcpServers(json::Value servers, ir::Request &request)
{
    if (!isGiven(servers))
        return;
    request.extras.emplace_back(servers.key(), RawJson{servers.raw()});
    if (servers.size() == 0)
        return;
    ir::Tool tool;
    tool.kind = ir::Tool::Kind::Hosted;
    tool.hostedType = Text{"mcp"};
    request.tools.push_back(std::move(tool));
}

Result<void> readParts(const Members &members, ir::Request &request)
{
    if (!members[Messages].isArray() || members[Messages].size() == 0)
        return wrongType("messages", "an array that is not empty");
    if (isGiven(members[Tools])) {
        if (!members[Tools].isArray())
            return wrongType("tools", "an array");
        if (auto done = readTools(members[Tools], request); !done)
            return done;
    }
    readMcpServers(members[McpServers], request);
    if (isGiven(members[System])) {
        if (auto done = readSystem(members[System], request); !done)
            return done;
    }
    if (auto done = readMessages(members[Messages], request); !done)
        return done;
    settleDeferredTools(request);
    return isGiven(members[Choice]) ? readToolChoice(members[Choice], request) : Result<void>();
}

} // namespace

Result<ir::Request> readRequest(const json::Document &document)
{
    const json::Value root = document.root();
    if (!root.isObject())
        return wrongType("", "an object");
    ir::Request request;
    request.source = Format::AnthropicMessages;
    Members members;
    for (const json::Value member : root) {
        const std::size_t at = kMembers.indexOf(root, member);
        if (at != kMembers.size())
            members[at] = member;
        else if (!member.isNull())
            request.extras.emplace_back(member.key(), RawJson{member.raw()});
    }
    if (auto done = Reader(members, request).read(); !done)
        return std::unexpected(done.error());
    if (auto done = readParts(members, request); !done)
        return std::unexpected(done.error());
    return request;
}

} // namespace signalbox::wire::anthropic
