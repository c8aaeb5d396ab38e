#include "ui/charts/axis.h"

#include "ui/models/format.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

QList<double> ValueAxis::ticks() const
{
    QList<double> values;
    const int count = int(std::lround(maximum / step));
    for (int i = 0; i <= count; ++i)
        values << i * step;
    return values;
}

ValueAxis valueAxis(double largest, int count)
{
    if (!(largest > 0) || !std::isfinite(largest))
        return {1.0 / count, 1};
    const double rough = largest / count;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 4.0, 5.0}) {
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    }
    return {step, step * std::ceil(largest / step - 1e-9)};
}

QList<TimeTick> timeTicks(const TimeSpan &span, int count)
{
    constexpr std::array<int, 12> kMinutes{1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440};
    const QDateTime since = localTime(span.since);
    const QDateTime until = localTime(span.until);
    const double minutes = double(since.secsTo(until)) / 60;
    const int most = std::max(1, count);
    const auto fits = std::ranges::find_if(kMinutes, [&](int step) { return minutes / step <= most; });
    QList<TimeTick> ticks;
    if (fits == kMinutes.end() || *fits == 1440) {
        const int days = std::max(1, int(std::ceil(minutes / 1440 / most)));
        for (QDate day = since.date(); day.startOfDay() <= until; day = day.addDays(days)) {
            if (const QDateTime at = day.startOfDay(); at >= since)
                ticks << TimeTick{at.toMSecsSinceEpoch(), QLocale().toString(day, u"d MMM"_s)};
        }
        return ticks;
    }
    // Counted from midnight on the wall clock, so that labels stay round where clocks are changed.
    QDateTime at = since.date().startOfDay();
    for (; at <= until; at = at.addSecs(qint64(*fits) * 60)) {
        if (at >= since)
            ticks << TimeTick{at.toMSecsSinceEpoch(), at.toString(u"HH:mm"_s)};
    }
    return ticks;
}

} // namespace signalbox::ui
