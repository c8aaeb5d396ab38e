#pragma once

#include "agents/settings_text.h"
#include "base/clock.h"

#include <optional>
#include <string>
#include <vector>

/// What is remembered of a connected agent, so that it can be restored: for each key of ours what stood there
/// before, never a copy of a file. Values and their JSON; pure.
namespace signalbox::agents {

struct KeyRecord
{
    KeyPath path;
    std::optional<std::string> before;  ///< the value's bytes; nothing: the key was not there
    std::optional<Insertion> insertion; ///< how it was added
    std::string oursHash;               ///< SHA-256 of what we wrote, in hexadecimal: it may be a key

    bool operator==(const KeyRecord &) const = default;
};

struct FileRecord
{
    std::string file;
    SettingsFormat format = SettingsFormat::Json;
    bool existed = true;
    std::optional<std::string> blank; ///< the text before, where a JSON file held nothing at all
    std::vector<KeyRecord> keys;      ///< in the order in which they were written

    bool operator==(const FileRecord &) const = default;
};

enum class Phase {
    Connecting, ///< files are being written, or the program died doing it
    Connected,
    Restoring,
    Left, ///< restored, but its definition of our provider stays for conversations that refer to it
};

struct AgentRecord
{
    std::string agent;
    Phase phase = Phase::Connecting;
    std::string keyId; ///< of the virtual key; empty: none was made
    WallTime since{};  ///< when it was connected
    std::vector<FileRecord> files;

    bool operator==(const AgentRecord &) const = default;
};

/// All of them, as the file agents.json holds them.
struct WayBack
{
    std::vector<AgentRecord> agents;

    [[nodiscard]] const AgentRecord *find(const std::string &agent) const;
    void put(AgentRecord record);
    void erase(const std::string &agent);

    bool operator==(const WayBack &) const = default;
};

[[nodiscard]] std::string toJson(const WayBack &wayBack);
/// InvalidInput where it is none: then nothing is written, because what is to be restored is not known.
[[nodiscard]] Result<WayBack> readWayBack(const std::string &json);

} // namespace signalbox::agents
