#include "wire/openai_chat/request_reader.h"

namespace signalbox::wire::openai_chat {

namespace {

/// Reads the top-level members into a request, one call for each.
class Reader
{
public:
    explicit Reader(ir::Request &request) : m_request(request) {}

    Result<void> member(std::string_view key, json::Value value)
    {
        if (value.isNull())
            return {}; // clients write null for what they leave to the server
        if (key == "messages")
            return value.isArray() ? readMessages(value, m_request) : wrongType("messages", "an array");
        if (key == "tools" || key == "functions")
            return value.isArray() ? readTools(value, m_request) : wrongType(std::string(key), "an array");
        if (key == "tool_choice" || key == "function_call")
            return toolChoice(value);
        if (key == "model")
            return text(key, value, m_request.model);
        if (key == "stream")
            return flag(key, value, m_request.stream);
        if (key == "parallel_tool_calls")
            return flag(key, value, m_request.parallelToolCalls);
        if (key == "store")
            return flag(key, value, m_request.store);
        if (key == "stream_options") {
            m_request.includeUsage = value["include_usage"].boolean().value_or(false);
            return {};
        }
        if (key == "max_completion_tokens" || key == "max_tokens" || key == "n")
            return count(key, value);
        if (RawJson *number = sampling(key))
            return raw(*number, value);
        if (key == "stop")
            return stop(value);
        if (key == "response_format")
            return responseFormat(value);
        if (key == "verbosity")
            return text(key, value, m_request.output.verbosity);
        if (key == "prompt_cache_key")
            return text(key, value, m_request.cacheKey);
        if (key == "prompt_cache_retention")
            return text(key, value, m_request.cacheRetention);
        if (key == "user")
            return text(key, value, m_request.user);
        if (key == "service_tier")
            return text(key, value, m_request.serviceTier);
        if (key == "metadata")
            return raw(m_request.metadata, value);
        if (key == "reasoning_effort" || key == "reasoning")
            return reasoning(key, value);
        thinking(key, value);
        m_request.extras.emplace_back(value.key(), RawJson{value.raw()});
        return {};
    }

private:
    static Result<void> text(std::string_view key, json::Value value, Text &to)
    {
        if (!value.isString())
            return wrongType(std::string(key), "a string");
        to = value.text();
        return {};
    }

    template<class Flag>
    static Result<void> flag(std::string_view key, json::Value value, Flag &to)
    {
        const std::optional<bool> read = value.boolean();
        if (!read)
            return wrongType(std::string(key), "true or false");
        to = *read;
        return {};
    }

    static Result<void> raw(RawJson &to, json::Value value)
    {
        to = RawJson{value.raw()};
        return {};
    }

    Result<void> count(std::string_view key, json::Value value)
    {
        const std::optional<std::int64_t> number = value.integer();
        if (!number)
            return wrongType(std::string(key), "a whole number");
        if (key == "n")
            m_request.sampling.count = number;
        else if (key == "max_completion_tokens" || !m_request.maxOutputTokens)
            m_request.maxOutputTokens = number;
        return {};
    }

    RawJson *sampling(std::string_view key)
    {
        ir::Sampling &to = m_request.sampling;
        if (key == "temperature")
            return &to.temperature;
        if (key == "top_p")
            return &to.topP;
        if (key == "top_k")
            return &to.topK;
        if (key == "presence_penalty")
            return &to.presencePenalty;
        if (key == "frequency_penalty")
            return &to.frequencyPenalty;
        if (key == "seed")
            return &to.seed;
        if (key == "logit_bias")
            return &to.logitBias;
        if (key == "logprobs")
            return &to.logprobs;
        return key == "top_logprobs" ? &to.topLogprobs : nullptr;
    }

    Result<void> stop(json::Value value)
    {
        if (value.isString()) {
            m_request.sampling.stop.push_back(value.text());
            return {};
        }
        if (!value.isArray())
            return wrongType("stop", "a string or an array of strings");
        for (const json::Value word : value) {
            if (!word.isString())
                return wrongType("stop", "a string or an array of strings");
            m_request.sampling.stop.push_back(word.text());
        }
        return {};
    }

    Result<void> toolChoice(json::Value value)
    {
        auto choice = readToolChoice(value);
        if (!choice)
            return std::unexpected(choice.error());
        m_request.toolChoice = std::move(*choice);
        return {};
    }

    Result<void> responseFormat(json::Value value)
    {
        ir::OutputFormat &output = m_request.output;
        if (value["type"].is("text")) {
            output.kind = ir::OutputFormat::Kind::Text;
        } else if (value["type"].is("json_object")) {
            output.kind = ir::OutputFormat::Kind::JsonObject;
        } else if (value["type"].is("json_schema")) {
            const json::Value form = value["json_schema"];
            if (!form.isObject())
                return wrongType("response_format.json_schema", "an object");
            output.kind = ir::OutputFormat::Kind::JsonSchema;
            output.name = form["name"].text();
            output.description = form["description"].text();
            output.schema = RawJson{form["schema"].raw()};
            output.strict = form["strict"].boolean();
        } else {
            m_request.extras.emplace_back(value.key(), RawJson{value.raw()});
        }
        return {};
    }

    Result<void> reasoning(std::string_view key, json::Value value)
    {
        ir::Reasoning &to = m_request.reasoning;
        if (key == "reasoning_effort") {
            if (auto read = text(key, value, to.effort); !read)
                return read;
        } else if (value.isObject()) {
            to.raw = RawJson{value.raw()};
            if (value["effort"].isString())
                to.effort = value["effort"].text();
            to.budget = value["max_tokens"].integer();
            to.off |= value["enabled"].boolean() == false;
        } else {
            return wrongType("reasoning", "an object");
        }
        to.off |= equals(to.effort, "none");
        return {};
    }

    /// Hosts have switches of their own for thinking. They are kept as they are for their host, and
    /// understood for others.
    void thinking(std::string_view key, json::Value value)
    {
        ir::Reasoning &to = m_request.reasoning;
        if (key == "thinking" && value.isObject()) {
            to.off |= value["type"].is("disabled");
            if (const auto budget = value["budget_tokens"].integer())
                to.budget = budget;
        } else if (key == "enable_thinking") {
            to.off |= value.boolean() == false;
        } else if (key == "safety_identifier" && m_request.user.isEmpty()) {
            m_request.user = value.text();
        }
    }

    ir::Request &m_request;
};

} // namespace

std::string_view plainKey(json::Value member, std::string &scratch)
{
    const Text key = member.key();
    if (key.escaped.find('\\') == std::string_view::npos)
        return key.escaped;
    scratch = unescape(key);
    return scratch;
}

Result<ir::Request> readRequest(const json::Document &document)
{
    const json::Value root = document.root();
    if (!root.isObject())
        return wrongType("", "an object");
    ir::Request request;
    request.source = Format::OpenAiChat;
    Reader reader(request);
    std::string scratch;
    for (const json::Value member : root) {
        if (auto read = reader.member(plainKey(member, scratch), member); !read)
            return std::unexpected(read.error());
    }
    if (request.turns.empty() && request.system.empty())
        return fail(ErrorCode::InvalidInput, "there must be at least one message", "messages");
    return request;
}

} // namespace signalbox::wire::openai_chat
