#pragma once

#include "ui/models/time_range.h"

#include <QList>
#include <QString>

namespace signalbox::ui {

/// Round steps from 0 to at least the largest value, about `count` of them.
struct ValueAxis
{
    double step = 1;
    double maximum = 4;

    [[nodiscard]] QList<double> ticks() const;
};
[[nodiscard]] ValueAxis valueAxis(double largest, int count);

struct TimeTick
{
    qint64 milliseconds = 0; ///< since the epoch
    QString label;
};
/// Round local times within the span, at most `count` of them.
[[nodiscard]] QList<TimeTick> timeTicks(const TimeSpan &span, int count);

} // namespace signalbox::ui
