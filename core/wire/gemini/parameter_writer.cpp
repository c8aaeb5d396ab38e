#include "wire/gemini/request_writer.h"
#include "wire/gemini/schema_cleaner.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr std::size_t kMaxStops = 5;
constexpr std::string_view kConfigPrefix = "generationConfig.";
constexpr std::string_view kToolPrefix = "toolConfig.";

class Parameters
{
public:
    explicit Parameters(WriteContext &context)
        : m_context(context), m_request(context.request), m_json(context.json)
    {
    }

    void write()
    {
        m_json.key("generationConfig").beginObject();
        sampling();
        output();
        writeThinking(m_context);
        configExtras();
        m_json.endObject();
        services();
        extras();
    }

private:
    void optional(std::string_view name, RawJson value)
    {
        if (!value.isEmpty())
            m_json.key(name).raw(value.text);
    }

    void sampling()
    {
        const ir::Sampling &sampling = m_request.sampling;
        optional("temperature", sampling.temperature);
        optional("topP", sampling.topP);
        optional("topK", sampling.topK);
        optional("presencePenalty", sampling.presencePenalty);
        optional("frequencyPenalty", sampling.frequencyPenalty);
        optional("seed", sampling.seed);
        optional("responseLogprobs", sampling.logprobs);
        optional("logprobs", sampling.topLogprobs);
        if (!sampling.logitBias.isEmpty())
            m_context.drop("logit_bias");
        if (sampling.count && m_context.isSameFormat())
            m_json.key("candidateCount").number(*sampling.count);
        if (m_request.maxOutputTokens)
            m_json.key("maxOutputTokens").number(*m_request.maxOutputTokens);
        stops(sampling.stop);
    }

    void stops(const std::vector<Text> &stops)
    {
        if (stops.empty())
            return;
        const std::size_t count = m_context.isSameFormat() ? stops.size() : std::min(stops.size(), kMaxStops);
        if (count < stops.size())
            m_context.drop("stop");
        m_json.key("stopSequences").beginArray();
        for (std::size_t i = 0; i < count; ++i)
            m_json.escaped(stops[i].escaped);
        m_json.endArray();
    }

    void output()
    {
        using Kind = ir::OutputFormat::Kind;
        const ir::OutputFormat &output = m_request.output;
        if (!output.verbosity.isEmpty())
            m_context.drop("verbosity");
        if (output.kind == Kind::Text && m_context.isSameFormat())
            m_json.key("responseMimeType").string("text/plain");
        const bool isJson = output.kind == Kind::JsonObject || output.kind == Kind::JsonSchema;
        if (!isJson || m_context.tellsSchema())
            return;
        if (!hasConfig("responseMimeType"))
            m_json.key("responseMimeType").string("application/json");
        if (output.kind == Kind::JsonSchema && !output.schema.isEmpty()) {
            m_json.key("responseJsonSchema");
            if (m_context.isSameFormat())
                m_json.raw(output.schema.text);
            else
                appendCleanSchema(m_json, output.schema);
        }
    }

    [[nodiscard]] bool hasConfig(std::string_view name) const
    {
        return m_context.isSameFormat() && std::ranges::any_of(m_request.extras, [&](const auto &extra) {
                   const std::string_view key = extra.first.escaped;
                   return key.starts_with(kConfigPrefix) && key.substr(kConfigPrefix.size()) == name;
               });
    }

    void configExtras()
    {
        for (const auto &[name, value] : m_request.extras) {
            if (m_context.isSameFormat() && name.escaped.starts_with(kConfigPrefix))
                m_json.key(name.escaped.substr(kConfigPrefix.size())).raw(value.text);
        }
    }

    void services()
    {
        constexpr std::array<std::string_view, 3> tiers{"flex", "priority", "standard"};
        const bool isKnown = std::ranges::find(tiers, m_request.serviceTier.escaped) != tiers.end();
        if (!m_request.serviceTier.isEmpty() && (isKnown || m_context.isSameFormat()))
            m_json.key("serviceTier").escaped(m_request.serviceTier.escaped);
        else if (!m_request.serviceTier.isEmpty() && !equals(m_request.serviceTier, "auto") &&
                 !equals(m_request.serviceTier, "default"))
            m_context.drop("service_tier");
        const std::array<std::pair<std::string_view, bool>, 6> lost{{
            {"user", !m_request.user.isEmpty()},
            {"metadata", !m_request.metadata.isEmpty()},
            {"prompt_cache_key", !m_request.cacheKey.isEmpty()},
            {"prompt_cache_retention", !m_request.cacheRetention.isEmpty()},
            {"store", m_request.store == true},
            {"reasoning.context", !m_request.reasoning.context.isEmpty()},
        }};
        for (const auto &[name, isGiven] : lost) {
            if (isGiven)
                m_context.drop(name);
        }
    }

    void extras()
    {
        for (const auto &[name, value] : m_request.extras) {
            if (!m_context.isSameFormat())
                m_context.drop(unescape(name));
            else if (!name.escaped.starts_with(kConfigPrefix) && !name.escaped.starts_with(kToolPrefix))
                m_json.key(name.escaped).raw(value.text);
        }
    }

    WriteContext &m_context;
    const ir::Request &m_request;
    JsonWriter &m_json;
};

} // namespace

void writeParameters(WriteContext &context)
{
    Parameters(context).write();
}

} // namespace signalbox::wire::gemini
