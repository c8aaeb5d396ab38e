#include "wire/gemini/request_writer.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::gemini {

namespace {

struct Level
{
    std::string_view name;
    std::int64_t budget; ///< tokens that stand for it where a model counts
};

/// Weakest first.
constexpr std::array<Level, 7> kLevels{{{"minimal", 512},
                                        {"low", 2048},
                                        {"medium", 8192},
                                        {"high", 24576},
                                        {"xhigh", 32768},
                                        {"max", 32768},
                                        {"ultra", 32768}}};

std::size_t rankOf(std::string_view effort)
{
    const auto found = std::ranges::find(kLevels, effort, &Level::name);
    return static_cast<std::size_t>(found - kLevels.begin());
}

/// The level that so many tokens come nearest to.
std::string_view levelFor(std::int64_t budget)
{
    if (budget <= 1024)
        return "low";
    if (budget <= 8192)
        return "medium";
    return budget <= 24576 ? "high" : "xhigh";
}

class Thinking
{
public:
    explicit Thinking(WriteContext &context)
        : m_context(context), m_rules(context.target.rules), m_asked(context.request.reasoning)
    {
    }

    void write()
    {
        if (m_context.isSameFormat() && !m_asked.raw.isEmpty() && fitsAsItIs()) {
            m_context.json.key("thinkingConfig").raw(m_asked.raw.text);
            return;
        }
        const bool wantsThoughts = !m_asked.off && (!m_asked.summary.isEmpty() || m_context.request.isCodex);
        const bool isAsked = m_asked.off || m_asked.budget || !m_asked.effort.isEmpty();
        if (!hasLevels() && !m_rules.budgetThinking) {
            if (isAsked && !m_asked.off)
                m_context.drop("reasoning_effort");
            return;
        }
        if (!isAsked && !wantsThoughts)
            return;
        m_context.json.key("thinkingConfig").beginObject();
        if (wantsThoughts)
            m_context.json.key("includeThoughts").boolean(true);
        // One of the two, never both: the API refuses that.
        if (isAsked && hasLevels())
            level();
        else if (isAsked)
            budget();
        m_context.json.endObject();
    }

private:
    [[nodiscard]] bool hasLevels() const { return !m_rules.efforts.empty(); }

    /// Whether it was written for a model of this family: older ones count tokens, newer ones know levels.
    [[nodiscard]] bool fitsAsItIs() const
    {
        const bool saysLevel = !m_asked.effort.isEmpty();
        const bool saysBudget = m_asked.budget || m_asked.off;
        return (!saysLevel || hasLevels() || !m_rules.budgetThinking) &&
               (!saysBudget || m_rules.budgetThinking || !hasLevels());
    }

    /// The level that is asked for, else the next one above it that the model has, else its strongest.
    void level()
    {
        const std::string asked = unescape(m_asked.effort);
        std::string_view wanted = asked;
        if (m_asked.off)
            wanted = m_rules.efforts.front();
        else if (asked.empty())
            wanted = levelFor(*m_asked.budget);
        const std::size_t rank = rankOf(wanted);
        const auto found = std::ranges::find_if(
            m_rules.efforts, [&](const std::string &known) { return rankOf(known) >= rank; });
        std::string name =
            found != m_rules.efforts.end() && rank < kLevels.size() ? *found : m_rules.efforts.back();
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        m_context.json.key("thinkingLevel").string(name);
    }

    void budget()
    {
        std::int64_t tokens = m_asked.budget.value_or(0);
        if (!m_asked.off && !m_asked.budget) {
            const std::size_t rank = rankOf(unescape(m_asked.effort));
            tokens = rank < kLevels.size() ? kLevels[rank].budget : kLevels.back().budget;
        }
        const bool isOff = m_asked.off || tokens <= 0;
        if (isOff && m_rules.thinkingOff) {
            m_context.json.key("thinkingBudget").number(0);
            return;
        }
        tokens = std::max(tokens, m_rules.leastBudget);
        if (m_rules.mostBudget > 0)
            tokens = std::min(tokens, m_rules.mostBudget);
        m_context.json.key("thinkingBudget").number(tokens);
    }

    WriteContext &m_context;
    const ModelRules &m_rules;
    const ir::Reasoning &m_asked;
};

} // namespace

void writeThinking(WriteContext &context)
{
    Thinking(context).write();
}

} // namespace signalbox::wire::gemini
