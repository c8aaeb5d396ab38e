#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "control/providers.h"

#include <filesystem>
#include <vector>

/// Keys that stand in the files of coding agents on this computer: Codex, opencode, Claude Code, Qwen Code,
/// Gemini CLI. Reads, never writes. What is told is where a key stands and whose it is; the key itself leaves
/// only by `keyIn`.
namespace signalbox::gateway {

/// Everything found below the home folder. Files that are missing, too large or not understood have none.
[[nodiscard]] std::vector<control::Finding> lookAtAgentFiles(const std::filesystem::path &home);

/// The key of a finding that has no reference. NotFound where the file does not hold it any more.
[[nodiscard]] Result<Secret> keyIn(const control::Finding &finding, const std::filesystem::path &home);

} // namespace signalbox::gateway
