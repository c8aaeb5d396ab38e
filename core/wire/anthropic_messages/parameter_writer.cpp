#include "base/ids.h"
#include "wire/anthropic_messages/request_writer.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace signalbox::wire::anthropic {

namespace {

constexpr double kLeastTopPWhileThinking = 0.95;

double numberOf(RawJson number)
{
    return std::strtod(std::string(number.text).c_str(), nullptr);
}

class Parameters
{
public:
    explicit Parameters(WriteContext &context)
        : m_context(context), m_request(context.request), m_rules(context.target.rules), m_json(context.json)
    {
    }

    void write(Purpose purpose)
    {
        if (purpose == Purpose::Answer) {
            m_json.key("max_tokens").number(m_context.plan.maxTokens);
            if (m_request.stream && m_context.target.dialect.streamMember)
                m_json.key("stream").boolean(true);
            sampling();
            stops();
            services();
        }
        for (const auto &[name, value] : m_request.extras) {
            if (!m_context.isSameFormat() || isRefused(unescape(name)))
                m_context.drop(unescape(name));
            else if (!isWrittenElsewhere(name))
                m_json.key(name.escaped).raw(value.text);
        }
    }

private:
    [[nodiscard]] bool isWrittenElsewhere(Text name) const
    {
        const Dialect &dialect = m_context.target.dialect;
        return equals(name, "output_config") ||
               (!dialect.messagesVersion.empty() && equals(name, "anthropic_version"));
    }
    [[nodiscard]] bool isRefused(std::string_view name) const
    {
        const auto &refused = m_context.target.dialect.refusedFields;
        return std::ranges::find(refused, name) != refused.end();
    }

    void optional(std::string_view name, RawJson value, bool isTaken)
    {
        if (value.isEmpty())
            return;
        if (isTaken)
            m_json.key(name).raw(value.text);
        else
            m_context.drop(name);
    }

    void sampling()
    {
        const ir::Sampling &sampling = m_request.sampling;
        const bool isBound = m_context.plan.isOn && !m_rules.samplingWhileThinking;
        RawJson temperature = sampling.temperature;
        if (!m_context.isSameFormat() && !temperature.isEmpty() && numberOf(temperature) > 1)
            temperature = RawJson{"1"}; // the scale of others ends at 2
        optional("temperature", temperature, m_rules.sampling && (!isBound || numberOf(temperature) == 1));
        const bool isSecond = !m_rules.bothSamplings && !temperature.isEmpty();
        optional("top_p", sampling.topP,
                 m_rules.sampling && !isSecond &&
                     (!isBound || numberOf(sampling.topP) >= kLeastTopPWhileThinking));
        optional("top_k", sampling.topK, m_rules.sampling && !isBound);
        for (const auto &[name, value] :
             {std::pair{"presence_penalty", sampling.presencePenalty},
              {"frequency_penalty", sampling.frequencyPenalty},
              {"seed", sampling.seed},
              {"logit_bias", sampling.logitBias},
              {"logprobs", RawJson{sampling.logprobs.text == "false" ? "" : sampling.logprobs.text}},
              {"top_logprobs", sampling.topLogprobs}})
            optional(name, value, false);
    }

    /// Words of white space alone are refused.
    void stops()
    {
        const auto isBlank = [](Text word) {
            return unescape(word).find_first_not_of(" \t\r\n") == std::string::npos;
        };
        const auto &words = m_request.sampling.stop;
        const bool isSame = m_context.isSameFormat();
        if (std::ranges::all_of(words, isBlank) && !isSame) {
            if (!words.empty())
                m_context.drop("stop");
            return;
        }
        if (words.empty())
            return;
        m_json.key("stop_sequences").beginArray();
        for (const Text word : words) {
            if (!isSame && isBlank(word))
                m_context.drop("stop");
            else
                m_json.escaped(word.escaped);
        }
        m_json.endArray();
    }

    void services()
    {
        if (m_context.isSameFormat())
            return; // they are among the extras
        if (!m_request.user.isEmpty() && isRefused("metadata")) {
            m_context.drop("user");
        } else if (!m_request.user.isEmpty()) {
            // A name or an address is nobody's business there.
            m_json.key("metadata").beginObject().key("user_id");
            m_json.string(derivedId("user_", m_request.user.escaped)).endObject();
        }
        if (!m_request.serviceTier.isEmpty() && isRefused("service_tier"))
            m_context.drop("service_tier");
        else if (equals(m_request.serviceTier, "auto"))
            m_json.key("service_tier").string("auto");
        else if (equals(m_request.serviceTier, "default") || equals(m_request.serviceTier, "standard"))
            m_json.key("service_tier").string("standard_only");
        else if (!m_request.serviceTier.isEmpty())
            m_context.drop("service_tier");
        if (!m_request.metadata.isEmpty())
            m_context.drop("metadata");
        if (m_request.store == true)
            m_context.drop("store");
        if (!m_request.output.verbosity.isEmpty())
            m_context.drop("verbosity");
        if (!m_request.reasoning.context.isEmpty())
            m_context.drop("reasoning.context");
    }

    WriteContext &m_context;
    const ir::Request &m_request;
    const ModelRules &m_rules;
    JsonWriter &m_json;
};

} // namespace

void writeParameters(WriteContext &context, Purpose purpose)
{
    Parameters(context).write(purpose);
}

} // namespace signalbox::wire::anthropic
