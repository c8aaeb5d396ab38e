#pragma once

#include "agents/agent_rule.h"
#include "agents/file_change.h"
#include "agents/file_operations.h"
#include "agents/way_back.h"

#include <string>
#include <vector>

namespace signalbox::agents {

/// One file of an agent, as it is and as it is to be.
struct FileStep
{
    std::string file;
    FileText before;
    FileText after;
    std::string shownBefore; ///< without secrets
    std::string shownAfter;
    bool hidesSecret = false;

    [[nodiscard]] bool changes() const { return before != after; }
};

/// All that connecting or restoring one agent does to the disk. Steps in the order of the rule's files.
struct Work
{
    std::vector<FileStep> steps;
    AgentRecord record;               ///< what is remembered: of restoring, what is left behind
    std::vector<std::string> unknown; ///< keys that held our values already: "model_provider"
    std::vector<std::string> changed; ///< keys that others have set since, left as they are
    std::string fingerprint;          ///< of the files as they were read
};

/// Files and the memory of them. Reads and writes at once; main thread, or a command's.
class AgentStore final
{
public:
    AgentStore(FileOperations &operations, std::string dataDir, Environment environment);

    /// NotFound: none. InvalidInput where it cannot be read.
    [[nodiscard]] Result<WayBack> wayBack() const;
    [[nodiscard]] std::string home(const AgentRule &rule) const { return agentHome(rule, m_environment); }
    [[nodiscard]] const Environment &environment() const { return m_environment; }
    /// The file of this rule that is there, or is to be made.
    [[nodiscard]] std::string fileOf(const AgentRule &rule, const SettingsFile &file) const;

    /// `values.key` may be what stands for the key: for a plan.
    [[nodiscard]] Result<Work> planConnect(const AgentRule &rule, EntryValues values) const;
    [[nodiscard]] Result<Work> planRestore(const AgentRule &rule, Definition definition) const;
    /// Stores the way back first, then writes, the file that points at the provider last. After an error the
    /// files are put back; where that fails too, the way back stays stored.
    [[nodiscard]] Result<void> connect(const AgentRule &rule, Work work);
    [[nodiscard]] Result<void> restore(const AgentRule &rule, Work work);
    /// The virtual key that the agent's files hold, where it is the one we wrote; empty otherwise.
    [[nodiscard]] std::string keyInFiles(const AgentRule &rule, const AgentRecord &record) const;
    /// Removes the record of an agent whose key is gone too.
    [[nodiscard]] Result<void> forget(const std::string &agent);

private:
    [[nodiscard]] std::string wayBackFile() const { return m_dataDir + "/agents.json"; }
    [[nodiscard]] Result<void> save(const WayBack &wayBack);
    [[nodiscard]] Result<void> store(AgentRecord record);
    [[nodiscard]] Result<void> write(const FileStep &step);

    FileOperations &m_operations;
    const std::string m_dataDir;
    const Environment m_environment;
};

/// SHA-256 over names, presence and bytes.
[[nodiscard]] std::string fingerprintOf(const std::vector<FileStep> &steps);

} // namespace signalbox::agents
