#pragma once

#include "ui/models/poller.h"

#include <QList>
#include <QString>

#include <optional>

/// What the stat cards say, from the aggregates. Pure.
namespace signalbox::ui {

struct StatText
{
    QString label;
    QString figure; ///< empty: absent
    QString unit;
    QString absent; ///< what stands instead
    QString context;
    bool alarming = false;

    bool operator==(const StatText &) const = default;
};

[[nodiscard]] StatText spendText(const OverviewData &data);
[[nodiscard]] StatText requestsText(const OverviewData &data, double requestsPerMinute, std::int64_t inFlight);
[[nodiscard]] StatText latencyText(const OverviewData &data);
[[nodiscard]] StatText errorsText(const OverviewData &data);

/// One value for each bucket up to now; where there was no request, `absent`.
enum class Spark { Cost, Requests, P95, ErrorShare };
[[nodiscard]] QList<std::optional<double>> sparkline(const OverviewData &data, Spark what);

} // namespace signalbox::ui
