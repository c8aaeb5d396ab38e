#pragma once

#include "agents/agent_rule.h"
#include "agents/way_back.h"

#include <optional>
#include <string>
#include <vector>

/// What connecting and restoring make of one file. Pure.
namespace signalbox::agents {

/// A file's text; nothing where there is no such file.
using FileText = std::optional<std::string>;

struct Connected
{
    std::string text;
    FileRecord record;
    std::vector<KeyPath> unknownBefore; ///< held our values already, and no record says what was there before
};

/// Writes the entries into the text. `old` is what is remembered of this file where the agent was connected
/// before: what stood there then is what a restore goes back to, and keys that are no longer wanted are
/// restored. `pointsAtUs`: the file does already, so what it holds on our keys is not taken for the original.
[[nodiscard]] Result<Connected> connected(const std::string &file, const FileText &before,
                                          const SettingsFile &rule, const EntryValues &values,
                                          const FileRecord *old, bool pointsAtUs);

enum class Definition { Goes, Stays };

struct Restored
{
    FileText text;
    std::vector<KeyPath>
        changed; ///< keys of ours that somebody else has set or removed since: left as they are
    std::optional<FileRecord> left; ///< what stays of ours, because the definition does
};

/// Puts back what stood on our keys. Where the definition of our provider holds keys of others, or is to
/// stay, all of it does: half a definition is one that the agent refuses.
[[nodiscard]] Result<Restored> restored(const FileText &now, const FileRecord &record,
                                        const KeyPath &definition, Definition wanted);

/// Whether every key of the record holds what we wrote.
[[nodiscard]] bool holdsOurs(const FileText &now, const FileRecord &record);

/// The text with secrets replaced by dots, for people.
[[nodiscard]] std::string shown(const FileText &text, const SettingsFile &rule, const EntryValues &values);

} // namespace signalbox::agents
