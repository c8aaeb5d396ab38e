#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace signalbox::app {

/// Where the program keeps its files: the XDG base directories, unless `--config` and `--data-dir` say
/// otherwise.
struct Paths
{
    std::filesystem::path configFile; ///< ~/.config/signalbox/config.json
    std::filesystem::path dataDir;    ///< ~/.local/share/signalbox
    std::filesystem::path
        stateDir; ///< ~/.local/state/signalbox; below the data directory where that was given

    [[nodiscard]] std::filesystem::path database() const { return dataDir / "ledger.db"; }
    [[nodiscard]] std::filesystem::path spillFile() const { return dataDir / "ledger.spill"; }
    [[nodiscard]] std::filesystem::path storedNames() const { return dataDir / "keychain-names"; }
    [[nodiscard]] std::filesystem::path modelCache() const { return dataDir / "models.json"; }
    [[nodiscard]] std::filesystem::path lockFile() const { return dataDir / "signalbox.lock"; }
    [[nodiscard]] std::filesystem::path logFile() const { return stateDir / "signalbox.log"; }
};

/// XDG Base Directory Specification 0.8: relative paths in the variables are ignored.
[[nodiscard]] Paths pathsFor(const std::optional<std::string> &configFile,
                             const std::optional<std::string> &dataDir);

/// The user's, by HOME, else by the system's list of users.
[[nodiscard]] std::filesystem::path homeFolder();

} // namespace signalbox::app
