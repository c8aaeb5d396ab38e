#include "ledger/days.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace signalbox::ledger {

namespace {

std::tm partsOf(WallTime time, Days days)
{
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::tm parts{};
    if (days == Days::Utc)
        gmtime_r(&seconds, &parts);
    else
        localtime_r(&seconds, &parts);
    return parts;
}

/// Midnight that ends the day of `time`, or where the clock jumps over it the first moment of the next day.
WallTime endOfDay(WallTime time, Days days)
{
    std::tm parts = partsOf(time, days);
    parts.tm_mday += 1;
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    parts.tm_isdst = -1;
    const std::time_t seconds = days == Days::Utc ? timegm(&parts) : mktime(&parts);
    return WallTime(std::chrono::seconds(seconds));
}

} // namespace

std::vector<DayRange> daysOf(WallTime since, WallTime until, Days days)
{
    if (days == Days::Local)
        tzset();
    std::vector<DayRange> ranges;
    while (since < until) {
        const std::tm parts = partsOf(since, days);
        std::array<char, 32> name{};
        std::strftime(name.data(), name.size(), "%Y-%m-%d", &parts);
        // Midnight that comes twice in a night must not stop us.
        const WallTime end =
            std::min(until, std::max(endOfDay(since, days), since + std::chrono::seconds(1)));
        if (!ranges.empty() && ranges.back().name == name.data())
            ranges.back().end = end;
        else
            ranges.push_back({name.data(), since, end});
        since = end;
    }
    return ranges;
}

} // namespace signalbox::ledger
