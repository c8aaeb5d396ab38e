#pragma once

#include "control/agents.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>

namespace signalbox::ui {

/// One agent and the plan for it: asks what would change, carries it out, lets the agent itself ask a
/// question. Writes only the plan that was shown; where a file was changed meanwhile it plans again and says
/// so. Knows no widgets. Lives on the main thread, owned by who shows it.
class AgentConnection final : public QObject
{
    Q_OBJECT

public:
    enum class Purpose { Connect, Restore };
    enum class Phase {
        Idle, ///< nothing chosen, or no plan could be made
        Planning,
        Planned,
        Writing,
    };

    /// `agents` must outlive this.
    explicit AgentConnection(control::Agents &agents, QObject *parent = nullptr);

    /// Plans for `agent`; what was known of another one is forgotten.
    void choose(const control::Agent &agent, Purpose purpose, const std::string &model);
    void forget();
    void planAgain();
    /// Only with a plan. `thenTest`: the agent asks its question once the files are written.
    void carryOut(bool thenTest);
    void test();
    /// With the desktop's own program.
    void openFile(const std::string &file);

    [[nodiscard]] const control::Agent &agent() const { return m_agent; }
    [[nodiscard]] Purpose purpose() const { return m_purpose; }
    [[nodiscard]] const std::string &model() const { return m_wish.model; }
    [[nodiscard]] Phase phase() const { return m_phase; }
    /// A test takes long: plans are made and carried out meanwhile, only no second test begins.
    [[nodiscard]] bool isTesting() const { return m_testing && *m_testing == m_agent.id; }
    [[nodiscard]] bool canTest() const { return !m_agent.id.empty() && !m_testing; }
    [[nodiscard]] const std::optional<control::AgentPlan> &plan() const { return m_plan; }
    /// Why there is no plan, or why it was not carried out, a test not made, or a file not opened.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    /// The plan is a second one: a file was not as the first had found it.
    [[nodiscard]] bool changedMeanwhile() const { return m_changedMeanwhile; }
    /// What was carried out last, for this agent.
    [[nodiscard]] std::optional<Purpose> done() const { return m_done; }
    [[nodiscard]] const std::optional<control::AgentTest> &tested() const { return m_tested; }

Q_SIGNALS:
    void changed();
    /// Files were written: what is known of agents is old.
    void carriedOut();
    /// Writing failed while another agent was chosen already.
    void failedElsewhere(const QString &agent, const signalbox::Error &error);

private:
    void become(Phase phase);

    control::Agents &m_agents;
    control::Agent m_agent;
    control::AgentWish m_wish;
    Purpose m_purpose = Purpose::Connect;
    Phase m_phase = Phase::Idle;
    std::optional<control::AgentPlan> m_plan;
    std::optional<Error> m_error;
    std::optional<control::AgentTest> m_tested;
    std::optional<Purpose> m_done;
    std::optional<std::string> m_testing; ///< the agent that asks its question now
    bool m_changedMeanwhile = false;
    int m_question = 0; ///< answers of plans to older ones are not of what is shown now
};

} // namespace signalbox::ui
