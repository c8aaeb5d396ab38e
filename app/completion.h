#pragma once

#include "app/commands.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

enum class Shell { Bash, Zsh, Fish };

[[nodiscard]] std::optional<Shell> shellNamed(std::string_view name);

/// The file that makes `shell` complete the commands, their first words and their options. Made from the same
/// table as --help, so that it cannot fall behind. Pure.
[[nodiscard]] std::string completionScript(Shell shell, const std::vector<Command> &commands);

} // namespace signalbox::app
