#include "wire/gemini/turn_plan.h"

#include "wire/ir/carrier.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

/// "skip_thought_signature_validator" in base64: what stands in for a signature that nobody has.
constexpr std::string_view kUnsigned = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

bool isCall(const PlannedPart &part)
{
    return part.block != nullptr && std::holds_alternative<ir::CallBlock>(part.block->value);
}

bool isText(const PlannedPart &part)
{
    return part.block != nullptr && std::holds_alternative<ir::TextBlock>(part.block->value);
}

class TurnPlanner
{
public:
    explicit TurnPlanner(const WriteContext &context)
        : m_context(context), m_family(ir::carrierFamily(context.target.dialect, context.target.model))
    {
    }

    void add(const ir::Block &block)
    {
        if (const auto *thought = std::get_if<ir::ReasoningBlock>(&block.value)) {
            reasoning(*thought);
            return;
        }
        PlannedPart &part = m_parts.emplace_back();
        part.block = &block;
        if (const auto *call = std::get_if<ir::CallBlock>(&block.value))
            part.token = callToken(*call);
        if (part.token.empty())
            part.token = std::exchange(m_next, {});
    }

    std::vector<PlannedPart> finish(bool mustSign)
    {
        for (std::string &token : m_waiting) {
            const auto last = std::find_if(m_parts.rbegin(), m_parts.rend(), [](const PlannedPart &part) {
                return isText(part) && part.token.empty();
            });
            if (last != m_parts.rend())
                last->token = std::move(token);
            else
                m_parts.push_back(emptyText(token));
        }
        const auto first = std::ranges::find_if(m_parts, isCall);
        if (mustSign && first != m_parts.end() && first->token.empty())
            first->token = kUnsigned;
        return std::move(m_parts);
    }

private:
    void reasoning(const ir::ReasoningBlock &thought)
    {
        if (ir::isCarrier(thought.token)) {
            const std::optional<ir::Carrier> carrier =
                ir::openCarrier(thought.token, m_context.target.carrierKey);
            if (!carrier || carrier->family != m_family)
                return;
            for (const ir::CarriedBlock &block : carrier->blocks)
                carried(block);
            return;
        }
        if (!m_context.isSameFormat())
            return; // nobody says whose it is
        PlannedPart &part = m_parts.emplace_back();
        part.token = thought.token.escaped;
        for (const Text words : thought.summary)
            part.thought += words.escaped;
    }

    void carried(const ir::CarriedBlock &block)
    {
        using Place = ir::CarriedBlock::Place;
        if (block.details.starts_with('{')) {
            m_parts.emplace_back().raw = block.details;
        } else if (block.token.empty()) {
            return; // thoughts alone are of no use to the model
        } else if (block.place == Place::Next) {
            m_next = block.token;
        } else if (block.place == Place::Own) {
            PlannedPart &part = m_parts.emplace_back();
            part.token = block.token;
            part.thought = block.text;
        } else if (m_parts.empty()) {
            m_waiting.push_back(block.token); // clients that keep carriers apart from what they belong to
        } else if (isText(m_parts.back()) && m_parts.back().token.empty()) {
            m_parts.back().token = block.token;
        } else {
            m_parts.push_back(emptyText(block.token));
        }
    }

    static PlannedPart emptyText(std::string_view token)
    {
        PlannedPart part;
        part.raw = R"({"text":"","thoughtSignature":")";
        part.raw += token;
        part.raw += "\"}";
        return part;
    }

    [[nodiscard]] std::string callToken(const ir::CallBlock &call) const
    {
        if (!ir::isCarrier(call.token))
            return m_context.isSameFormat() ? std::string(call.token.escaped) : std::string();
        const std::optional<ir::Carrier> carrier = ir::openCarrier(call.token, m_context.target.carrierKey);
        const bool isOurs = carrier && carrier->family == m_family && !carrier->blocks.empty();
        return isOurs ? carrier->blocks.front().token : std::string();
    }

    const WriteContext &m_context;
    const std::string m_family;
    std::vector<PlannedPart> m_parts;
    std::string m_next;                 // signature of the part that comes next
    std::vector<std::string> m_waiting; // of a text that has not come yet
};

} // namespace

std::vector<PlannedPart> planTurn(const ir::NormalTurn &turn, const WriteContext &context, bool mustSign)
{
    TurnPlanner planner(context);
    for (const ir::Block *block : turn.blocks)
        planner.add(*block);
    return planner.finish(mustSign);
}

} // namespace signalbox::wire::gemini
