#pragma once

#include "base/clock.h"
#include "base/money.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

/// Values as people read them, by the default locale. Pure, but for the locale and the time zone.
namespace signalbox::ui {

[[nodiscard]] QString text(std::string_view utf8);

/// "$62.32"; as many decimals as it takes to show something: "$0.0017".
[[nodiscard]] QString formatMoney(Money money);
/// Four decimals below ten dollars, for columns of small amounts: "$0.0260".
[[nodiscard]] QString formatCost(Money money);
/// For axes: "$4", "$0.50", "$0.002".
[[nodiscard]] QString formatMoneyTick(double dollars, double step);
[[nodiscard]] QString formatCount(std::int64_t count);
/// "178", "2.3 k", "17 k", "1.2 M".
[[nodiscard]] QString formatShortCount(std::int64_t count);
/// `share` from 0 to 1; a no-break space stands before the sign.
[[nodiscard]] QString formatPercent(double share, int decimals = 0);

/// A duration's number and its unit: "907" and "ms", "20.8" and "s", "4:05" and "min".
struct Figure
{
    QString number;
    QString unit;

    bool operator==(const Figure &) const = default;
};
[[nodiscard]] Figure durationFigure(double milliseconds);
[[nodiscard]] QString formatDuration(double milliseconds);
[[nodiscard]] QString formatDuration(std::optional<double> milliseconds);

[[nodiscard]] QDateTime localTime(WallTime time);
[[nodiscard]] WallTime wallTime(const QDateTime &time);

/// A model's name without the provider before the first slash: "sim/steady" is "steady".
[[nodiscard]] QString shortModelName(std::string_view key);

} // namespace signalbox::ui
