#pragma once

#include "agents/agent_store.h"
#include "agents/agent_versions.h"
#include "agents/answer.h"
#include "base/clock.h"
#include "control/agents.h"
#include "control/gateway_control.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace signalbox::agents {

struct GatewayFacts;

/// control::Agents for the agents of this computer: their files are read and written here, their programs
/// run as processes, their virtual keys made by the gateway asked. Lives on the main thread, owned by the
/// application; goes before `control`. Futures are cancelled when it goes.
class LocalAgents final : public QObject, public control::Agents
{
    Q_OBJECT

public:
    struct Options
    {
        std::string dataDir;     ///< where agents.json is kept
        Environment environment; ///< the user's
        /// Variables that the gateway has its keys in, as it is configured now: no program started gets them.
        std::function<std::vector<std::string>()> keyVariables;
        /// Looked into behind PATH: a program started from a menu has a shorter one than a shell.
        std::vector<std::string> moreFolders{"/.local/bin", "/.npm-global/bin", "/.opencode/bin",
                                             "/.claude/local"};
        std::chrono::milliseconds versionPatience{10'000};
        std::chrono::milliseconds testPatience{120'000};
    };

    LocalAgents(control::GatewayControl &control, const Clock &clock, FileOperations &operations,
                Options options);

    [[nodiscard]] QFuture<Result<std::vector<control::Agent>>> list() override;
    [[nodiscard]] QFuture<Result<control::AgentPlan>> planConnect(control::AgentWish wish) override;
    [[nodiscard]] QFuture<Result<control::AgentPlan>> planRestore(std::string agent) override;
    [[nodiscard]] QFuture<Result<void>> carryOut(control::AgentPlan plan, control::AgentWish wish) override;
    [[nodiscard]] QFuture<Result<control::AgentTest>> test(std::string agent) override;
    [[nodiscard]] QFuture<Result<void>> openFile(std::string file) override;

    /// Agents whose connecting or restoring was cut off: to be offered a restore at the start.
    [[nodiscard]] std::vector<std::string> pending() const;

private:
    struct Found; // a program, and the environment it runs in

    [[nodiscard]] Environment environmentWithoutKeys() const;
    [[nodiscard]] Found find(const AgentRule &rule) const;
    [[nodiscard]] control::Agent look(const AgentRule &rule, const Result<WayBack> &wayBack) const;
    void takeKey(const AgentRule &rule, const GatewayFacts &facts,
                 std::function<void(Result<std::string>)> done);
    [[nodiscard]] Result<void> write(const AgentRule &rule, const control::AgentPlan &plan,
                                     const EntryValues &values);
    void connectAgent(const AgentRule &rule, control::AgentPlan plan, const control::AgentWish &wish,
                      const Answer<void> &answer);
    void restoreAgent(const AgentRule &rule, const control::AgentPlan &plan, const Answer<void> &answer);

    control::GatewayControl &m_control;
    const Clock &m_clock;
    const Options m_options;
    AgentStore m_store;
    AgentVersions m_versions;
};

} // namespace signalbox::agents
