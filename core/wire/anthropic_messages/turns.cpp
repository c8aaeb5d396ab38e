#include "wire/anthropic_messages/request_writer.h"
#include "wire/anthropic_messages/thought_writer.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

namespace {

bool isThought(const ir::Block *block)
{
    return std::holds_alternative<ir::ReasoningBlock>(block->value);
}

void giveToUser(ir::NormalTurn &turn, ir::NormalConversation &conversation)
{
    turn.role = ir::Role::User;
    for (const ir::Block *&block : turn.blocks) {
        const auto *text = std::get_if<ir::TextBlock>(&block->value);
        if (text == nullptr)
            continue;
        std::string words = "<system>";
        words += text->text.escaped;
        words += "</system>";
        ir::Block &made = conversation.made.emplace_back();
        std::get<ir::TextBlock>(made.value).text = Text{conversation.arena.keep(std::move(words))};
        block = &made;
    }
}

/// Words of the operator must follow the user's. Where they come between an answer and the next question they
/// go behind the question; where nobody speaks after them they are the user's.
void settleOperators(ir::NormalConversation &conversation)
{
    auto &turns = conversation.turns;
    for (std::size_t at = 0; at < turns.size(); ++at) {
        const bool followsUser = at > 0 && turns[at - 1].role != ir::Role::Assistant;
        if (turns[at].role != ir::Role::Operator || followsUser)
            continue;
        if (at + 1 < turns.size() && turns[at + 1].role == ir::Role::User)
            std::swap(turns[at], turns[at + 1]);
        else
            giveToUser(turns[at], conversation);
    }
}

/// An assistant's message must not end with a thought.
void dropTrailingThoughts(ir::NormalConversation &conversation)
{
    for (ir::NormalTurn &turn : conversation.turns) {
        while (turn.role == ir::Role::Assistant && turn.blocks.size() > 1 && isThought(turn.blocks.back()))
            turn.blocks.pop_back();
    }
}

} // namespace

Result<ir::NormalConversation> arrangeTurns(const ir::Request &request, const Target &target)
{
    const bool isSame = request.source == Format::AnthropicMessages;
    const bool wantsThinking = !request.reasoning.off && (!request.reasoning.effort.isEmpty() ||
                                                          request.reasoning.budget.value_or(0) > 0);
    const ir::ConversationRules rules{
        .format = Format::AnthropicMessages,
        .carrierKey = target.carrierKey,
        .mergeUserTurns = true,
        .operatorAsUser = !isSame && !target.rules.operatorTurns,
        .userFirst = !isSame,
        // What a client of this format leaves open it means to be continued, others do not know the custom.
        .userLast = !isSame && (!target.rules.prefill || wantsThinking),
        .keepLoneReasoning = isSame,
    };
    ir::NormalConversation conversation = ir::normalise(request, rules);
    if (!conversation.unreadable.empty())
        return fail(ErrorCode::InvalidInput, conversation.unreadable, "input");
    if (!isSame) {
        settleOperators(conversation);
        dropTrailingThoughts(conversation);
    }
    if (conversation.turns.empty())
        return fail(ErrorCode::InvalidInput, "there must be at least one message", "messages");
    return conversation;
}

bool startsUnsigned(const ir::NormalConversation &conversation, const Target &target, bool isSameFormat)
{
    const auto &turns = conversation.turns;
    auto last = turns.rbegin();
    while (last != turns.rend() && last->role == ir::Role::Operator)
        ++last;
    if (last == turns.rend() || last->role != ir::Role::User || !ir::isResult(*last->blocks.front()))
        return false;
    const auto step = std::find_if(
        last, turns.rend(), [](const ir::NormalTurn &turn) { return turn.role == ir::Role::Assistant; });
    if (step == turns.rend())
        return false;
    const ThoughtRestorer thoughts(target, isSameFormat);
    for (const ir::Block *block : step->blocks) {
        const auto *thought = std::get_if<ir::ReasoningBlock>(&block->value);
        if (thought == nullptr)
            return true;
        if (thoughts.isOwn(*thought))
            return false;
    }
    return true;
}

} // namespace signalbox::wire::anthropic
