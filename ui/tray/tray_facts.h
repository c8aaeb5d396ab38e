#pragma once

#include "control/gateway_control.h"
#include "control/secrets.h"
#include "ui/theme/signs.h"
#include "ui/tray/provider_health.h"

#include <QList>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// What the tray shows, as values, and what follows from them. Pure.
namespace signalbox::ui {

struct TrayFacts
{
    control::Live live;
    bool known = false; ///< an answer has come at all
    bool lost = false;  ///< the gateway does not answer
    control::ConfigurationView view;
    control::UsageReport today; ///< by model
    /// The last that failed today, the newest first.
    std::vector<record::RequestRecord> errors;
    std::vector<ProviderHealth> health;
    std::optional<control::SecretsView> secrets; ///< absent: this program has no keychain to ask
    /// Weights as they were set, of models that a quick switch has changed.
    std::map<std::string, std::vector<double>> asSet;
    bool canTest = false;
    bool testing = false;
    bool startsAtLogin = false;
};

/// Told by the icon's shape.
enum class TrayState { Running, Paused, Attention, Error };

[[nodiscard]] TrayState trayState(const TrayFacts &facts);
/// "Running", "Paused", "Not serving": "Running" also where something needs attention.
[[nodiscard]] QString trayWord(const TrayFacts &facts);
/// The icon of resources/icons for a state.
[[nodiscard]] QString trayIconName(TrayState state);

/// What a person should look at, the worst first: "lab: does not answer".
struct Attention
{
    Sign sign = Sign::Warning;
    QString text;

    bool operator==(const Attention &) const = default;
};
[[nodiscard]] QList<Attention> trayAttention(const TrayFacts &facts);

/// "Running · 8.4 req/min · $62.32 today"
[[nodiscard]] QString trayStatusLine(const TrayFacts &facts);
/// Plain lines: a panel may or may not read markup.
[[nodiscard]] QString trayToolTip(const TrayFacts &facts);

} // namespace signalbox::ui
