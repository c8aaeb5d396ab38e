#include "wire/gemini/part_writer.h"
#include "wire/gemini/request_reader.h"
#include "wire/gemini/request_writer.h"
#include "wire/gemini/turn_plan.h"
#include "wire/ir/freeform.h"
#include "wire/ir/plain_target.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

/// Media types that `functionResponse.parts` takes.
constexpr std::array<std::string_view, 5> kResultMedia{"image/png", "image/jpeg", "image/webp",
                                                       "application/pdf", "text/plain"};

class ContentWriter
{
public:
    explicit ContentWriter(WriteContext &context) : m_context(context), m_json(context.json), m_parts(context)
    {
    }

    Result<void> write(std::string_view systemEnd)
    {
        const ir::NormalConversation conversation = m_context.isSameFormat() ? asItIs() : normalised();
        if (!conversation.unreadable.empty())
            return fail(ErrorCode::InvalidInput, conversation.unreadable, "input");
        for (const Text type : conversation.leftOut)
            m_context.drop(unescape(type));
        if (conversation.turns.empty())
            return fail(ErrorCode::InvalidInput, "there must be at least one message", "contents");
        collectSystem(systemEnd);
        if (m_context.target.rules.systemMessage || m_context.isSameFormat()) {
            if (auto done = system(); !done)
                return done;
        }
        m_json.key("contents").beginArray();
        const std::size_t current = currentTurn(conversation);
        for (std::size_t at = 0; at < conversation.turns.size(); ++at) {
            const ir::NormalTurn &turn = conversation.turns[at];
            const auto done = turn.role == ir::Role::Assistant ? model(turn, at >= current) : user(turn);
            if (!done)
                return done;
        }
        m_json.endArray();
        return {};
    }

private:
    /// A client of this format knows its rules: what it wrote stays where it stood.
    [[nodiscard]] ir::NormalConversation asItIs() const
    {
        ir::NormalConversation conversation;
        for (const ir::Turn &turn : m_context.request.turns) {
            ir::NormalTurn &made = conversation.turns.emplace_back();
            made.role = turn.role;
            made.source = &turn;
            for (const ir::Block &block : turn.blocks)
                made.blocks.push_back(&block);
        }
        return conversation;
    }

    [[nodiscard]] ir::NormalConversation normalised() const
    {
        const ir::ConversationRules rules{
            .format = Format::Gemini,
            .carrierKey = m_context.target.carrierKey,
            .userFirst = true,
            .userLast = true,
        };
        return ir::normalise(m_context.request, rules);
    }

    /// Where the turn that runs begins: behind the last words of a person.
    static std::size_t currentTurn(const ir::NormalConversation &conversation)
    {
        std::size_t current = 0;
        for (std::size_t at = 0; at < conversation.turns.size(); ++at) {
            const ir::NormalTurn &turn = conversation.turns[at];
            const bool isWords = std::ranges::any_of(
                turn.blocks, [](const ir::Block *block) { return !ir::isResult(*block); });
            if (turn.role == ir::Role::User && isWords)
                current = at + 1;
        }
        return current;
    }

    void collectSystem(std::string_view systemEnd)
    {
        for (const ir::Block &block : m_context.request.system) {
            const auto *text = std::get_if<ir::TextBlock>(&block.value);
            if (text == nullptr ? m_context.isSameFormat() : !text->text.isEmpty())
                m_system.push_back(&block);
        }
        if (!systemEnd.empty()) {
            std::get<ir::TextBlock>(m_systemEnd.value).text = Text{systemEnd};
            m_system.push_back(&m_systemEnd);
        }
    }

    Result<void> system()
    {
        if (m_system.empty())
            return {};
        m_json.key("systemInstruction").beginObject().key("parts").beginArray();
        auto done = parts(std::exchange(m_system, {}));
        m_json.endArray().endObject();
        return done;
    }

    Result<void> parts(const std::vector<const ir::Block *> &blocks)
    {
        for (const ir::Block *block : blocks) {
            if (auto done = m_parts.part(*block); !done)
                return done;
        }
        return {};
    }

    void begin(std::string_view role)
    {
        m_json.beginObject().key("role").string(role).key("parts").beginArray();
    }
    void end(const ir::NormalTurn &turn)
    {
        m_json.endArray();
        if (m_context.isSameFormat() && turn.source != nullptr) {
            for (const auto &[name, value] : turn.source->extras)
                m_json.key(name.escaped).raw(value.text);
        }
        m_json.endObject();
    }

    Result<void> model(const ir::NormalTurn &turn, bool isCurrent)
    {
        m_calls.clear();
        const bool mustSign = isCurrent && m_context.target.rules.signedCalls;
        const std::vector<PlannedPart> plan = planTurn(turn, m_context, mustSign);
        if (plan.empty())
            return {};
        begin("model");
        for (const PlannedPart &part : plan) {
            if (!part.raw.empty()) {
                m_json.raw(part.raw);
            } else if (part.block == nullptr) {
                m_parts.thought(part.thought, part.token);
            } else if (const auto *made = std::get_if<ir::CallBlock>(&part.block->value)) {
                m_calls.push_back(made);
                call(*made, *part.block, part.token);
            } else if (auto done = m_parts.part(*part.block, part.token); !done) {
                return done;
            }
        }
        end(turn);
        return {};
    }

    void id(Text id)
    {
        if (!id.isEmpty() && !id.escaped.starts_with(kMadeCallId))
            m_json.key("id").escaped(id.escaped);
    }

    void call(const ir::CallBlock &call, const ir::Block &block, std::string_view token)
    {
        m_json.beginObject().key("functionCall").beginObject();
        id(call.id);
        m_json.key("name").escaped(m_context.nameOf(call)).key("args");
        arguments(call);
        m_json.endObject();
        if (m_context.isSameFormat()) {
            for (const auto &[name, value] : block.extras)
                m_json.key(name.escaped).raw(value.text);
        }
        m_parts.signature(token);
        m_json.endObject();
    }

    /// An object, whatever the client had: what is none is shown to the model as it is.
    void arguments(const ir::CallBlock &call)
    {
        if (call.kind == ir::CallKind::Function && !call.object.isEmpty()) {
            m_json.raw(call.object.text);
            return;
        }
        m_text.clear();
        ir::appendCallArguments(m_text, call);
        m_plain.clear();
        appendUnescaped(m_plain, Text{m_text});
        if (m_plain.find_first_not_of(" \t\r\n") == std::string::npos || m_plain == "null")
            m_json.raw("{}");
        else if (m_document.parseCopy(m_plain) && m_document.root().isObject())
            m_json.raw(m_document.root().raw());
        else
            m_json.beginObject().key("_raw").escaped(m_text).endObject();
    }

    Result<void> user(const ir::NormalTurn &turn)
    {
        if (m_context.isSameFormat()) {
            begin("user");
            for (const ir::Block *block : turn.blocks) {
                const auto done = ir::isResult(*block) ? result(*block) : m_parts.part(*block);
                if (!done)
                    return done;
            }
            end(turn);
            return {};
        }
        const auto others =
            std::ranges::find_if_not(turn.blocks, [](const auto *block) { return ir::isResult(*block); });
        m_moved.clear();
        if (others != turn.blocks.begin()) {
            begin("user");
            for (auto at = turn.blocks.begin(); at != others; ++at) {
                if (auto done = result(**at); !done)
                    return done;
            }
            end(turn);
        }
        // In a content of their own: beside results only results are sure to be taken.
        m_moved.insert(m_moved.end(), others, turn.blocks.end());
        if (m_moved.empty())
            return {};
        m_moved.insert(m_moved.begin(), m_system.begin(), m_system.end()); // of models without system words
        m_system.clear();
        begin("user");
        auto done = parts(m_moved);
        end(turn);
        return done;
    }

    [[nodiscard]] const ir::CallBlock *callOf(const ir::ResultBlock &result) const
    {
        const auto found = std::ranges::find(m_calls, result.callId, &ir::CallBlock::id);
        return found != m_calls.end() ? *found : nullptr;
    }

    Result<void> result(const ir::Block &block)
    {
        const auto &result = std::get<ir::ResultBlock>(block.value);
        const ir::CallBlock *call = callOf(result);
        m_json.beginObject().key("functionResponse").beginObject();
        id(result.callId);
        if (m_context.isSameFormat()) {
            for (const auto &[name, value] : block.extras)
                m_json.key(name.escaped).raw(value.text);
        } else {
            m_json.key("name").escaped(call != nullptr ? m_context.nameOf(*call) : "tool").key("response");
            response(result);
        }
        auto done = resultMedia(result);
        m_json.endObject().endObject();
        return done;
    }

    [[nodiscard]] bool staysInResult(const ir::Block &block) const
    {
        if (std::holds_alternative<ir::TextBlock>(block.value))
            return false;
        if (m_context.isSameFormat())
            return true;
        const auto *image = std::get_if<ir::ImageBlock>(&block.value);
        const auto *file = std::get_if<ir::FileBlock>(&block.value);
        const ir::MediaSource *source = image != nullptr  ? &image->source
                                        : file != nullptr ? &file->source
                                                          : nullptr;
        return m_context.target.rules.mediaInResults && (image == nullptr || m_context.target.images) &&
               source != nullptr && source->kind == ir::MediaSource::Kind::Base64 &&
               std::ranges::find(kResultMedia, unescape(source->mediaType)) != kResultMedia.end();
    }

    Result<void> resultMedia(const ir::ResultBlock &result)
    {
        if (std::ranges::none_of(result.content,
                                 [this](const ir::Block &part) { return staysInResult(part); }))
            return {};
        m_json.key("parts").beginArray();
        for (const ir::Block &part : result.content) {
            if (!staysInResult(part))
                continue;
            m_json.beginObject();
            if (auto done = m_parts.media(part); !done)
                return done;
            m_json.endObject();
        }
        m_json.endArray();
        return {};
    }

    /// The object that this API wants. JSON stays JSON, unless it has members that mean something else here.
    void response(const ir::ResultBlock &result)
    {
        const Text text = resultText(result);
        if (!result.isError && text.escaped.starts_with('{')) {
            m_plain.clear();
            appendUnescaped(m_plain, text);
            if (m_document.parseCopy(m_plain) && m_document.root().isObject() &&
                !m_document.root()["output"].isPresent() && !m_document.root()["error"].isPresent()) {
                m_json.raw(m_document.root().raw());
                return;
            }
        }
        m_json.beginObject().key(result.isError ? "error" : "output").escaped(text.escaped).endObject();
    }

    /// As it stands where it is one text, which may be long; else joined in `m_text`.
    [[nodiscard]] Text resultText(const ir::ResultBlock &result)
    {
        if (result.content.size() == 1) {
            if (const auto words = ir::wordsOf(result.content.front()); words && !words->isEmpty())
                return *words;
        }
        m_text.clear();
        joinResult(result);
        return Text{m_text};
    }

    void joinResult(const ir::ResultBlock &result)
    {
        int moved = 0;
        for (const ir::Block &part : result.content) {
            const auto words = ir::wordsOf(part);
            if (!words && staysInResult(part))
                continue;
            if (!m_text.empty())
                m_text += "\\n";
            if (words) {
                m_text += words->escaped;
                continue;
            }
            m_moved.push_back(&part);
            m_text += std::holds_alternative<ir::ImageBlock>(part.value) ? "[image " : "[file ";
            m_text += std::to_string(++moved) + " of this result follows]";
        }
        if (m_text.empty() && !result.raw.isEmpty())
            appendJsonEscaped(m_text, ir::itemResultText(result));
        if (m_text.empty())
            m_text = "(no output)";
    }

    WriteContext &m_context;
    JsonWriter &m_json;
    PartWriter m_parts;
    json::Document m_document;
    std::vector<const ir::Block *> m_system; // not yet written
    ir::Block m_systemEnd;
    std::vector<const ir::CallBlock *> m_calls; // of the model's turn before
    std::vector<const ir::Block *> m_moved;     // media of results that follow in a content of their own
    std::string m_text;
    std::string m_plain;
};

} // namespace

Result<void> writeContents(WriteContext &context, std::string_view systemEnd)
{
    return ContentWriter(context).write(systemEnd);
}

} // namespace signalbox::wire::gemini
