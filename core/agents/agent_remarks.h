#pragma once

#include "agents/agent_store.h"
#include "control/agents.h"

#include <string>

namespace signalbox::agents {

/// What a person should know before an agent is connected or restored, beside the files themselves. Reads
/// files of the agent; changes none.
void remarkOnConnecting(const AgentRule &rule, const AgentStore &store, const Work &work,
                        const EntryValues &values, control::AgentPlan &plan);
void remarkOnRestoring(const AgentRule &rule, const Work &work, control::AgentPlan &plan);

/// What its settings name now: "model gpt-5.4 of openai"; empty where they name nothing.
[[nodiscard]] std::string setTo(const AgentRule &rule, const AgentStore &store);

/// Whether our provider's definition has to stay in the agent's settings. Codex opens a recorded conversation
/// only where the provider it began with is still defined, so as long as there are such conversations it
/// does.
[[nodiscard]] Definition definitionNeeded(const AgentRule &rule, const AgentStore &store,
                                          const AgentRecord &record);

} // namespace signalbox::agents
