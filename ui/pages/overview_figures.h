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
[[nodiscard]] StatText requestsText(const OverviewData &data, double requestsPerMinute,
                                    std::int64_t inFlight);
[[nodiscard]] StatText latencyText(const OverviewData &data);
[[nodiscard]] StatText errorsText(const OverviewData &data);

/// Some thirty values up to now; a latency or a share is absent where there was no request.
enum class Spark { Cost, Requests, P95, ErrorShare };
[[nodiscard]] QList<std::optional<double>> sparkline(const OverviewData &data, Spark what);

} // namespace signalbox::ui
