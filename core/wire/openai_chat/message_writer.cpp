#include "base/digest.h"
#include "wire/ir/freeform.h"
#include "wire/ir/plain_target.h"
#include "wire/openai_chat/part_writer.h"
#include "wire/openai_chat/request_writer.h"
#include "wire/openai_chat/thought_writer.h"

#include <algorithm>
#include <span>

namespace signalbox::wire::openai_chat {

namespace {

using Blocks = std::span<const ir::Block *const>;

/// Writes `messages`: the system's words at the head, then the turns.
class MessageWriter
{
public:
    explicit MessageWriter(WriteContext &context)
        : m_context(context), m_json(context.json), m_parts(context), m_thoughts(context)
    {
    }

    Result<void> write(std::string_view systemEnd)
    {
        const ir::ConversationRules rules{
            .format = Format::OpenAiChat,
            .carrierKey = m_context.target.carrierKey,
            .mergeUserTurns = !m_context.isSameFormat() || m_context.dialect().alternatingRoles,
            .operatorAsUser = m_context.dialect().alternatingRoles || !m_context.dialect().manySystemMessages,
            .userFirst = m_context.dialect().alternatingRoles,
            .userLast = m_context.dialect().alternatingRoles,
            .keepLoneReasoning = m_context.isSameFormat(),
        };
        const ir::NormalConversation conversation = ir::normalise(m_context.request, rules);
        if (!conversation.unreadable.empty())
            return fail(ErrorCode::InvalidInput, conversation.unreadable, "input");
        for (const Text type : conversation.leftOut)
            m_context.drop(unescape(type));
        if (conversation.turns.empty() && m_context.request.system.empty())
            return fail(ErrorCode::InvalidInput, "there must be at least one message", "messages");
        m_json.key("messages").beginArray();
        if (auto done = system(systemEnd); !done)
            return done;
        for (const ir::NormalTurn &turn : conversation.turns) {
            if (auto done = one(turn); !done)
                return done;
        }
        m_json.endArray();
        return {};
    }

private:
    Result<void> one(const ir::NormalTurn &turn)
    {
        switch (turn.role) {
        case ir::Role::Assistant:
            return assistant(turn);
        case ir::Role::Operator:
            return operatorWords(turn);
        case ir::Role::User:
            break;
        }
        const auto firstOther =
            std::ranges::find_if_not(turn.blocks, [](const auto *b) { return ir::isResult(*b); });
        const auto results = static_cast<std::size_t>(firstOther - turn.blocks.begin());
        m_moved.clear();
        for (std::size_t i = 0; i < results; ++i) {
            if (auto done = result(*turn.blocks[i]); !done)
                return done;
        }
        m_moved.insert(m_moved.end(), firstOther, turn.blocks.end());
        return m_moved.empty() ? Result<void>() : user(turn, m_moved);
    }

    [[nodiscard]] std::string_view systemRole(bool isDeveloper = true) const
    {
        return m_context.dialect().developerRole && isDeveloper ? "developer" : "system";
    }

    Result<void> system(std::string_view systemEnd)
    {
        std::vector<const ir::Block *> blocks;
        for (const ir::Block &block : m_context.request.system) {
            const auto *text = std::get_if<ir::TextBlock>(&block.value);
            // What is no text there is for another provider's billing.
            if (text != nullptr && !text->text.isEmpty())
                blocks.push_back(&block);
        }
        ir::Block end;
        if (!systemEnd.empty()) {
            std::get<ir::TextBlock>(end.value).text = Text{systemEnd};
            blocks.push_back(&end);
        }
        if (blocks.empty())
            return {};
        m_json.beginObject().key("role").string(systemRole());
        if (auto done = m_parts.content(blocks, false); !done)
            return done;
        m_json.endObject();
        return {};
    }

    Result<void> operatorWords(const ir::NormalTurn &turn)
    {
        m_json.beginObject().key("role").string(systemRole(turn.source->developerRole));
        if (auto done = m_parts.content(turn.blocks, false); !done)
            return done;
        m_json.endObject();
        return {};
    }

    Result<void> user(const ir::NormalTurn &turn, Blocks blocks)
    {
        if (m_lastWasTool && m_context.dialect().assistantAfterTool)
            m_json.beginObject().key("role").string("assistant").key("content").string("OK").endObject();
        m_lastWasTool = false;
        m_json.beginObject().key("role").string("user");
        const bool hadParts = m_context.isSameFormat() && turn.source != nullptr && !turn.source->wasString;
        if (auto done = m_parts.content(blocks, hadParts); !done)
            return done;
        if (turn.source != nullptr && !turn.source->name.isEmpty())
            m_json.key("name").escaped(turn.source->name.escaped);
        turnExtras(turn);
        m_json.endObject();
        return {};
    }

    void turnExtras(const ir::NormalTurn &turn)
    {
        if (!m_context.isSameFormat() || turn.source == nullptr)
            return;
        for (const auto &[name, value] : turn.source->extras)
            m_json.key(name.escaped).raw(value.text);
    }

    /// One tool message. Pictures and files cannot stand in it: they follow in a message of the user, behind
    /// the last tool message.
    Result<void> result(const ir::Block &block)
    {
        const auto &result = std::get<ir::ResultBlock>(block.value);
        m_json.beginObject().key("role").string("tool").key("tool_call_id").escaped(callId(result.callId));
        std::vector<const ir::Block *> content;
        for (const ir::Block &part : result.content)
            content.push_back(&part);
        const bool hasMedia =
            std::ranges::any_of(content, [](const auto *part) { return !ir::wordsOf(*part); });
        const bool asParts = m_context.dialect().toolImages ? hasMedia : false;
        const bool cached = m_context.dialect().cacheControl && !hasMedia && m_parts.needsParts(content);
        if (asParts || cached) {
            if (auto done = m_parts.content(content, true); !done)
                return done;
        } else {
            m_json.key("content").escaped(resultText(result));
        }
        if (m_context.isSameFormat()) {
            for (const auto &[name, value] : block.extras)
                m_json.key(name.escaped).raw(value.text);
        }
        m_json.endObject();
        m_lastWasTool = true;
        return {};
    }

    const std::string &resultText(const ir::ResultBlock &result)
    {
        m_text.clear();
        if (result.isError)
            m_text = "Error: ";
        const std::size_t begin = m_text.size();
        int media = 0;
        for (const ir::Block &part : result.content) {
            if (m_text.size() > begin)
                m_text += "\\n";
            if (const auto words = ir::wordsOf(part)) {
                m_text += words->escaped;
                continue;
            }
            m_moved.push_back(&part);
            m_text += std::holds_alternative<ir::ImageBlock>(part.value) ? "[image " : "[file ";
            m_text += std::to_string(++media) + " of this result follows]";
        }
        if (m_text.size() == begin && !result.raw.isEmpty())
            appendJsonEscaped(m_text, ir::itemResultText(result));
        if (m_text.size() == begin)
            m_text += "(no output)"; // "" is refused by some
        return m_text;
    }

    Result<void> assistant(const ir::NormalTurn &turn)
    {
        m_lastWasTool = false;
        m_thoughts.begin();
        std::vector<const ir::Block *> words;
        std::vector<const ir::CallBlock *> calls;
        std::vector<std::string> signatures;
        const ir::RefusalBlock *refusal = nullptr;
        for (const ir::Block *block : turn.blocks) {
            if (const auto *thought = std::get_if<ir::ReasoningBlock>(&block->value)) {
                m_thoughts.add(*thought);
            } else if (const auto *call = std::get_if<ir::CallBlock>(&block->value)) {
                signatures.push_back(m_thoughts.callSignature(*call));
                calls.push_back(call);
            } else if (const auto *refused = std::get_if<ir::RefusalBlock>(&block->value);
                       refused != nullptr && m_context.isSameFormat()) {
                refusal = refused;
            } else {
                words.push_back(block);
            }
        }
        m_json.beginObject().key("role").string("assistant");
        if (auto done = assistantContent(turn, words, !calls.empty() || refusal != nullptr); !done)
            return done;
        if (refusal != nullptr)
            m_json.key("refusal").escaped(refusal->text.escaped);
        if (turn.source != nullptr && !turn.source->name.isEmpty())
            m_json.key("name").escaped(turn.source->name.escaped);
        m_thoughts.writeMembers(!calls.empty());
        if (!calls.empty()) {
            m_json.key("tool_calls").beginArray();
            for (std::size_t i = 0; i < calls.size(); ++i)
                call(*calls[i], signatures[i]);
            m_json.endArray();
        }
        turnExtras(turn);
        m_json.endObject();
        return {};
    }

    Result<void> assistantContent(const ir::NormalTurn &turn, Blocks words, bool mayBeNull)
    {
        if (m_thoughts.asContentPart() && !m_thoughts.words().empty()) {
            m_json.key("content")
                .beginArray()
                .beginObject()
                .key("type")
                .string("thinking")
                .key("thinking")
                .beginArray();
            m_json.beginObject()
                .key("type")
                .string("text")
                .key("text")
                .escaped(m_thoughts.words())
                .endObject();
            m_json.endArray().endObject();
            for (const ir::Block *block : words) {
                if (auto done = m_parts.part(*block); !done)
                    return done;
            }
            m_json.endArray();
            return {};
        }
        if (words.empty()) {
            m_json.key("content");
            mayBeNull ? m_json.null() : m_json.string("");
            return {};
        }
        const bool hadParts = m_context.isSameFormat() && turn.source != nullptr && !turn.source->wasString;
        if (hadParts || m_context.dialect().cacheControl)
            return m_parts.content(words, hadParts);
        // Pictures in an assistant's words are no part of this API's requests.
        m_text.clear();
        for (const ir::Block *block : words) {
            std::string_view text;
            if (const auto *plain = std::get_if<ir::TextBlock>(&block->value))
                text = plain->text.escaped;
            else if (const auto *refused = std::get_if<ir::RefusalBlock>(&block->value))
                text = refused->text.escaped;
            else
                m_context.drop("assistant content");
            if (!m_text.empty() && !text.empty())
                m_text += "\\n\\n";
            m_text += text;
        }
        m_json.key("content").escaped(m_text);
        return {};
    }

    void call(const ir::CallBlock &call, std::string_view signature)
    {
        const std::string_view name = m_context.names.flat(call);
        m_json.beginObject().key("id").escaped(callId(call.id));
        if (call.kind == ir::CallKind::Freeform && m_context.dialect().customTools) {
            m_json.key("type").string("custom").key("custom").beginObject();
            m_json.key("name").string(name).key("input").escaped(call.arguments.escaped).endObject();
        } else {
            m_json.key("type").string("function").key("function").beginObject().key("name").string(name);
            m_json.key("arguments");
            arguments(call);
            m_json.endObject();
        }
        if (!signature.empty()) {
            m_json.key("extra_content").beginObject().key("google").beginObject();
            m_json.key("thought_signature").escaped(signature).endObject().endObject();
        }
        m_json.endObject();
    }

    void arguments(const ir::CallBlock &call)
    {
        m_text.clear();
        ir::appendCallArguments(m_text, call);
        m_json.escaped(m_text);
    }

    /// The client's id, but where a host takes only ids of a certain form: then one made of it, the same
    /// every time.
    std::string_view callId(Text id)
    {
        const auto length = static_cast<std::size_t>(std::max(m_context.dialect().toolCallIdLength, 0));
        const auto isFit = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        };
        if (length == 0 || (id.escaped.size() == length && std::ranges::all_of(id.escaped, isFit)))
            return id.escaped;
        constexpr std::string_view alphabet =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        m_id.assign(1, 't');
        for (const unsigned char byte : sha256(id.escaped)) {
            if (m_id.size() < length)
                m_id += alphabet[byte % alphabet.size()];
        }
        return m_id;
    }

    WriteContext &m_context;
    JsonWriter &m_json;
    PartWriter m_parts;
    ThoughtWriter m_thoughts;
    std::vector<const ir::Block *> m_moved; // what follows the tool messages in a message of the user
    std::string m_text;
    std::string m_id;
    bool m_lastWasTool = false;
};

} // namespace

Result<void> writeMessages(WriteContext &context, std::string_view systemEnd)
{
    return MessageWriter(context).write(systemEnd);
}

} // namespace signalbox::wire::openai_chat
