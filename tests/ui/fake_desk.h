#pragma once

#include "control/agents.h"
#include "control/desk.h"
#include "ui/answers.h"
#include "ui/fake_control.h"
#include "ui/fake_providers.h"
#include "ui/fake_secrets.h"

namespace signalbox::tests {

/// A computer without agents.
class NoAgents final : public control::Agents
{
public:
    QFuture<Result<std::vector<control::Agent>>> list() override
    {
        return m_answers.give<std::vector<control::Agent>>([] { return std::vector<control::Agent>(); });
    }
    QFuture<Result<control::AgentPlan>> planConnect(control::AgentWish) override { return plan(); }
    QFuture<Result<control::AgentPlan>> planRestore(std::string) override { return plan(); }
    QFuture<Result<void>> carryOut(control::AgentPlan, control::AgentWish) override
    {
        return m_answers.give<void>([] { return Result<void>(); });
    }
    QFuture<Result<control::AgentTest>> test(std::string) override
    {
        return m_answers.give<control::AgentTest>([] { return control::AgentTest(); });
    }

private:
    QFuture<Result<control::AgentPlan>> plan()
    {
        return m_answers.give<control::AgentPlan>([] { return control::AgentPlan(); });
    }

    Answers m_answers;
};

/// All that a window asks, as fakes.
struct FakeDesk
{
    FakeControl control;
    FakeSecrets secrets;
    FakeProviders providers{control};
    NoAgents agents;

    [[nodiscard]] control::Desk desk() { return {control, secrets, providers, agents}; }
};

} // namespace signalbox::tests
