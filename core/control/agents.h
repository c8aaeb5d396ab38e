#pragma once

#include "base/result.h"

#include <QFuture>

#include <string>
#include <vector>

namespace signalbox::control {

enum class AgentState {
    NotFound,     ///< neither the program nor its folder
    NotConnected, ///< found; its files do not name us
    Connected,    ///< its files hold what we wrote
    Changed,      ///< connected, and another program has changed what we wrote since
};

struct Agent
{
    std::string id;      ///< "codex", "claude", "gemini", "opencode", "qwen"
    std::string name;    ///< "Codex CLI"
    std::string program; ///< path; empty where only its folder was found
    std::string version; ///< empty where unknown
    AgentState state = AgentState::NotFound;
    std::string setTo;   ///< what its files name now: "model gpt-5.4 of openai"; empty: its defaults
    std::string launch;  ///< the way that touches no file: "signalbox codex"; empty where there is none yet
    std::string install; ///< how to get it: "npm install -g @openai/codex"
    /// Connecting or restoring it was cut off, by a crash or the power: restoring puts its settings right.
    bool interrupted = false;

    bool operator==(const Agent &) const = default;
};

/// What a file would be. Texts are whole files, for a diff; no secret stands in them but where `hidesSecret`.
struct AgentFileChange
{
    std::string file;   ///< "/home/mira/.codex/config.toml"
    bool exists = true; ///< false: it is made
    std::string before;
    std::string after;
    bool hidesSecret = false; ///< a key is written into this file; it is replaced by dots in `after`

    bool operator==(const AgentFileChange &) const = default;
};

/// What connecting or restoring would do. Nothing is written before it is carried out.
struct AgentPlan
{
    std::string agent;
    bool restores = false;
    std::vector<AgentFileChange> files; ///< that change
    std::vector<std::string> notes;     ///< what a person should know: "a ChatGPT login was found; …"
    std::vector<std::string> warnings;
    std::string fingerprint; ///< of the files as they were read

    bool operator==(const AgentPlan &) const = default;
};

struct AgentWish
{
    std::string agent;
    std::string model; ///< that it shall ask for; empty: the first virtual model
};

struct AgentTest
{
    bool answered = false;
    std::string requestId; ///< of its row in the ledger
    std::string said;      ///< beginning of its answer
    std::string problem;   ///< what is wrong and what to do
};

/// Coding agents on this computer. Main thread; no call blocks. Only our own keys in their files are touched.
class Agents
{
public:
    virtual ~Agents() = default;

    [[nodiscard]] virtual QFuture<Result<std::vector<Agent>>> list() = 0;
    [[nodiscard]] virtual QFuture<Result<AgentPlan>> planConnect(AgentWish wish) = 0;
    [[nodiscard]] virtual QFuture<Result<AgentPlan>> planRestore(std::string agent) = 0;
    /// Carries the plan out: the way back is stored first, then the files are written, each atomically.
    /// Conflict where a file is not as the plan's fingerprint says: plan again.
    [[nodiscard]] virtual QFuture<Result<void>> carryOut(AgentPlan plan, AgentWish wish) = 0;
    /// Lets the agent itself ask one small question through the gateway.
    [[nodiscard]] virtual QFuture<Result<AgentTest>> test(std::string agent) = 0;
    /// Has the desktop open a file of a plan with its own program, which gets none of the gateway's keys.
    [[nodiscard]] virtual QFuture<Result<void>> openFile(std::string file) = 0;
};

} // namespace signalbox::control
