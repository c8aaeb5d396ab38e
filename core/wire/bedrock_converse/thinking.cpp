#include "wire/bedrock_converse/thinking.h"

#include <algorithm>

namespace signalbox::wire::bedrock_converse {

namespace {

using Mode = ThinkingPlan::Mode;

/// Room for the answer beside the thoughts, where the client set no limit.
constexpr std::int64_t kRoomForAnswer = 16 * 1024;
constexpr std::string_view kName = "reasoning_effort";

class Planner
{
public:
    Planner(const ir::Request &request, const Target &target, ir::LeftOut &leftOut)
        : m_reasoning(request.reasoning), m_rules(target.rules), m_leftOut(leftOut)
    {
        m_hasLimit = request.maxOutputTokens.has_value();
        m_plan.maxTokens = request.maxOutputTokens.value_or(target.maxOutputTokens);
        m_plan.shown = !m_reasoning.summary.isEmpty() || request.isCodex;
    }

    ThinkingPlan make(bool brokenLoop)
    {
        const bool isOff = m_reasoning.off || equals(m_reasoning.effort, "none");
        if (!isOff && m_reasoning.effort.isEmpty() && m_reasoning.budget.value_or(-1) < 0)
            return m_plan; // unset stays unset; -1 asks for what the model thinks right
        if (isOff || m_reasoning.budget == 0)
            off();
        else if (m_rules.adaptiveThinking)
            adaptive();
        else if (m_rules.budgetThinking)
            budget(brokenLoop);
        else if (!m_rules.efforts.empty())
            level();
        else
            m_leftOut.add(kName);
        return m_plan;
    }

private:
    [[nodiscard]] std::string_view wanted() const
    {
        return m_reasoning.effort.isEmpty() ? ir::effortOfBudget(m_reasoning.budget.value_or(0))
                                            : m_reasoning.effort.escaped;
    }

    void off()
    {
        if (m_rules.thinkingOff && (m_rules.adaptiveThinking || m_rules.budgetThinking)) {
            m_plan.mode = Mode::Off;
        } else if (!m_rules.efforts.empty()) { // as little as there is
            m_plan.mode = m_rules.adaptiveThinking ? Mode::Adaptive : Mode::Level;
            m_plan.effort = m_rules.efforts.front();
            m_leftOut.add(kName);
        } // who knows nothing of thinking does not think
    }

    void adaptive()
    {
        m_plan.mode = Mode::Adaptive;
        if (!m_rules.efforts.empty())
            m_plan.effort = ir::fittingEffort(m_rules.efforts, wanted());
    }

    void level()
    {
        m_plan.mode = Mode::Level;
        m_plan.effort = ir::fittingEffort(m_rules.efforts, wanted());
    }

    void budget(bool brokenLoop)
    {
        std::int64_t tokens = m_reasoning.effort.isEmpty() ? *m_reasoning.budget
                                                           : ir::budgetOfEffort(m_reasoning.effort.escaped);
        tokens = std::max(tokens, m_rules.leastBudget);
        if (m_rules.mostBudget > 0)
            tokens = std::min(tokens, m_rules.mostBudget);
        if (m_plan.maxTokens == 0)
            m_plan.maxTokens = tokens + kRoomForAnswer;
        if (tokens >= m_plan.maxTokens || (!m_hasLimit && tokens > m_plan.maxTokens / 2))
            tokens = m_plan.maxTokens / 2;
        if (brokenLoop || tokens < m_rules.leastBudget) {
            m_plan.mode = Mode::Off;
            m_leftOut.add(kName);
            return;
        }
        m_plan.mode = Mode::Budget;
        m_plan.budget = tokens;
    }

    const ir::Reasoning &m_reasoning;
    const ModelRules &m_rules;
    ir::LeftOut &m_leftOut;
    ThinkingPlan m_plan;
    bool m_hasLimit = false;
};

} // namespace

ThinkingPlan planThinking(const ir::Request &request, const Target &target, bool brokenLoop,
                          ir::LeftOut &leftOut)
{
    return Planner(request, target, leftOut).make(brokenLoop);
}

} // namespace signalbox::wire::bedrock_converse
