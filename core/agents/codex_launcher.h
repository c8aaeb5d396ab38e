#pragma once

#include "agents/invocation.h"

#include "base/result.h"

#include <string>
#include <vector>

/// How Codex is sent through a gateway without touching its files: every setting goes in as `-c key=value`,
/// the key in an environment variable. Its own CODEX_HOME stays in use, so that sessions, trust and login are
/// kept.
namespace signalbox::agents {

struct CodexLaunch
{
    std::string program;                ///< path of the codex command
    std::string gatewayUrl;             ///< "http://127.0.0.1:7717", without a path
    Secret key;                         ///< a virtual key of that gateway
    std::string model;                  ///< empty: what the user's own configuration says
    std::vector<std::string> arguments; ///< the user's, in their order, behind ours: theirs win
    Environment environment;            ///< the caller's
};

/// InvalidInput where the gateway's address is none, or arguments would send Codex past the gateway.
[[nodiscard]] Result<Invocation> planCodex(CodexLaunch launch);

} // namespace signalbox::agents
