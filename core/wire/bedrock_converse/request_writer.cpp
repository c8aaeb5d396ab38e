#include "wire/bedrock_converse/request_writer.h"

#include "wire/bedrock_converse/message_writer.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace signalbox::wire::bedrock_converse {

namespace {

constexpr std::size_t kMostStops = 4;
constexpr std::string_view kJsonWords = "Answer with one JSON value, nothing else.";
constexpr std::string_view kSchemaWords = "Answer with one JSON value matching this schema, nothing else: ";
constexpr std::array<std::string_view, 3> kServiceTiers{"default", "flex", "priority"};

/// Members beside the conversation and its tools.
class Parameters
{
public:
    explicit Parameters(WriteContext &context)
        : m_context(context), m_request(context.request), m_rules(context.target.rules), m_json(context.json)
    {
    }

    void write()
    {
        inference();
        modelFields();
        outputFormat();
        serviceTier();
        ir::leaveOutServices(m_request, m_context.leftOut);
    }

private:
    void inference()
    {
        const ir::Sampling &sampling = m_request.sampling;
        const bool isFree =
            m_rules.sampling && (!m_context.thinking.thinks() || m_rules.samplingWhileThinking);
        const bool twoAtOnce = !sampling.temperature.isEmpty() && !m_rules.bothSamplings;
        m_json.key("inferenceConfig").beginObject();
        if (m_context.thinking.maxTokens > 0)
            m_json.key("maxTokens").number(m_context.thinking.maxTokens);
        optional("temperature", "temperature", sampling.temperature, isFree);
        optional("topP", "top_p", sampling.topP, isFree && !twoAtOnce);
        stops();
        m_json.endObject();
        m_topK = isFree ? sampling.topK : RawJson();
        if (!isFree)
            m_context.leftOut.add("top_k", sampling.topK);
        m_context.leftOut.add("presence_penalty", sampling.presencePenalty);
        m_context.leftOut.add("frequency_penalty", sampling.frequencyPenalty);
        m_context.leftOut.add("seed", sampling.seed);
        m_context.leftOut.add("logit_bias", sampling.logitBias);
        m_context.leftOut.add("logprobs", sampling.logprobs);
        m_context.leftOut.add("top_logprobs", sampling.topLogprobs);
    }

    void optional(std::string_view key, std::string_view name, RawJson value, bool isTaken)
    {
        if (isTaken && !value.isEmpty())
            m_json.key(key).raw(value.text);
        else
            m_context.leftOut.add(name, value);
    }

    void stops()
    {
        std::vector<Text> kept;
        std::ranges::remove_copy_if(m_request.sampling.stop, std::back_inserter(kept), ir::isBlank);
        kept.resize(std::min(kept.size(), kMostStops));
        if (kept.size() < m_request.sampling.stop.size())
            m_context.leftOut.add("stop");
        if (kept.empty())
            return;
        m_json.key("stopSequences").beginArray();
        for (const Text stop : kept)
            m_json.escaped(stop.escaped);
        m_json.endArray();
    }

    /// What only the models of some makers know, in their own words.
    void modelFields()
    {
        using Mode = ThinkingPlan::Mode;
        const ThinkingPlan &plan = m_context.thinking;
        if (plan.mode == Mode::Unset && m_topK.isEmpty())
            return;
        m_json.key("additionalModelRequestFields").beginObject();
        if (!m_topK.isEmpty())
            m_json.key("top_k").raw(m_topK.text);
        if (plan.mode == Mode::Level)
            m_json.key("reasoning_effort").string(plan.effort);
        else if (plan.mode != Mode::Unset)
            claudeThinking(plan);
        m_json.endObject();
    }

    void claudeThinking(const ThinkingPlan &plan)
    {
        using Mode = ThinkingPlan::Mode;
        m_json.key("thinking").beginObject().key("type");
        m_json.string(plan.mode == Mode::Off        ? "disabled"
                      : plan.mode == Mode::Adaptive ? "adaptive"
                                                    : "enabled");
        if (plan.mode == Mode::Budget)
            m_json.key("budget_tokens").number(plan.budget);
        if (plan.mode == Mode::Adaptive && plan.shown && m_rules.omitsThoughts)
            m_json.key("display").string("summarized");
        m_json.endObject();
        if (plan.mode == Mode::Adaptive && !plan.effort.empty())
            m_json.key("output_config").beginObject().key("effort").string(plan.effort).endObject();
    }

    void outputFormat()
    {
        const ir::OutputFormat &output = m_request.output;
        if (output.kind != ir::OutputFormat::Kind::JsonSchema || !m_rules.jsonSchema)
            return;
        m_json.key("outputConfig").beginObject().key("textFormat").beginObject();
        m_json.key("type").string("json_schema").key("structure").beginObject();
        m_json.key("jsonSchema").beginObject().key("name");
        m_json.escaped(output.name.isEmpty() ? "output" : output.name.escaped);
        if (!output.description.isEmpty())
            m_json.key("description").escaped(output.description.escaped);
        m_json.key("schema").string(output.schema.text); // JSON in a string
        m_json.endObject().endObject().endObject().endObject();
    }

    void serviceTier()
    {
        const Text tier = m_request.serviceTier;
        if (tier.isEmpty() || equals(tier, "auto"))
            return;
        if (std::ranges::find(kServiceTiers, tier.escaped) == kServiceTiers.end()) {
            m_context.leftOut.add("service_tier");
            return;
        }
        m_json.key("serviceTier").beginObject().key("type").escaped(tier.escaped).endObject();
    }

    WriteContext &m_context;
    const ir::Request &m_request;
    const ModelRules &m_rules;
    JsonWriter &m_json;
    RawJson m_topK;
};

/// Whether the conversation ends with results of calls before which no thought stands that can go back.
bool isLoopWithoutThoughts(const ir::NormalConversation &conversation, const ir::Request &request,
                           const Target &target)
{
    const auto &turns = conversation.turns;
    if (turns.size() < 2 || !std::ranges::any_of(turns.back().blocks,
                                                 [](const ir::Block *block) { return ir::isResult(*block); }))
        return false;
    const auto &blocks = turns[turns.size() - 2].blocks;
    return std::ranges::none_of(blocks, [&](const ir::Block *block) {
        const auto *thought = std::get_if<ir::ReasoningBlock>(&block->value);
        return thought != nullptr && !thoughtsFor(*thought, request, target).empty();
    });
}

bool holdsTools(const ir::NormalConversation &conversation)
{
    return std::ranges::any_of(conversation.turns, [](const ir::NormalTurn &turn) {
        return std::ranges::any_of(turn.blocks, [](const ir::Block *block) {
            return std::holds_alternative<ir::CallBlock>(block->value) || ir::isResult(*block);
        });
    });
}

bool hasMarks(const ir::Request &request)
{
    const auto isMarked = [](const ir::Block &block) {
        const auto *text = std::get_if<ir::TextBlock>(&block.value);
        return text != nullptr && !text->cache.isEmpty();
    };
    return std::ranges::any_of(request.system, isMarked) ||
           std::ranges::any_of(request.tools, [](const ir::Tool &tool) { return !tool.cache.isEmpty(); }) ||
           std::ranges::any_of(request.turns, [&](const ir::Turn &turn) {
               return std::ranges::any_of(turn.blocks, isMarked);
           });
}

std::string formatWords(const ir::OutputFormat &output, const ModelRules &rules)
{
    using Kind = ir::OutputFormat::Kind;
    std::string words;
    if (output.kind == Kind::JsonObject) {
        words = kJsonWords;
    } else if (output.kind == Kind::JsonSchema && !rules.jsonSchema) {
        words = kSchemaWords;
        appendJsonEscaped(words, output.schema.text);
    }
    return words;
}

ir::ConversationRules rulesFor(const Target &target)
{
    return {.format = Format::BedrockConverse,
            .carrierKey = target.carrierKey,
            .mergeUserTurns = true,
            .operatorAsUser = true, // there are two roles
            .userFirst = true,
            .userLast = !target.rules.prefill,
            .keepLoneReasoning = false};
}

} // namespace

void writeCachePoint(JsonWriter &json)
{
    json.beginObject().key("cachePoint").beginObject().key("type").string("default").endObject().endObject();
}

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target)
{
    if (auto sayable = ir::checkSayable(request); !sayable)
        return std::unexpected(sayable.error());
    const ir::NormalConversation conversation = ir::normalise(request, rulesFor(target));
    if (!conversation.unreadable.empty())
        return fail(ErrorCode::InvalidInput, conversation.unreadable, "input");
    if (conversation.turns.empty())
        return fail(ErrorCode::InvalidInput, "there must be at least one message", "messages");
    WrittenRequest written;
    written.body.reserve(ir::estimatedBytes(request));
    JsonWriter json(written.body);
    ir::LeftOut leftOut(written.dropped);
    for (const Text type : conversation.leftOut)
        leftOut.add(unescape(type));
    const ir::ToolNames names(request, target.dialect.toolNameLength);
    WriteContext context{
        .request = request,
        .target = target,
        .names = names,
        .conversation = conversation,
        .json = json,
        .leftOut = leftOut,
        .thinking =
            planThinking(request, target, isLoopWithoutThoughts(conversation, request, target), leftOut),
        .hasToolBlocks = holdsTools(conversation),
        .caches = target.rules.cachePoints && !request.cacheKey.isEmpty() && !hasMarks(request),
        .systemEnd = formatWords(request.output, target.rules)};
    if (!target.rules.cachePoints)
        leftOut.add("prompt_cache_key", request.cacheKey);
    json.beginObject();
    // Tools first: what they cannot say is said by the system's words.
    if (auto done = writeTools(context); !done)
        return std::unexpected(done.error());
    MessageWriter messages(context);
    messages.system();
    if (auto done = messages.messages(); !done)
        return std::unexpected(done.error());
    Parameters(context).write();
    json.endObject();
    return written;
}

} // namespace signalbox::wire::bedrock_converse
