#include "wire/ollama/request_writer.h"

#include "base/json_writer.h"
#include "wire/ir/freeform.h"
#include "wire/ir/normalise.h"
#include "wire/ir/plain_target.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::ollama {

namespace {

constexpr std::string_view kImageLeftOut = "[an image was left out: this model takes none]";

/// Words of one message and the pictures that stand beside them.
struct Content
{
    std::string words; // escaped
    std::vector<Text> images;
};

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
        chooseTools();
        m_json.beginObject().key("model").string(m_target.model);
        if (auto done = messages(); !done)
            return done;
        tools();
        m_json.key("stream").boolean(m_request.stream); // left out, it would stream
        format();
        think();
        options();
        services();
        m_json.endObject();
        return {};
    }

private:
    /// There is no choice of tools here: what must be called is said in words, one tool alone by declaring no
    /// other.
    void chooseTools()
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_request.toolChoice;
        if (choice.mode == Mode::One) {
            const std::string_view only = m_names.flat(choice.nameSpace, choice.name, choice.kind);
            std::erase_if(m_functions, [&](const ir::ToolName *name) { return name->flat != only; });
        }
        if (choice.mode != Mode::One && choice.mode != Mode::Required &&
            !(choice.mode == Mode::Subset && choice.subsetRequired))
            return;
        m_leftOut.add("tool_choice");
        m_systemEnd = m_functions.size() == 1
                          ? "You must call the tool " + std::string(m_functions.front()->flat) + "."
                          : "You must call a tool.";
    }

    Result<void> messages()
    {
        const ir::ConversationRules rules{.format = Format::Ollama,
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
        if (auto done = system(); !done)
            return done;
        for (const ir::NormalTurn &turn : conversation.turns) {
            if (auto done = one(turn); !done)
                return done;
        }
        m_json.endArray();
        return {};
    }

    Result<void> system()
    {
        Content content;
        for (const ir::Block &block : m_request.system) {
            if (auto done = add(block, content); !done)
                return done;
        }
        if (!m_systemEnd.empty()) {
            content.words += content.words.empty() ? "" : "\\n\\n";
            appendJsonEscaped(content.words, m_systemEnd);
        }
        if (!content.words.empty())
            message("system", content);
        return {};
    }

    Result<void> one(const ir::NormalTurn &turn)
    {
        if (turn.role == ir::Role::Assistant)
            return assistant(turn);
        Content content;
        std::vector<const ir::Block *> others;
        for (const ir::Block *block : turn.blocks) {
            if (const auto *answered = std::get_if<ir::ResultBlock>(&block->value))
                result(*answered, others);
        }
        std::ranges::remove_copy_if(turn.blocks, std::back_inserter(others),
                                    [](const ir::Block *block) { return ir::isResult(*block); });
        if (others.empty())
            return {};
        for (const ir::Block *block : others) {
            if (auto done = add(*block, content); !done)
                return done;
        }
        message(turn.role == ir::Role::Operator ? "system" : "user", content);
        return {};
    }

    /// Pictures of a result go into the message of the user behind it.
    void result(const ir::ResultBlock &result, std::vector<const ir::Block *> &moved)
    {
        Content content;
        if (result.isError)
            content.words = "Error: ";
        ir::appendResultText(content.words, result, moved);
        m_json.beginObject().key("role").string("tool").key("content").escaped(content.words);
        const auto call = std::ranges::find(m_calls, result.callId.escaped,
                                            &std::pair<std::string_view, std::string_view>::first);
        if (call != m_calls.end())
            m_json.key("tool_name").string(call->second);
        m_json.key("tool_call_id").escaped(result.callId.escaped).endObject();
    }

    Result<void> assistant(const ir::NormalTurn &turn)
    {
        Content content;
        std::vector<const ir::CallBlock *> calls;
        m_calls.clear();
        for (const ir::Block *block : turn.blocks) {
            if (const auto *call = std::get_if<ir::CallBlock>(&block->value)) {
                calls.push_back(call);
                m_calls.emplace_back(call->id.escaped, m_names.flat(*call));
            } else if (auto done = add(*block, content); !done) {
                return done;
            }
        }
        m_json.beginObject().key("role").string("assistant").key("content").escaped(content.words);
        if (!calls.empty()) {
            m_json.key("tool_calls").beginArray();
            for (const ir::CallBlock *call : calls) {
                m_scratch.clear();
                ir::appendArgumentsObject(m_scratch, *call);
                m_json.beginObject().key("id").escaped(call->id.escaped).key("function").beginObject();
                m_json.key("name").string(m_names.flat(*call)).key("arguments").raw(m_scratch);
                m_json.endObject().endObject();
            }
            m_json.endArray();
        }
        m_json.endObject();
        return {};
    }

    void message(std::string_view role, const Content &content)
    {
        m_json.beginObject().key("role").string(role).key("content").escaped(content.words);
        if (!content.images.empty()) {
            m_json.key("images").beginArray();
            for (const Text image : content.images)
                m_json.escaped(image.escaped);
            m_json.endArray();
        }
        m_json.endObject();
    }

    static void join(Content &content, std::string_view escaped)
    {
        if (!content.words.empty() && !escaped.empty())
            content.words += "\\n\\n";
        content.words += escaped;
    }

    Result<void> add(const ir::Block &block, Content &content)
    {
        using Kind = ir::MediaSource::Kind;
        if (const auto *text = std::get_if<ir::TextBlock>(&block.value)) {
            join(content, text->text.escaped);
        } else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value)) {
            join(content, refusal->text.escaped);
        } else if (const auto *image = std::get_if<ir::ImageBlock>(&block.value)) {
            if (!m_target.images) {
                m_leftOut.add("images");
                join(content, kImageLeftOut);
            } else if (image->source.kind != Kind::Base64) {
                return fail(ErrorCode::InvalidInput,
                            "this provider takes no URLs and no ids of images: send the bytes", "messages");
            } else {
                content.images.push_back(image->source.data);
            }
        } else if (const auto *file = std::get_if<ir::FileBlock>(&block.value)) {
            if (file->source.kind != Kind::PlainText)
                return fail(ErrorCode::InvalidInput, "this provider takes no files", "messages");
            join(content, file->source.data.escaped);
        } else if (std::holds_alternative<ir::AudioBlock>(block.value)) {
            return fail(ErrorCode::InvalidInput, "this provider takes no sounds", "messages");
        }
        return {};
    }

    void tools()
    {
        if (m_functions.empty())
            return;
        m_json.key("tools").beginArray();
        for (const ir::ToolName *name : m_functions) {
            const ir::FunctionForm form = ir::functionForm(*name->tool, m_arena);
            if (form.grammarCut)
                m_leftOut.add("tools." + std::string(name->flat) + ".grammar");
            m_json.beginObject().key("type").string("function").key("function").beginObject();
            m_json.key("name").string(name->flat).key("description").escaped(form.description.escaped);
            m_json.key("parameters")
                .raw(form.parameters.isEmpty() ? ir::kNoParameters : form.parameters.text);
            m_json.endObject().endObject();
        }
        m_json.endArray();
    }

    void format()
    {
        using Kind = ir::OutputFormat::Kind;
        const ir::OutputFormat &output = m_request.output;
        if (output.kind == Kind::JsonSchema && !output.schema.isEmpty())
            m_json.key("format").raw(output.schema.text);
        else if (output.kind == Kind::JsonObject || output.kind == Kind::JsonSchema)
            m_json.key("format").string("json");
    }

    /// Models that cannot think answer 400 to any word of it.
    void think()
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        const std::vector<std::string> &levels = m_target.rules.efforts;
        const bool isOff = reasoning.off || equals(reasoning.effort, "none") || reasoning.budget == 0;
        const bool isWanted = !reasoning.effort.isEmpty() || reasoning.budget.value_or(-1) > 0;
        if (!isOff && !isWanted)
            return;
        if (!m_target.reasoning) {
            if (!isOff)
                m_leftOut.add("reasoning_effort");
            return;
        }
        m_json.key("think");
        if (levels.empty())
            m_json.boolean(!isOff);
        else if (isOff && m_target.rules.thinkingOff)
            m_json.boolean(false);
        else
            m_json.string(isOff ? std::string_view(levels.front()) : ir::fittingEffort(levels, wanted()));
    }

    [[nodiscard]] std::string_view wanted() const
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        return reasoning.effort.isEmpty() ? ir::effortOfBudget(reasoning.budget.value_or(0))
                                          : reasoning.effort.escaped;
    }

    void options()
    {
        const ir::Sampling &sampling = m_request.sampling;
        const std::pair<std::string_view, RawJson> taken[]{{"temperature", sampling.temperature},
                                                           {"top_p", sampling.topP},
                                                           {"top_k", sampling.topK},
                                                           {"presence_penalty", sampling.presencePenalty},
                                                           {"frequency_penalty", sampling.frequencyPenalty},
                                                           {"seed", sampling.seed}};
        m_json.key("options").beginObject();
        // Else it cuts the conversation to a few thousand tokens and says nothing.
        if (m_target.contextTokens > 0)
            m_json.key("num_ctx").number(m_target.contextTokens);
        if (m_request.maxOutputTokens)
            m_json.key("num_predict").number(*m_request.maxOutputTokens);
        for (const auto &[name, value] : taken) {
            if (!value.isEmpty())
                m_json.key(name).raw(value.text);
        }
        if (!sampling.stop.empty()) {
            m_json.key("stop").beginArray();
            for (const Text stop : sampling.stop)
                m_json.escaped(stop.escaped);
            m_json.endArray();
        }
        m_json.endObject();
        m_leftOut.add("logit_bias", sampling.logitBias);
        m_leftOut.add("logprobs", sampling.logprobs);
        m_leftOut.add("top_logprobs", sampling.topLogprobs);
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
    std::vector<std::pair<std::string_view, std::string_view>> m_calls; // ids and names of the turn before
    std::string m_systemEnd;
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

} // namespace signalbox::wire::ollama
