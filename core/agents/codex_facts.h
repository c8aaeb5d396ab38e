#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What is to be known of a Codex that is installed, for `signalbox doctor` and the window. Pure: files and
/// output are read elsewhere.
namespace signalbox::agents {

/// What its config.toml says that concerns a gateway. Not a TOML reader: looks at table heads and root keys
/// only.
struct CodexSetup
{
    std::optional<std::string> modelProvider; ///< root `model_provider`
    std::optional<std::string> model;         ///< root `model`
    bool hasSignalboxProvider = false;        ///< a table [model_providers.signalbox]
    bool hasLegacyProfiles = false;           ///< `profile` or [profiles.…], which Codex refuses since 0.156

    [[nodiscard]] bool usesSignalbox() const { return modelProvider == "signalbox"; }
    bool operator==(const CodexSetup &) const = default;
};

[[nodiscard]] CodexSetup readCodexSetup(std::string_view toml);

} // namespace signalbox::agents
