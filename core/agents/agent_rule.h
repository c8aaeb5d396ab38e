#pragma once

#include "agents/invocation.h"
#include "agents/settings_text.h"

#include <string>
#include <vector>

/// What is to be known of each coding agent, as data: where its settings are and which keys send it through a
/// gateway.
namespace signalbox::agents {

/// One key that is ours while an agent is connected. In names and values stand in: {url} for the gateway's
/// address, {model}, {key} for the virtual key, {home} for the agent's folder.
struct SettingsEntry
{
    KeyPath path;
    std::string value;
    bool isNumber = false;

    [[nodiscard]] bool isSecret() const { return value.find("{key}") != std::string::npos; }
};

struct SettingsFile
{
    SettingsFormat format = SettingsFormat::Json;
    std::vector<std::string> names; ///< in the agent's folder: the first that exists, else the last is made
    std::vector<SettingsEntry> entries;
};

struct AgentRule
{
    std::string id;
    std::string name;
    std::string program;
    std::string homeVariable;  ///< environment variable that names its folder; empty: none does
    std::string homeBelowThat; ///< where the variable names the folder above: "opencode"
    std::string home;          ///< else: below the home folder
    /// The first one is what it reads its provider from: written last when connecting, first when restoring,
    /// so that it never points at us without a key.
    std::vector<SettingsFile> files;
    KeyPath
        definition;  ///< table in the first file that says what our provider is: it stays or goes as a whole
    KeyPath pointer; ///< key in the first file that says whether it points at us …
    std::string points; ///< … which it does where it has this value ({url}: the gateway's)
    KeyPath modelPath;  ///< in the first file
    KeyPath providerPath;
    std::string launch;
    std::string install;
    std::vector<std::string> testArguments; ///< that make it ask one small question and end
};

[[nodiscard]] const std::vector<AgentRule> &agentRules();
/// Null where there is none.
[[nodiscard]] const AgentRule *findAgentRule(const std::string &id);

/// The agent's folder.
[[nodiscard]] std::string agentHome(const AgentRule &rule, const Environment &environment);

/// What the words in braces stand for.
struct EntryValues
{
    std::string url;
    std::string model;
    std::string key;
    std::string home;
};

[[nodiscard]] std::string filledIn(std::string_view text, const EntryValues &values);
[[nodiscard]] KeyPath filledIn(const KeyPath &path, const EntryValues &values);

} // namespace signalbox::agents
