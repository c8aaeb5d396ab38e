#include "ui/models/time_range.h"

#include "ui/models/format.h"

namespace signalbox::ui {

using namespace std::chrono_literals;

namespace {

/// Local midnight before `now`, `daysBefore` days earlier. Days have 23 or 25 hours where clocks are changed.
WallTime midnight(WallTime now, int daysBefore)
{
    return wallTime(localTime(now).date().addDays(-daysBefore).startOfDay());
}

/// The first border of buckets counted from `origin` that is not before `now`.
WallTime nextBorder(WallTime origin, WallTime now, std::chrono::seconds bucket)
{
    const auto width = std::chrono::microseconds(bucket);
    const auto passed = now - origin;
    return origin + (passed / width + 1) * width;
}

TimeSpan upToNow(WallTime now, std::chrono::seconds length, std::chrono::seconds bucket)
{
    const WallTime until = nextBorder(WallTime(), now, bucket);
    return {until - length, until, bucket};
}

} // namespace

TimeSpan timeSpan(TimeRange range, WallTime now)
{
    switch (range) {
    case TimeRange::FifteenMinutes:
        return upToNow(now, 15min, 15s);
    case TimeRange::Hour:
        return upToNow(now, 1h, 1min);
    case TimeRange::Today: {
        const WallTime since = midnight(now, 0);
        return {since, nextBorder(since, now, 10min), 10min};
    }
    case TimeRange::Week: {
        const WallTime since = midnight(now, 6);
        return {since, nextBorder(since, now, 1h), 1h};
    }
    case TimeRange::Month: {
        const WallTime since = midnight(now, 29);
        return {since, nextBorder(since, now, 6h), 6h};
    }
    }
    return {};
}

} // namespace signalbox::ui
