#pragma once

#include "agents/settings_text.h"

#include <string>
#include <vector>

/// Settings files of agents as people have them: the shared collection where it is at hand, and as many again
/// as a seed makes.
namespace signalbox::tests {

struct AgentConfig
{
    std::string name;
    std::string agent; ///< "codex", …
    std::string text;
};

[[nodiscard]] std::vector<AgentConfig> sharedAgentConfigs();
/// The same ones for the same seed: comments, odd order, profiles, MCP servers, all line ends, byte order
/// marks, unknown tables, keys of ours set before, dotted and inline forms.
[[nodiscard]] std::vector<AgentConfig> generatedAgentConfigs(int count, unsigned seed);

/// What another program does to a file that is connected, and what the same would have made of the file as it
/// was: restoring the one has to give the other. It adds lines of its own, in the middle or at the end.
struct Use
{
    std::string original;
    std::string connected;
};
[[nodiscard]] Use usedBySomebody(Use texts, agents::SettingsFormat format, unsigned seed);

} // namespace signalbox::tests
