#include "wire/cohere/request_writer.h"

#include "base/json_writer.h"
#include "wire/ir/freeform.h"
#include "wire/ir/normalise.h"
#include "wire/ir/plain_target.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::cohere {

namespace {

constexpr std::size_t kMostStops = 5;
constexpr std::string_view kImageLeftOut = "[an image was left out: this model takes none]";
constexpr std::string_view kSchemaWords = "Answer with one JSON value matching this schema, nothing else: ";
constexpr std::string_view kJsonWords = "Answer with one JSON value, nothing else.";

using Blocks = std::vector<const ir::Block *>;

class RequestWriter
{
public:
    RequestWriter(const ir::Request &request, const Target &target, WrittenRequest &out)
        : m_request(request), m_target(target), m_names(request, target.dialect.toolNameLength),
          m_json(out.body), m_leftOut(out.dropped)
    {
    }

    Result<void> write()
    {
        const auto functions = ir::functionsFor(m_request, m_names, m_leftOut);
        if (!functions)
            return std::unexpected(functions.error());
        m_functions = *functions;
        m_json.beginObject().key("model").string(m_target.model);
        if (auto done = messages(); !done)
            return done;
        tools();
        m_json.key("stream").boolean(m_request.stream);
        if (m_request.maxOutputTokens)
            m_json.key("max_tokens").number(*m_request.maxOutputTokens);
        sampling();
        responseFormat();
        thinking();
        services();
        m_json.endObject();
        return {};
    }

private:
    /// JSON by force and tools exclude each other: then it is asked for in words.
    [[nodiscard]] bool formatInWords() const { return !m_functions.empty(); }

    Result<void> messages()
    {
        const ir::ConversationRules rules{.format = Format::Cohere,
                                          .carrierKey = m_target.carrierKey,
                                          .mergeUserTurns = true,
                                          .operatorAsUser = !m_target.dialect.manySystemMessages};
        const ir::NormalConversation conversation = ir::normalise(m_request, rules);
        if (!conversation.unreadable.empty())
            return fail(ErrorCode::InvalidInput, conversation.unreadable, "input");
        for (const Text type : conversation.leftOut)
            m_leftOut.add(unescape(type));
        if (conversation.turns.empty() && m_request.system.empty())
            return fail(ErrorCode::InvalidInput, "there must be at least one message", "messages");
        m_json.key("messages").beginArray();
        system();
        for (const ir::NormalTurn &turn : conversation.turns) {
            const auto done = turn.role == ir::Role::Assistant ? assistant(turn) : user(turn);
            if (!done)
                return done;
        }
        m_json.endArray();
        return {};
    }

    void system()
    {
        m_scratch.clear();
        for (const ir::Block &block : m_request.system)
            join(block);
        if (const std::string words = formatWords(); !words.empty()) {
            m_scratch += m_scratch.empty() ? "" : "\\n\\n";
            appendJsonEscaped(m_scratch, words);
        }
        if (!m_scratch.empty())
            m_json.beginObject().key("role").string("system").key("content").escaped(m_scratch).endObject();
    }

    [[nodiscard]] std::string formatWords() const
    {
        using Kind = ir::OutputFormat::Kind;
        if (!formatInWords())
            return {};
        if (m_request.output.kind == Kind::JsonSchema)
            return std::string(kSchemaWords) += m_request.output.schema.text;
        return m_request.output.kind == Kind::JsonObject ? std::string(kJsonWords) : std::string();
    }

    void join(const ir::Block &block)
    {
        std::string_view words;
        if (const auto *text = std::get_if<ir::TextBlock>(&block.value))
            words = text->text.escaped;
        else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value))
            words = refusal->text.escaped;
        if (!m_scratch.empty() && !words.empty())
            m_scratch += "\\n\\n";
        m_scratch += words;
    }

    Result<void> user(const ir::NormalTurn &turn)
    {
        Blocks others;
        for (const ir::Block *block : turn.blocks) {
            if (const auto *answered = std::get_if<ir::ResultBlock>(&block->value))
                result(*answered, others);
        }
        std::ranges::remove_copy_if(turn.blocks, std::back_inserter(others),
                                    [](const ir::Block *block) { return ir::isResult(*block); });
        if (others.empty())
            return {};
        m_json.beginObject().key("role").string(turn.role == ir::Role::Operator ? "system" : "user");
        if (auto done = content(others); !done)
            return done;
        m_json.endObject();
        return {};
    }

    /// Pictures of a result go into the message of the user behind it.
    void result(const ir::ResultBlock &result, Blocks &moved)
    {
        m_scratch.clear();
        if (result.isError)
            m_scratch = "Error: ";
        ir::appendResultText(m_scratch, result, moved);
        m_json.beginObject().key("role").string("tool").key("tool_call_id").escaped(result.callId.escaped);
        m_json.key("content").escaped(m_scratch).endObject();
    }

    Result<void> content(const Blocks &blocks)
    {
        m_json.key("content");
        const bool isOfWords = std::ranges::all_of(blocks, [](const ir::Block *block) {
            return std::holds_alternative<ir::TextBlock>(block->value);
        });
        if (isOfWords) {
            m_scratch.clear();
            for (const ir::Block *block : blocks)
                join(*block);
            m_json.escaped(m_scratch);
            return {};
        }
        m_json.beginArray();
        for (const ir::Block *block : blocks) {
            if (auto done = part(*block); !done)
                return done;
        }
        m_json.endArray();
        return {};
    }

    void text(std::string_view escaped)
    {
        m_json.beginObject().key("type").string("text").key("text").escaped(escaped).endObject();
    }

    Result<void> part(const ir::Block &block)
    {
        using Kind = ir::MediaSource::Kind;
        if (const auto *words = std::get_if<ir::TextBlock>(&block.value)) {
            text(words->text.escaped);
        } else if (const auto *picture = std::get_if<ir::ImageBlock>(&block.value)) {
            return image(*picture);
        } else if (const auto *file = std::get_if<ir::FileBlock>(&block.value)) {
            if (file->source.kind != Kind::PlainText)
                return fail(ErrorCode::InvalidInput, "this provider takes no files", "messages");
            text(file->source.data.escaped);
        } else if (std::holds_alternative<ir::AudioBlock>(block.value)) {
            return fail(ErrorCode::InvalidInput, "this provider takes no sounds", "messages");
        }
        return {};
    }

    Result<void> image(const ir::ImageBlock &image)
    {
        using Kind = ir::MediaSource::Kind;
        if (!m_target.images) {
            m_leftOut.add("images");
            text(kImageLeftOut);
            return {};
        }
        if (image.source.kind == Kind::FileId)
            return fail(ErrorCode::InvalidInput,
                        "a file id of one provider means nothing to another: send the file itself",
                        "messages");
        m_scratch.clear();
        if (image.source.kind == Kind::Base64) {
            m_scratch = "data:";
            m_scratch += image.source.mediaType.isEmpty() ? "image/png" : image.source.mediaType.escaped;
            m_scratch += ";base64,";
        }
        m_scratch += image.source.data.escaped;
        m_json.beginObject().key("type").string("image_url").key("image_url").beginObject();
        m_json.key("url").escaped(m_scratch).endObject().endObject();
        return {};
    }

    Result<void> assistant(const ir::NormalTurn &turn)
    {
        std::vector<const ir::CallBlock *> calls;
        m_scratch.clear();
        for (const ir::Block *block : turn.blocks) {
            if (const auto *call = std::get_if<ir::CallBlock>(&block->value))
                calls.push_back(call);
            else
                join(*block);
        }
        m_json.beginObject().key("role").string("assistant");
        if (!m_scratch.empty() || calls.empty())
            m_json.key("content").escaped(m_scratch);
        if (!calls.empty()) {
            m_json.key("tool_calls").beginArray();
            for (const ir::CallBlock *call : calls) {
                m_scratch.clear();
                ir::appendArgumentsObject(m_scratch, *call);
                m_json.beginObject().key("id").escaped(call->id.escaped).key("type").string("function");
                m_json.key("function").beginObject().key("name").string(m_names.flat(*call));
                m_json.key("arguments").string(m_scratch).endObject().endObject();
            }
            m_json.endArray();
        }
        m_json.endObject();
        return {};
    }

    void tools()
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_request.toolChoice;
        if (choice.mode == Mode::One) { // there is no word for one: no other is declared
            const std::string_view only = m_names.flat(choice.nameSpace, choice.name, choice.kind);
            std::erase_if(m_functions, [&](const ir::ToolName *name) { return name->flat != only; });
        }
        if (m_functions.empty())
            return;
        m_json.key("tools").beginArray();
        for (const ir::ToolName *name : m_functions)
            function(*name);
        m_json.endArray();
        if (choice.mode == Mode::One || choice.mode == Mode::Required ||
            (choice.mode == Mode::Subset && choice.subsetRequired))
            m_json.key("tool_choice").string("REQUIRED");
    }

    void function(const ir::ToolName &name)
    {
        const ir::FunctionForm form = ir::functionForm(*name.tool, m_arena);
        if (form.grammarCut)
            m_leftOut.add("tools." + std::string(name.flat) + ".grammar");
        m_json.beginObject().key("type").string("function").key("function").beginObject();
        m_json.key("name").string(name.flat).key("description").escaped(form.description.escaped);
        m_json.key("parameters").raw(form.parameters.isEmpty() ? ir::kNoParameters : form.parameters.text);
        m_json.endObject().endObject();
    }

    void sampling()
    {
        const ir::Sampling &sampling = m_request.sampling;
        const std::pair<std::string_view, RawJson> taken[]{{"temperature", sampling.temperature},
                                                           {"p", sampling.topP},
                                                           {"k", sampling.topK},
                                                           {"presence_penalty", sampling.presencePenalty},
                                                           {"frequency_penalty", sampling.frequencyPenalty},
                                                           {"seed", sampling.seed}};
        for (const auto &[name, value] : taken) {
            if (!value.isEmpty())
                m_json.key(name).raw(value.text);
        }
        if (!sampling.stop.empty()) {
            if (sampling.stop.size() > kMostStops)
                m_leftOut.add("stop");
            m_json.key("stop_sequences").beginArray();
            for (std::size_t i = 0; i < std::min(sampling.stop.size(), kMostStops); ++i)
                m_json.escaped(sampling.stop[i].escaped);
            m_json.endArray();
        }
        m_leftOut.add("logit_bias", sampling.logitBias);
        m_leftOut.add("logprobs", sampling.logprobs);
        m_leftOut.add("top_logprobs", sampling.topLogprobs);
    }

    void responseFormat()
    {
        using Kind = ir::OutputFormat::Kind;
        const ir::OutputFormat &output = m_request.output;
        const bool isAsked = output.kind == Kind::JsonObject || output.kind == Kind::JsonSchema;
        if (!isAsked || formatInWords())
            return;
        m_json.key("response_format").beginObject().key("type").string("json_object");
        // Version 1 calls it `schema`, and so do examples that were not brought up to date.
        if (output.kind == Kind::JsonSchema && !output.schema.isEmpty())
            m_json.key("json_schema").raw(output.schema.text);
        m_json.endObject();
    }

    /// Only models that reason know the word.
    void thinking()
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        const bool isOff = reasoning.off || equals(reasoning.effort, "none") || reasoning.budget == 0;
        const bool isWanted = !reasoning.effort.isEmpty() || reasoning.budget.value_or(-1) > 0;
        if (!isOff && !isWanted)
            return;
        if (!m_target.reasoning) {
            if (!isOff)
                m_leftOut.add("reasoning_effort");
            return;
        }
        m_json.key("thinking").beginObject().key("type").string(isOff ? "disabled" : "enabled");
        if (!isOff)
            m_json.key("token_budget")
                .number(reasoning.effort.isEmpty() ? *reasoning.budget
                                                   : ir::budgetOfEffort(reasoning.effort.escaped));
        m_json.endObject();
    }

    void services()
    {
        m_leftOut.add("service_tier", m_request.serviceTier);
        m_leftOut.add("prompt_cache_key", m_request.cacheKey);
        ir::leaveOutServices(m_request, m_leftOut);
    }

    const ir::Request &m_request;
    const Target &m_target;
    const ir::ToolNames m_names;
    JsonWriter m_json;
    ir::LeftOut m_leftOut;
    Arena m_arena;
    std::vector<const ir::ToolName *> m_functions;
    std::string m_scratch;
};

} // namespace

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target)
{
    if (auto sayable = ir::checkSayable(request); !sayable)
        return std::unexpected(sayable.error());
    WrittenRequest written;
    written.body.reserve(ir::estimatedBytes(request));
    if (auto done = RequestWriter(request, target, written).write(); !done)
        return std::unexpected(done.error());
    return written;
}

} // namespace signalbox::wire::cohere
