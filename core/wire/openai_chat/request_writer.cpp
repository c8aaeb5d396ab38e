#include "wire/openai_chat/request_writer.h"

#include "wire/ir/plain_target.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace signalbox::wire::openai_chat {

namespace {

constexpr std::size_t kMaxStops = 4;
constexpr std::string_view kSchemaWords =
    R"(Answer with one JSON value matching this schema, nothing else: )";

/// Members that are the same in meaning for every host or that only this API has, in the order they are
/// written.
class Parameters
{
public:
    explicit Parameters(WriteContext &context)
        : m_context(context), m_request(context.request), m_json(context.json)
    {
    }

    void write()
    {
        stream();
        limits();
        sampling();
        responseFormat();
        reasoning();
        services();
        extras();
    }

private:
    [[nodiscard]] const Dialect &dialect() const { return m_context.dialect(); }
    /// Unknown hosts get the smallest body, unless the client, who speaks this format, wanted more.
    [[nodiscard]] bool isKnownHost() const { return !dialect().provider.empty() || m_context.isSameFormat(); }

    void stream()
    {
        if (!m_request.stream && !streamsOnly(dialect(), m_context.target.model))
            return;
        m_json.key("stream").boolean(true);
        if (dialect().streamUsageOption)
            m_json.key("stream_options").beginObject().key("include_usage").boolean(true).endObject();
        if (dialect().toolStream && !m_request.tools.empty())
            m_json.key("tool_stream").boolean(true);
    }

    void limits()
    {
        if (m_request.maxOutputTokens)
            m_json.key(dialect().maxTokensField).number(*m_request.maxOutputTokens);
    }

    void optional(std::string_view name, RawJson value, bool wanted = true)
    {
        if (value.isEmpty())
            return;
        if (wanted && m_context.takes(name))
            m_json.key(name).raw(value.text);
        else
            m_context.drop(name);
    }

    void optional(std::string_view name, Text value, bool wanted = true)
    {
        if (value.isEmpty())
            return;
        if (wanted && m_context.takes(name))
            m_json.key(name).escaped(value.escaped);
        else
            m_context.drop(name);
    }

    void sampling()
    {
        const ir::Sampling &sampling = m_request.sampling;
        const bool reasons = m_context.target.reasoning && !m_request.reasoning.off;
        const bool free = !reasons || dialect().samplingWithReasoning;
        temperature(free);
        optional("top_p", sampling.topP, free);
        // OpenAI has none; hosts of open models do.
        optional("top_k", sampling.topK, isKnownHost() && !m_context.isOpenAi());
        optional("presence_penalty", sampling.presencePenalty, free && isKnownHost());
        optional("frequency_penalty", sampling.frequencyPenalty, free && isKnownHost());
        optional(dialect().seedField, sampling.seed, isKnownHost());
        optional("logit_bias", sampling.logitBias, isKnownHost());
        optional("logprobs", sampling.logprobs, free && isKnownHost());
        optional("top_logprobs", sampling.topLogprobs, free && isKnownHost());
        stop();
    }

    void temperature(bool wanted)
    {
        const std::string_view asked = m_request.sampling.temperature.text;
        const int greatest = dialect().greatestTemperature;
        double value = 0;
        std::from_chars(asked.data(), asked.data() + asked.size(), value);
        if (!wanted || greatest == 0 || value <= greatest) {
            optional("temperature", m_request.sampling.temperature, wanted);
            return;
        }
        m_json.key("temperature").number(greatest);
        m_context.drop("temperature"); // what was asked for
    }

    void stop()
    {
        const std::vector<Text> &stops = m_request.sampling.stop;
        if (stops.empty())
            return;
        if (!m_context.takes("stop")) {
            m_context.drop("stop");
            return;
        }
        if (stops.size() > kMaxStops && !m_context.isSameFormat())
            m_context.drop("stop");
        m_json.key("stop").beginArray();
        const std::size_t count = m_context.isSameFormat() ? stops.size() : std::min(stops.size(), kMaxStops);
        for (std::size_t i = 0; i < count; ++i)
            m_json.escaped(stops[i].escaped);
        m_json.endArray();
    }

    void responseFormat()
    {
        using Kind = ir::OutputFormat::Kind;
        const ir::OutputFormat &output = m_request.output;
        if (output.kind == Kind::JsonObject || (output.kind == Kind::JsonSchema && !dialect().jsonSchema)) {
            if (m_context.takes("response_format"))
                m_json.key("response_format").beginObject().key("type").string("json_object").endObject();
        } else if (output.kind == Kind::JsonSchema) {
            m_json.key("response_format").beginObject().key("type").string("json_schema");
            m_json.key("json_schema").beginObject().key("name");
            m_json.escaped(output.name.isEmpty() ? "output" : output.name.escaped);
            if (!output.description.isEmpty())
                m_json.key("description").escaped(output.description.escaped);
            if (!output.schema.isEmpty())
                m_json.key("schema").raw(output.schema.text);
            if (output.strict)
                m_json.key("strict").boolean(*output.strict);
            m_json.endObject().endObject();
        }
        optional("verbosity", output.verbosity, m_context.isOpenAi() || m_context.isSameFormat());
    }

    void reasoning()
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        if (!reasoning.context.isEmpty())
            m_context.drop("reasoning.context");
        if (m_context.isSameFormat() && !reasoning.raw.isEmpty() && dialect().reasoningObject) {
            m_json.key("reasoning").raw(reasoning.raw.text);
            return;
        }
        if (reasoning.off) {
            reasoningOff();
            return;
        }
        const std::string_view level = effort();
        if (level.empty())
            return;
        if (dialect().reasoningObject) {
            m_json.key("reasoning").beginObject();
            if (reasoning.effort.isEmpty() && reasoning.budget)
                m_json.key("max_tokens").number(*reasoning.budget);
            else
                m_json.key("effort").escaped(level);
            m_json.endObject();
        } else if (dialect().reasoningEffortField && m_context.takes("reasoning_effort")) {
            m_json.key("reasoning_effort").escaped(level);
        } else {
            m_context.drop("reasoning_effort");
        }
    }

    /// Levels travel as they are where the client named one for this API; a budget becomes the level it is
    /// nearest to.
    [[nodiscard]] std::string_view effort() const
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        if (!reasoning.effort.isEmpty()) {
            if (!m_context.isSameFormat() &&
                (equals(reasoning.effort, "max") || equals(reasoning.effort, "ultra")))
                return m_context.isOpenAi() ? "xhigh" : "high";
            if (!m_context.isSameFormat() && !m_context.isOpenAi()) {
                if (equals(reasoning.effort, "xhigh"))
                    return "high";
                if (equals(reasoning.effort, "minimal"))
                    return "low";
            }
            return reasoning.effort.escaped;
        }
        if (!reasoning.budget || *reasoning.budget < 0)
            return {};
        if (*reasoning.budget <= 1024)
            return "low";
        if (*reasoning.budget <= 8192)
            return "medium";
        return *reasoning.budget <= 24576 || !m_context.isOpenAi() ? "high" : "xhigh";
    }

    void reasoningOff()
    {
        if (hasExtra("thinking") || hasExtra("enable_thinking"))
            return; // the client said it in the host's own words
        if (dialect().thinkingSwitch == "thinking")
            m_json.key("thinking").beginObject().key("type").string("disabled").endObject();
        else if (dialect().thinkingSwitch == "enable_thinking")
            m_json.key("enable_thinking").boolean(false);
        else if (dialect().reasoningObject)
            m_json.key("reasoning").beginObject().key("enabled").boolean(false).endObject();
        else if (!dialect().reasoningEffortField || !m_context.takes("reasoning_effort"))
            m_context.drop("reasoning_effort");
        else
            m_json.key("reasoning_effort")
                .string(m_context.isOpenAi() || m_context.isSameFormat() ? "none" : "low");
    }

    void services()
    {
        const bool own = m_context.isOpenAi() || m_context.isSameFormat();
        if (!hasExtra("safety_identifier"))
            optional("user", m_request.user, own);
        optional("service_tier", m_request.serviceTier, own);
        optional("metadata", m_request.metadata,
                 m_context.isSameFormat() || (own && m_request.store == true));
        if (m_request.store && m_context.isSameFormat() && m_context.takes("store"))
            m_json.key("store").boolean(*m_request.store);
        else if (m_request.store == true)
            m_context.drop("store");
        optional("prompt_cache_key", m_request.cacheKey, dialect().promptCacheKey);
        optional("prompt_cache_retention", m_request.cacheRetention,
                 dialect().promptCacheKey && m_context.isOpenAi());
    }

    void extras()
    {
        for (const auto &[name, value] : m_request.extras) {
            const std::string plain = unescape(name);
            if (m_context.isSameFormat() && m_context.takes(plain))
                m_json.key(name.escaped).raw(value.text);
            else
                m_context.drop(plain);
        }
    }

    [[nodiscard]] bool hasExtra(std::string_view name) const
    {
        return m_context.isSameFormat() && m_context.takes(name) &&
               std::ranges::any_of(m_request.extras,
                                   [&](const auto &extra) { return equals(extra.first, name); });
    }

    WriteContext &m_context;
    const ir::Request &m_request;
    JsonWriter &m_json;
};

} // namespace

bool WriteContext::takes(std::string_view field) const
{
    const auto isAmong = [field](const std::vector<std::string> &names) {
        return std::ranges::find(names, field) != names.end();
    };
    return !isAmong(dialect().refusedFields) &&
           !(target.reasoning && isAmong(dialect().refusedFieldsOfReasoners));
}

void WriteContext::drop(std::string_view name)
{
    if (std::ranges::find(dropped, name) == dropped.end())
        dropped.emplace_back(name);
}

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target)
{
    if (auto sayable = ir::checkSayable(request); !sayable)
        return std::unexpected(sayable.error());
    WrittenRequest written;
    written.body.reserve(ir::estimatedBytes(request));
    JsonWriter json(written.body);
    const ir::ToolNames names(request, target.dialect.toolNameLength);
    WriteContext context{request, target, names, json, written.dropped};

    std::string systemEnd;
    if (request.output.kind == ir::OutputFormat::Kind::JsonSchema && !target.dialect.jsonSchema) {
        systemEnd = kSchemaWords;
        appendJsonEscaped(systemEnd, request.output.schema.text);
    }
    json.beginObject().key("model").string(target.model);
    if (auto done = writeMessages(context, systemEnd); !done)
        return std::unexpected(done.error());
    if (auto done = writeTools(context); !done)
        return std::unexpected(done.error());
    Parameters(context).write();
    json.endObject();
    return written;
}

} // namespace signalbox::wire::openai_chat
