#pragma once

#include "base/secret.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::agents {

using Environment = std::map<std::string, std::string>;

/// A program to run with what it is told: values only, nothing has happened yet.
struct Invocation
{
    std::string program; ///< a path
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> variables; ///< set on top of the caller's environment
    std::string secretVariable;                                 ///< name of the one that carries `secret`
    Secret secret;
    std::vector<std::string> notes; ///< what the person should know, one sentence each
};

/// The invocation as shell text that can be pasted. The secret is not in it: a placeholder stands in its
/// place, and a comment says what belongs there.
[[nodiscard]] std::string toShellText(const Invocation &invocation);

/// One word of a POSIX shell that means exactly `text`.
[[nodiscard]] std::string shellQuoted(std::string_view text);

} // namespace signalbox::agents
