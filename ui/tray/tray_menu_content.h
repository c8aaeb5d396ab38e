#pragma once

#include "ui/theme/signs.h"
#include "ui/tray/tray_facts.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

/// What stands in the tray's menu. Pure: the menu itself is filled from it.
namespace signalbox::ui {

enum class TrayCommand {
    None, ///< says something, does nothing
    Separator,
    Open,          ///< the window
    TogglePause,   ///< of the gateway
    RestoreShares, ///< of model `subject`, to what was set before the quick switch
    AllTo,         ///< model `subject`: everything to target `index`
    ChooseShares,
    TestProviders,
    Copy, ///< `subject`
    ShowErrors,
    ToggleLogin, ///< start at login
    Desktop,     ///< notices, and what closing the window means
    Quit,
};

struct TrayEntry
{
    TrayCommand command = TrayCommand::None;
    QString label;
    std::string subject = {};
    std::size_t index = 0;
    bool enabled = true;
    bool visible = true; ///< places kept for what comes and goes, so that an open menu need not be rebuilt
    std::optional<bool> checked = {};
    std::optional<Sign> sign = {};
    std::vector<TrayEntry> children = {};
    bool hasChildren = false; ///< a submenu, even where nothing is in it

    bool operator==(const TrayEntry &) const = default;
};

inline constexpr int kAttentionPlaces = 3;
inline constexpr int kErrorPlaces = 5;

[[nodiscard]] std::vector<TrayEntry> trayEntries(const TrayFacts &facts);

/// Whether one menu can be turned into the other by new texts and states alone.
[[nodiscard]] bool haveSameShape(const std::vector<TrayEntry> &a, const std::vector<TrayEntry> &b);

} // namespace signalbox::ui
