#include "wire/openai_responses/request_writer.h"

#include "base/json_writer.h"
#include "wire/ir/normalise.h"
#include "wire/ir/plain_target.h"
#include "wire/openai_responses/content_writer.h"
#include "wire/openai_responses/item_writer.h"
#include "wire/openai_responses/tool_writer.h"

#include <algorithm>
#include <memory>

namespace signalbox::wire::responses {

namespace {

constexpr std::int64_t kLeastOutput = 16; // the API refuses less

class RequestWriter
{
public:
    RequestWriter(const ir::Request &request, const Target &target)
        : m_request(request), m_target(target), m_dialect(target.dialect), m_json(m_written.body)
    {
        const bool isNative =
            isSameFormat() && m_dialect.codexFields && m_dialect.namespaceTools && m_dialect.customTools;
        if (!isNative)
            m_names = std::make_unique<ir::ToolNames>(request, m_dialect.toolNameLength);
    }

    Result<WrittenRequest> run()
    {
        if (auto sayable = check(); !sayable)
            return std::unexpected(std::move(sayable.error()));
        m_written.body.reserve(16 * 1024);
        m_json.beginObject();
        m_json.key("model").string(m_target.model).key("stream").boolean(m_request.stream);
        if (auto input = writeInput(); !input)
            return std::unexpected(std::move(input.error()));
        if (isNative())
            writeNativeTools(m_json, m_request);
        else if (auto tools = writePortableTools(m_json, m_request, m_target, *m_names, m_arena, m_losses);
                 !tools)
            return std::unexpected(std::move(tools.error()));
        if (m_request.parallelToolCalls &&
            (isNative() || (m_dialect.parallelToolCallsField && !m_request.tools.empty())))
            write("parallel_tool_calls").boolean(*m_request.parallelToolCalls);
        if (auto sampling = writeSampling(); !sampling)
            return std::unexpected(std::move(sampling.error()));
        writeReasoning();
        writeOutput();
        writeState();
        writeExtras();
        m_json.endObject();
        m_written.dropped = m_losses.take();
        return std::move(m_written);
    }

private:
    [[nodiscard]] bool isNative() const { return m_names == nullptr; }
    [[nodiscard]] bool isSameFormat() const { return m_request.source == Format::OpenAiResponses; }

    [[nodiscard]] Result<void> check() const
    {
        if (!isSameFormat())
            return ir::checkTold(m_request);
        if (ir::runsInBackground(m_request))
            return fail(ErrorCode::InvalidInput, std::string(ir::kNoBackground), "background");
        return {};
    }

    /// Whether the host takes the member; notes it where not.
    bool takes(std::string_view name)
    {
        if (std::ranges::find(m_dialect.refusedFields, name) == m_dialect.refusedFields.end())
            return true;
        m_losses.add(name);
        return false;
    }
    JsonWriter &write(std::string_view name) { return m_json.key(name); }
    void writeRaw(std::string_view name, RawJson value)
    {
        if (!value.isEmpty() && takes(name))
            write(name).raw(value.text);
    }
    void writeText(std::string_view name, Text value)
    {
        if (!value.isEmpty() && takes(name))
            write(name).escaped(value.escaped);
    }
    void note(std::string_view name, RawJson value)
    {
        if (!value.isEmpty())
            m_losses.add(name);
    }

    Result<void> writeInput()
    {
        ItemWriter items(m_json, m_request, m_target, m_names.get(), m_losses);
        if (isNative()) {
            if (m_request.systemIsInstructions)
                write("instructions")
                    .escaped(std::get<ir::TextBlock>(m_request.system.front().value).text.escaped);
            write("input").beginArray();
            for (const auto *turns : {&m_request.systemItems, &m_request.turns}) {
                for (const ir::Turn &turn : *turns) {
                    m_blocks.clear();
                    for (const ir::Block &block : turn.blocks)
                        m_blocks.push_back(&block);
                    if (auto result = items.write(turn.role, &turn, m_blocks); !result)
                        return result;
                }
            }
            m_json.endArray();
            return {};
        }
        if (!m_request.system.empty())
            writeJoined(write("instructions"), m_request.system, "", "\\n\\n");
        ir::ConversationRules rules;
        rules.format = Format::OpenAiResponses;
        rules.carrierKey = m_target.carrierKey;
        rules.mergeUserTurns = false;
        rules.operatorAsUser = false;
        m_conversation = ir::normalise(m_request, rules);
        if (!m_conversation.unreadable.empty())
            return fail(ErrorCode::InvalidInput, m_conversation.unreadable, "input");
        for (const Text type : m_conversation.leftOut)
            m_losses.add(type.escaped);
        if (m_conversation.turns.empty() && m_request.system.empty() &&
            m_request.previousResponseId.isEmpty())
            return fail(ErrorCode::InvalidInput, "must not be empty", "input");
        write("input").beginArray();
        for (const ir::Turn &turn :
             m_request.systemItems) { // their text is in the instructions; the rest is noted
            for (const ir::Block &block : turn.blocks) {
                const ir::Block *const only = &block;
                if (auto result =
                        isPart(block) ? Result<void>() : items.write(turn.role, nullptr, {&only, 1});
                    !result)
                    return result;
            }
        }
        for (const ir::NormalTurn &turn : m_conversation.turns) {
            if (auto result = items.write(turn.role, turn.source, turn.blocks); !result)
                return result;
        }
        m_json.endArray();
        return {};
    }

    Result<void> writeSampling()
    {
        const ir::Sampling &sampling = m_request.sampling;
        if (sampling.count.value_or(1) > 1)
            return fail(ErrorCode::InvalidInput, "several answers at once are not possible with this model",
                        "n");
        if (m_request.maxOutputTokens && takes("max_output_tokens"))
            write("max_output_tokens").number(std::max(*m_request.maxOutputTokens, kLeastOutput));
        const bool isFixed = m_target.reasoning && !m_dialect.samplingWithReasoning;
        if (isFixed) {
            note("temperature", sampling.temperature);
            note("top_p", sampling.topP);
        } else {
            writeRaw("temperature", sampling.temperature);
            writeRaw("top_p", sampling.topP);
        }
        writeRaw("top_logprobs", sampling.topLogprobs);
        note("top_k", sampling.topK);
        note("presence_penalty", sampling.presencePenalty);
        note("frequency_penalty", sampling.frequencyPenalty);
        note("seed", sampling.seed);
        note("logit_bias", sampling.logitBias);
        if (!sampling.stop.empty())
            m_losses.add("stop");
        return {};
    }

    [[nodiscard]] std::string_view effort() const
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        if (reasoning.off)
            return "none";
        if (!reasoning.effort.isEmpty()) {
            const bool isTop = equals(reasoning.effort, "max") || equals(reasoning.effort, "ultra");
            return isTop && !isSameFormat() ? "xhigh" : reasoning.effort.escaped;
        }
        if (!reasoning.budget)
            return {};
        const std::int64_t budget = *reasoning.budget;
        return budget < 0        ? ""
               : budget == 0     ? "none"
               : budget <= 1024  ? "low"
               : budget <= 8192  ? "medium"
               : budget <= 24576 ? "high"
                                 : "xhigh";
    }

    void writeReasoning()
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        if (isNative()) { // also what it holds beside the members known here; a later update stands in the
                          // input
            writeRaw("reasoning", reasoning.raw);
            return;
        }
        if (!reasoning.context.isEmpty())
            m_losses.add("reasoning.context");
        const std::string_view level = effort();
        if (level.empty() && reasoning.summary.isEmpty())
            return;
        if (!isSameFormat() && !m_target.reasoning) {
            m_losses.add("reasoning");
            return;
        }
        if (!takes("reasoning"))
            return;
        write("reasoning").beginObject();
        if (!level.empty())
            m_json.key("effort").escaped(level);
        if (!reasoning.summary.isEmpty())
            m_json.key("summary").escaped(reasoning.summary.escaped);
        m_json.endObject();
    }

    void writeOutput()
    {
        const ir::OutputFormat &output = m_request.output;
        using Kind = ir::OutputFormat::Kind;
        if ((output.kind == Kind::Unset && output.verbosity.isEmpty()) || !takes("text"))
            return;
        write("text").beginObject();
        if (!output.verbosity.isEmpty())
            m_json.key("verbosity").escaped(output.verbosity.escaped);
        if (output.kind != Kind::Unset) {
            m_json.key("format").beginObject();
            m_json.key("type").string(output.kind == Kind::Text         ? "text"
                                      : output.kind == Kind::JsonObject ? "json_object"
                                                                        : "json_schema");
            if (output.kind == Kind::JsonSchema) {
                m_json.key("name").escaped(output.name.isEmpty() ? "output" : output.name.escaped);
                if (!output.description.isEmpty())
                    m_json.key("description").escaped(output.description.escaped);
                m_json.key("schema").raw(output.schema.isEmpty() ? "{}" : output.schema.text);
                if (output.strict || !isSameFormat())
                    m_json.key("strict").boolean(output.strict.value_or(false));
            }
            m_json.endObject();
        }
        m_json.endObject();
    }

    /// What the provider keeps or looks up. Clients of other formats know nothing of stored answers: nothing
    /// is stored for them, and reasoning comes in a form that can be sent back.
    void writeState()
    {
        if (isSameFormat()) {
            if (m_request.store)
                write("store").boolean(*m_request.store);
            writeText("previous_response_id", m_request.previousResponseId);
        } else {
            write("store").boolean(false);
            writeInclude();
        }
        if (isSameFormat() || m_dialect.promptCacheKey) {
            writeText("prompt_cache_key", m_request.cacheKey);
            writeText("prompt_cache_retention", m_request.cacheRetention);
        }
        writeText(m_request.userIsSafetyIdentifier || !isSameFormat() ? "safety_identifier" : "user",
                  m_request.user);
        writeText("service_tier", m_request.serviceTier);
        writeRaw("metadata", m_request.metadata);
    }

    /// For clients that know no `include`.
    void writeInclude()
    {
        const bool wantsLogprobs = m_request.sampling.logprobs.text == "true";
        if (!m_dialect.encryptedReasoning && !wantsLogprobs)
            return;
        write("include").beginArray();
        if (m_dialect.encryptedReasoning)
            m_json.string("reasoning.encrypted_content");
        if (wantsLogprobs)
            m_json.string("message.output_text.logprobs");
        m_json.endArray();
    }

    void writeExtras()
    {
        for (const auto &[name, value] : m_request.extras) {
            const bool isCodex = name.escaped == "client_metadata" || name.escaped == "stream_options";
            if (!isSameFormat() || (isCodex && !m_dialect.codexFields))
                m_losses.add(name.escaped);
            else
                writeRaw(name.escaped, value);
        }
    }

    const ir::Request &m_request;
    const Target &m_target;
    const Dialect &m_dialect;
    WrittenRequest m_written;
    JsonWriter m_json;
    Losses m_losses;
    Arena m_arena;
    std::unique_ptr<ir::ToolNames> m_names; // null: the host takes the client's own items and tools
    ir::NormalConversation m_conversation;
    std::vector<const ir::Block *> m_blocks;
};

} // namespace

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target)
{
    return RequestWriter(request, target).run();
}

} // namespace signalbox::wire::responses
