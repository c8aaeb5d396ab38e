#include "wire/anthropic_messages/block_writer.h"
#include "wire/anthropic_messages/request_writer.h"

#include <algorithm>
#include <array>
#include <span>

namespace signalbox::wire::anthropic {

namespace {

using Blocks = std::span<const ir::Block *const>;

std::string_view roleName(ir::Role role)
{
    switch (role) {
    case ir::Role::Assistant:
        return "assistant";
    case ir::Role::Operator:
        return "system";
    case ir::Role::User:
        break;
    }
    return "user";
}

/// The ends of the last two of the user's turns: what stands before the last but one was there when the
/// conversation was last sent, and what stands before the last will be there next time.
std::array<const ir::Block *, 2> markedBlocks(const ir::NormalConversation &conversation)
{
    std::array<const ir::Block *, 2> marked{};
    std::size_t count = 0;
    for (auto turn = conversation.turns.rbegin(); turn != conversation.turns.rend() && count < marked.size();
         ++turn) {
        if (turn->role == ir::Role::User)
            marked[count++] = turn->blocks.back();
    }
    return marked;
}

/// A text that an answer goes on with must not end in white space.
std::string_view withoutEnd(std::string_view escaped)
{
    for (;;) {
        if (escaped.ends_with(' '))
            escaped.remove_suffix(1);
        else if (escaped.ends_with("\\n") || escaped.ends_with("\\t") || escaped.ends_with("\\r"))
            escaped.remove_suffix(2);
        else
            return escaped;
    }
}

class MessageWriter
{
public:
    MessageWriter(WriteContext &context, const ir::NormalConversation &conversation)
        : m_context(context), m_json(context.json), m_blocks(context), m_conversation(conversation)
    {
        if (!context.cacheMark.empty())
            m_marked = markedBlocks(conversation);
    }

    Result<void> write()
    {
        m_json.key("messages").beginArray();
        for (const ir::NormalTurn &turn : m_conversation.turns) {
            if (std::ranges::none_of(turn.blocks,
                                     [&](const auto *block) { return m_blocks.isWritten(*block); }))
                continue; // nothing but thoughts of another model
            m_json.beginObject().key("role").string(roleName(turn.role)).key("content");
            if (auto done = content(turn); !done)
                return done;
            extras(turn);
            m_json.endObject();
        }
        m_json.endArray();
        return {};
    }

private:
    Result<void> content(const ir::NormalTurn &turn)
    {
        const bool isPrefill = &turn == &m_conversation.turns.back() && turn.role == ir::Role::Assistant &&
                               !m_context.isSameFormat();
        if (m_context.isSameFormat() && turn.source != nullptr && turn.source->wasString &&
            turn.blocks.size() == 1) {
            m_json.escaped(std::get<ir::TextBlock>(turn.blocks.front()->value).text.escaped);
            return {};
        }
        m_json.beginArray();
        for (const ir::Block *block : turn.blocks) {
            const auto *text = std::get_if<ir::TextBlock>(&block->value);
            if (isPrefill && text != nullptr && block == turn.blocks.back()) {
                m_json.beginObject().key("type").string("text").key("text");
                m_json.escaped(withoutEnd(text->text.escaped)).endObject();
                continue;
            }
            if (auto done = m_blocks.write(*block, std::ranges::find(m_marked, block) != m_marked.end());
                !done)
                return done;
        }
        m_json.endArray();
        return {};
    }

    void extras(const ir::NormalTurn &turn)
    {
        if (!m_context.isSameFormat() || turn.source == nullptr)
            return;
        for (const auto &[name, value] : turn.source->extras)
            m_json.key(name.escaped).raw(value.text);
    }

    WriteContext &m_context;
    JsonWriter &m_json;
    BlockWriter m_blocks;
    const ir::NormalConversation &m_conversation;
    std::array<const ir::Block *, 2> m_marked{};
};

} // namespace

Result<void> writeSystem(WriteContext &context)
{
    std::vector<const ir::Block *> blocks;
    for (const ir::Block &block : context.request.system) {
        const auto *text = std::get_if<ir::TextBlock>(&block.value);
        if (text != nullptr ? !text->text.isEmpty() : context.isSameFormat())
            blocks.push_back(&block);
    }
    ir::Block end;
    if (!context.systemEnd.empty()) {
        std::get<ir::TextBlock>(end.value).text = Text{context.systemEnd};
        blocks.push_back(&end);
    }
    if (blocks.empty())
        return {};
    BlockWriter writer(context);
    context.json.key("system").beginArray();
    for (const ir::Block *block : blocks) {
        const bool isMarked = !context.cacheMark.empty() && block == blocks.back();
        if (auto done = writer.write(*block, isMarked); !done)
            return done;
    }
    context.json.endArray();
    return {};
}

Result<void> writeMessages(WriteContext &context, const ir::NormalConversation &conversation)
{
    return MessageWriter(context, conversation).write();
}

} // namespace signalbox::wire::anthropic
