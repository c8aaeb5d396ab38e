#pragma once

#include "agents/agent_process.h"
#include "agents/agent_rule.h"
#include "agents/answer.h"
#include "base/clock.h"
#include "control/agents.h"
#include "control/gateway_control.h"

#include <string>

namespace signalbox::agents {

/// Lets an agent ask its small question, and looks up which request that was: an answer that did not come
/// through the gateway is none. `context` owns what runs; where it goes, nobody is answered.
void tryAgent(control::GatewayControl &control, const Clock &clock, QObject &context, const AgentRule &rule,
              const std::string &keyId, AgentProcess::Run run, const Answer<control::AgentTest> &answer);

} // namespace signalbox::agents
