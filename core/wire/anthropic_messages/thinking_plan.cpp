#include "wire/anthropic_messages/thinking_plan.h"

#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <optional>

namespace signalbox::wire::anthropic {

namespace {

using Mode = ThinkingPlan::Mode;

/// Levels that clients of all formats name, weakest first, and the tokens that stand for them where a model
/// takes a number only.
struct Level
{
    std::string_view name;
    std::int64_t budget;
};
constexpr std::array<Level, 7> kLevels{{
    {"minimal", 1024},
    {"low", 2048},
    {"medium", 8192},
    {"high", 16384},
    {"xhigh", 32768},
    {"max", 64000},
    {"ultra", 64000},
}};

/// Budgets up to so many tokens mean these levels; above the last it is xhigh.
constexpr std::array<Level, 3> kLevelsOfBudgets{{{"low", 1024}, {"medium", 8192}, {"high", 24576}}};

constexpr std::int64_t kDefaultMaxTokens = 32000;
constexpr std::int64_t kRoomBesideBudget = 16000; ///< tokens for the answer itself
constexpr std::int64_t kLeastBudget = 1024;       ///< the API refuses less

std::size_t levelOf(std::string_view name)
{
    return static_cast<std::size_t>(std::ranges::find(kLevels, name, &Level::name) - kLevels.begin());
}

class Planner
{
public:
    Planner(const ir::Request &request, const Target &target, std::vector<std::string> &dropped)
        : m_request(request), m_target(target), m_rules(target.rules), m_reasoning(request.reasoning),
          m_isSameFormat(request.source == Format::AnthropicMessages), m_dropped(dropped)
    {
    }

    ThinkingPlan plan(bool startsUnsigned)
    {
        choose();
        if (startsUnsigned && m_plan.usesBudget) {
            // The API wants each step of a running loop to begin with a thought of its own.
            m_plan = {};
            m_plan.mode = Mode::Disabled;
            drop("thinking");
        }
        limit();
        m_plan.isOn = m_plan.mode == Mode::Adaptive || m_plan.mode == Mode::Budget ||
                      (m_plan.mode == Mode::AsGiven && !m_reasoning.off);
        return m_plan;
    }

private:
    [[nodiscard]] bool isKnown() const { return m_rules.adaptiveThinking || m_rules.budgetThinking; }
    [[nodiscard]] bool isGivenFit() const
    {
        if (!m_isSameFormat || m_reasoning.raw.isEmpty())
            return false;
        if (!isKnown())
            return true;
        return m_reasoning.off ? m_rules.thinkingOff
                               : (m_reasoning.budget ? m_rules.budgetThinking : m_rules.adaptiveThinking);
    }

    void choose()
    {
        if (isGivenFit()) {
            m_plan.mode = Mode::AsGiven;
            m_plan.usesBudget = m_reasoning.budget.has_value() && !m_reasoning.off;
            m_plan.budget = m_reasoning.budget.value_or(0);
            m_plan.effort = effort();
        } else if (m_reasoning.off) {
            switchOff();
        } else if (!m_reasoning.effort.isEmpty() || m_reasoning.budget.value_or(0) > 0) {
            switchOn();
        } else if (!m_reasoning.summary.isEmpty() && m_rules.adaptiveThinking) {
            m_plan.mode = Mode::Adaptive; // thoughts are to be seen, so there must be some
            m_plan.showsThoughts = true;
        }
    }

    void switchOff()
    {
        if (!isKnown())
            return; // a model that does not think needs not be told
        m_plan.mode = m_rules.thinkingOff ? Mode::Disabled : Mode::Adaptive;
        if (!m_rules.thinkingOff) {
            m_plan.effort = fit("low");
            drop("reasoning");
        }
    }

    void switchOn()
    {
        const bool isPlain = m_isSameFormat && m_reasoning.raw.isEmpty();
        m_plan.effort = effort();
        if (isPlain)
            return; // this API knows an effort without thoughts as well
        if (m_rules.adaptiveThinking) {
            m_plan.mode = Mode::Adaptive;
            if (m_plan.effort.empty() && m_reasoning.effort.isEmpty())
                m_plan.effort = fit(levelOfBudget()); // of tokens it knows nothing
            m_plan.showsThoughts =
                m_rules.omitsThoughts && (!m_reasoning.summary.isEmpty() || m_request.isCodex);
        } else if (m_rules.budgetThinking) {
            m_plan.mode = Mode::Budget;
            m_plan.usesBudget = true;
            m_plan.budget = budget();
            m_plan.effort = m_isSameFormat ? m_plan.effort : std::string_view();
            if (m_plan.budget == 0)
                m_plan = {};
        } else if (!m_isSameFormat) {
            drop("reasoning_effort");
            m_plan.effort = {};
        }
    }

    /// The level to write, in a word that the model knows.
    std::string_view effort()
    {
        if (m_reasoning.effort.isEmpty())
            return m_isSameFormat ? std::string_view() : fit(levelOfBudget());
        const std::string_view word = m_reasoning.effort.escaped;
        if (m_isSameFormat && !isKnown())
            return word;
        if (m_isSameFormat && m_rules.efforts.empty()) {
            drop("output_config.effort");
            return {};
        }
        return fit(word);
    }

    [[nodiscard]] std::string_view levelOfBudget() const
    {
        const std::int64_t budget = m_reasoning.budget.value_or(0);
        if (budget <= 0)
            return {};
        for (const Level &level : kLevelsOfBudgets) {
            if (budget <= level.budget)
                return level.name;
        }
        return "xhigh";
    }

    /// The level itself where the model has it, else the next stronger one, else its strongest.
    std::string_view fit(std::string_view word)
    {
        const std::size_t wanted = levelOf(word);
        if (word.empty() || wanted == kLevels.size()) {
            if (!word.empty())
                drop("reasoning_effort");
            return {};
        }
        const auto &known = m_rules.efforts;
        for (std::size_t at = wanted; at < kLevels.size(); ++at) {
            const auto found = std::ranges::find(known, kLevels[at].name);
            if (found != known.end())
                return *found;
        }
        return known.empty() ? kLevels[std::max<std::size_t>(wanted, 1)].name
                             : std::string_view(known.back());
    }

    [[nodiscard]] std::int64_t budget() const
    {
        std::int64_t tokens = m_reasoning.budget.value_or(0);
        if (tokens <= 0) {
            const std::size_t level = levelOf(m_reasoning.effort.escaped);
            if (level == kLevels.size())
                return 0;
            tokens = kLevels[level].budget;
        }
        if (m_rules.mostBudget > 0)
            tokens = std::min(tokens, m_rules.mostBudget);
        return std::max(tokens, std::max(m_rules.leastBudget, kLeastBudget));
    }

    /// `max_tokens` must be there, and above the budget.
    void limit()
    {
        if (m_request.maxOutputTokens) {
            m_plan.maxTokens = *m_request.maxOutputTokens;
            if (m_plan.mode != Mode::Budget || m_plan.budget < m_plan.maxTokens / 2)
                return;
            m_plan.budget = m_plan.maxTokens / 2;
            if (m_plan.budget < std::max(m_rules.leastBudget, kLeastBudget)) {
                m_plan.mode = Mode::Disabled;
                m_plan.usesBudget = false;
                drop("reasoning_effort");
            }
            return;
        }
        const std::int64_t most =
            m_target.maxOutputTokens > 0 ? m_target.maxOutputTokens : m_rules.mostOutput;
        m_plan.maxTokens = most > 0 ? most : kDefaultMaxTokens;
        if (!m_plan.usesBudget)
            return;
        if (most == 0)
            m_plan.maxTokens = std::max(m_plan.maxTokens, m_plan.budget + kRoomBesideBudget);
        else if (m_plan.mode == Mode::Budget)
            m_plan.budget = std::min(m_plan.budget, std::max(most - kRoomBesideBudget, most / 2));
    }

    void drop(std::string_view name)
    {
        if (std::ranges::find(m_dropped, name) == m_dropped.end())
            m_dropped.emplace_back(name);
    }

    const ir::Request &m_request;
    const Target &m_target;
    const ModelRules &m_rules;
    const ir::Reasoning &m_reasoning;
    const bool m_isSameFormat;
    std::vector<std::string> &m_dropped;
    ThinkingPlan m_plan;
};

} // namespace

ThinkingPlan planThinking(const ir::Request &request, const Target &target, bool startsUnsigned,
                          std::vector<std::string> &dropped)
{
    return Planner(request, target, dropped).plan(startsUnsigned);
}

} // namespace signalbox::wire::anthropic
