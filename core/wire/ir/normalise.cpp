#include "wire/ir/normalise.h"

#include "wire/ir/compaction.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

namespace signalbox::wire::ir {

namespace {

/// Where the calls and results of one id stand in the conversation.
struct Uses
{
    std::vector<std::size_t> calls;                             ///< turn numbers
    std::vector<std::pair<std::size_t, const Block *>> results; ///< turn numbers
};

Block textBlock(std::string_view escaped)
{
    Block block;
    std::get<TextBlock>(block.value).text = Text{escaped};
    return block;
}

class Normaliser
{
public:
    Normaliser(const Request &request, const ConversationRules &rules, NormalConversation &out)
        : m_request(request), m_rules(rules), m_out(out)
    {
    }

    void run()
    {
        collect();
        for (std::size_t i = 0; i < m_request.turns.size(); ++i)
            take(i);
        closeAssistant();
        if (m_rules.userFirst && !m_out.turns.empty() && m_out.turns.front().role == Role::Assistant)
            m_out.turns.insert(m_out.turns.begin(), continuation());
        if (m_rules.userLast && !m_out.turns.empty() && m_out.turns.back().role == Role::Assistant)
            m_out.turns.push_back(continuation());
    }

private:
    void collect()
    {
        for (std::size_t i = 0; i < m_request.turns.size(); ++i) {
            for (const Block &block : m_request.turns[i].blocks) {
                if (const auto *call = std::get_if<CallBlock>(&block.value)) {
                    m_uses[call->id.escaped].calls.push_back(i);
                    m_callNames[call->id.escaped] = call->name;
                } else if (const auto *result = std::get_if<ResultBlock>(&block.value)) {
                    m_uses[result->callId.escaped].results.emplace_back(i, &block);
                }
            }
        }
    }

    void take(std::size_t index)
    {
        const Turn &turn = m_request.turns[index];
        if (turn.role == Role::Assistant) {
            takeAssistant(turn, index);
            return;
        }
        for (const Block &block : turn.blocks) {
            const Block *taken = &block;
            if (isLeftOut(block))
                continue;
            if (const auto *result = std::get_if<ResultBlock>(&block.value)) {
                if (isAnswered(result->callId, index)) {
                    // It stands behind its call, or was replaced by a later one. Calls before and behind it
                    // were different answers.
                    if (!m_openCalls.empty())
                        closeAssistant();
                    continue;
                }
                taken = wordsOfOrphan(*result);
            }
            place(turn, taken);
        }
    }

    void takeAssistant(const Turn &turn, std::size_t index)
    {
        for (const Block &block : turn.blocks) {
            if (isLeftOut(block))
                continue;
            if (!m_assistantOpen) {
                m_out.turns.push_back({Role::Assistant, &turn, {}});
                m_assistantOpen = true;
            }
            m_out.turns.back().blocks.push_back(&block);
            if (const auto *call = std::get_if<CallBlock>(&block.value))
                m_openCalls.emplace_back(call, index);
        }
    }

    /// Empty words, and what only another format knows. A compaction is put in place as the words it stands
    /// for.
    bool isLeftOut(const Block &block)
    {
        if (const auto *text = std::get_if<TextBlock>(&block.value))
            return text->text.isEmpty();
        if (const auto *hosted = std::get_if<HostedBlock>(&block.value)) {
            if (m_request.source == m_rules.format)
                return false;
            m_out.leftOut.push_back(hosted->type);
            return true;
        }
        const auto *opaque = std::get_if<OpaqueBlock>(&block.value);
        if (opaque == nullptr)
            return false;
        if (isCompaction(opaque->type)) {
            openCompaction(*opaque);
            return true;
        }
        if (opaque->format == m_rules.format)
            return false;
        if (opaque->type.escaped.ends_with("_call") || opaque->type.escaped.ends_with("_output"))
            refuseItem(opaque->type);
        else if (!equals(opaque->type, "additional_tools") && !equals(opaque->type, "configuration_update"))
            m_out.leftOut.push_back(
                opaque->type); // those two are understood: they are tools and settings by now
        return true;
    }

    void refuseItem(Text type)
    {
        m_out.unreadable = "another provider cannot be told of items of type ";
        appendUnescaped(m_out.unreadable, type);
    }

    void openCompaction(const OpaqueBlock &item)
    {
        std::optional<std::string> words = summaryIn(item, m_rules.carrierKey);
        if (!words) {
            m_out.unreadable = "the conversation was compacted by another provider, which alone can read the "
                               "summary; start a new conversation";
            return;
        }
        static const Turn summary = [] {
            Turn turn;
            turn.role = Role::Operator;
            return turn;
        }();
        place(summary, &m_out.made.emplace_back(textBlock(m_out.arena.keep(std::move(*words)))));
    }

    /// A block of a user or operator turn. It ends the assistant's turn, and so brings the results of its
    /// calls.
    void place(const Turn &turn, const Block *block)
    {
        closeAssistant();
        Role role = turn.role;
        if (role == Role::Operator && m_rules.operatorAsUser) {
            role = Role::User;
            block = wrapped(block);
        }
        // What an operator's turn says beside its words holds from there on: it stays where it is.
        const bool mayMerge = m_rules.mergeUserTurns && (role != Role::Operator || turn.extras.empty());
        const bool fits = !m_out.turns.empty() && m_out.turns.back().role == role &&
                          (m_out.turns.back().source == &turn || mayMerge);
        if (!fits)
            m_out.turns.push_back({role, &turn, {}});
        m_out.turns.back().blocks.push_back(block);
    }

    void closeAssistant()
    {
        if (!m_assistantOpen)
            return;
        m_assistantOpen = false;
        NormalTurn &turn = m_out.turns.back();
        const bool onlyThoughts = std::ranges::all_of(turn.blocks, [](const Block *block) {
            return std::holds_alternative<ReasoningBlock>(block->value);
        });
        if (onlyThoughts && !m_rules.keepLoneReasoning) {
            m_out.turns.pop_back();
            return;
        }
        if (m_openCalls.empty())
            return;
        NormalTurn results{Role::User, nullptr, {}};
        for (const auto &[call, index] : m_openCalls)
            results.blocks.push_back(resultFor(*call, index));
        m_openCalls.clear();
        m_out.turns.push_back(std::move(results));
    }

    /// The last result between this call and the next call of the same id: sloppy clients use ids again.
    const Block *resultFor(const CallBlock &call, std::size_t index)
    {
        Uses &uses = m_uses[call.id.escaped];
        const auto next = std::ranges::upper_bound(uses.calls, index);
        const std::size_t end = next == uses.calls.end() ? m_request.turns.size() : *next;
        const Block *found = nullptr;
        for (const auto &[at, block] : uses.results) {
            if (at > index && at < end)
                found = block;
        }
        if (found != nullptr)
            return found;
        Block &block = m_out.made.emplace_back();
        ResultBlock result;
        result.callId = call.id;
        result.kind = call.kind;
        result.isError = true;
        result.content.push_back(textBlock("[no output: the call was interrupted]"));
        block.value = std::move(result);
        return &block;
    }

    bool isAnswered(Text id, std::size_t index)
    {
        const auto uses = m_uses.find(id.escaped);
        return uses != m_uses.end() && !uses->second.calls.empty() && uses->second.calls.front() < index;
    }

    /// A text block that says what a result says whose call is not there.
    const Block *wordsOfOrphan(const ResultBlock &result)
    {
        const auto name = m_callNames.find(result.callId.escaped);
        std::string text = "[result of tool ";
        text += name != m_callNames.end() ? name->second.escaped : result.callId.escaped;
        text += ": ";
        std::string_view gap;
        for (const Block &block : result.content) {
            if (const auto *part = std::get_if<TextBlock>(&block.value)) {
                text += gap;
                text += part->text.escaped;
                gap = "\\n";
            }
        }
        text += ']';
        return &m_out.made.emplace_back(textBlock(m_out.arena.keep(std::move(text))));
    }

    const Block *wrapped(const Block *block)
    {
        const auto *text = std::get_if<TextBlock>(&block->value);
        if (text == nullptr)
            return block;
        std::string words = "<system>";
        words += text->text.escaped;
        words += "</system>";
        return &m_out.made.emplace_back(textBlock(m_out.arena.keep(std::move(words))));
    }

    NormalTurn continuation()
    {
        return {Role::User, nullptr, {&m_out.made.emplace_back(textBlock("(continue)"))}};
    }

    const Request &m_request;
    const ConversationRules &m_rules;
    NormalConversation &m_out;
    std::unordered_map<std::string_view, Uses> m_uses; // by call id
    std::unordered_map<std::string_view, Text> m_callNames;
    std::vector<std::pair<const CallBlock *, std::size_t>>
        m_openCalls; // of the assistant turn that is being made
    bool m_assistantOpen = false;
};

} // namespace

NormalConversation normalise(const Request &request, const ConversationRules &rules)
{
    NormalConversation conversation;
    conversation.turns.reserve(request.turns.size());
    Normaliser(request, rules, conversation).run();
    return conversation;
}

} // namespace signalbox::wire::ir
