#include "ui/models/agent_connection.h"

#include "control/when_answered.h"
#include "ui/models/format.h"

namespace signalbox::ui {

AgentConnection::AgentConnection(control::Agents &agents, QObject *parent) : QObject(parent), m_agents(agents)
{
}

void AgentConnection::choose(const control::Agent &agent, Purpose purpose, const std::string &model)
{
    const bool other = agent.id != m_agent.id;
    if (other) {
        m_done.reset();
        m_tested.reset();
    }
    m_agent = agent;
    m_purpose = purpose;
    m_wish = {agent.id, model};
    m_changedMeanwhile = false;
    m_error.reset();
    planAgain();
}

void AgentConnection::forget()
{
    ++m_question;
    m_agent = {};
    m_plan.reset();
    m_error.reset();
    m_tested.reset();
    m_done.reset();
    m_changedMeanwhile = false;
    become(Phase::Idle);
}

void AgentConnection::planAgain()
{
    m_plan.reset();
    become(Phase::Planning);
    const auto asked =
        m_purpose == Purpose::Connect ? m_agents.planConnect(m_wish) : m_agents.planRestore(m_wish.agent);
    control::whenAnswered<control::AgentPlan>(
        asked, this, [this, question = ++m_question](const Result<control::AgentPlan> &plan) {
            if (question != m_question)
                return;
            if (plan)
                m_plan = *plan;
            else
                m_error = plan.error();
            become(plan ? Phase::Planned : Phase::Idle);
        });
}

void AgentConnection::carryOut(bool thenTest)
{
    if (m_phase != Phase::Planned || !m_plan)
        return;
    m_error.reset();
    m_tested.reset();
    m_changedMeanwhile = false;
    become(Phase::Writing);
    const auto written = [this, thenTest, question = ++m_question, name = m_agent.name,
                          purpose = m_purpose](const Result<void> &answer) {
        if (answer)
            Q_EMIT carriedOut();
        if (question != m_question) {
            if (!answer)
                Q_EMIT failedElsewhere(text(name), answer.error());
            return;
        }
        if (answer) {
            m_done = purpose;
            become(Phase::Planned);
            if (thenTest)
                test();
        } else if (answer.error().code == ErrorCode::Conflict) {
            m_changedMeanwhile = true;
            planAgain();
        } else {
            m_error = answer.error();
            become(Phase::Planned); // it can be tried again
        }
    };
    control::whenAnswered<void>(m_agents.carryOut(*m_plan, m_wish), this, written);
}

void AgentConnection::test()
{
    if (!canTest())
        return;
    m_tested.reset();
    m_error.reset();
    m_testing = m_agent.id;
    Q_EMIT changed();
    control::whenAnswered<control::AgentTest>(m_agents.test(m_agent.id), this,
                                              [this](const Result<control::AgentTest> &answer) {
                                                  if (isTesting() && answer)
                                                      m_tested = *answer;
                                                  else if (isTesting())
                                                      m_error = answer.error();
                                                  m_testing.reset();
                                                  Q_EMIT changed();
                                              });
}

void AgentConnection::openFile(const std::string &file)
{
    control::whenAnswered<void>(m_agents.openFile(file), this,
                                [this, agent = m_agent.id](const Result<void> &opened) {
                                    if (opened || agent != m_agent.id)
                                        return;
                                    m_error = opened.error();
                                    Q_EMIT changed();
                                });
}

void AgentConnection::become(Phase phase)
{
    m_phase = phase;
    Q_EMIT changed();
}

} // namespace signalbox::ui
