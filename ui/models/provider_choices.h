#pragma once

#include "catalog/catalog.h"
#include "config/configuration.h"
#include "control/providers.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

/// Which providers a first run offers, and what each of them needs. Pure.
namespace signalbox::ui {

struct ProviderChoice
{
    enum class Key {
        Needed,     ///< a person has to give one
        Found,      ///< `finding` says where
        Configured, ///< the configuration names one already
        NotNeeded,
        NoServer, ///< of this computer's servers none runs: it cannot be chosen yet
    };

    std::string kind; ///< of the catalogue; empty with NoServer
    QString name;
    QString hint; ///< the second line of its tile
    QString host; ///< "api.openai.com"
    Key key = Key::Needed;
    std::optional<control::Finding> finding;

    bool operator==(const ProviderChoice &) const = default;
};

struct ProviderChoices
{
    std::vector<ProviderChoice> tiles;  ///< six
    std::vector<ProviderChoice> others; ///< by name; those that take a key and nothing else
};

[[nodiscard]] ProviderChoices providerChoices(const catalog::Catalog &catalog,
                                              const std::vector<control::Finding> &findings,
                                              const config::Configuration &configuration);

/// What setting a choice up enters into the configuration, and the key it is then asked with.
struct ChosenEntry
{
    config::Provider entry;
    std::string key;       ///< its id; empty: it is asked without one
    std::string reference; ///< of the key that was typed or found; empty: the entry's own, or none
};
/// A new entry, or the one of its kind with what was chosen laid over it; keys of other names stay.
[[nodiscard]] ChosenEntry entryOf(const ProviderChoice &choice, bool keyTyped,
                                  const std::vector<config::Provider> &providers);
/// A key in clear text in somebody else's file has to be moved: that is not the window's work.
[[nodiscard]] bool hasToBeTaken(const ProviderChoice &choice);

} // namespace signalbox::ui
