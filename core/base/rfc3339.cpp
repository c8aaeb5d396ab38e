#include "base/rfc3339.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace signalbox {

std::string toRfc3339(WallTime time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const std::time_t seconds = whole.time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const auto micros = static_cast<int>((time - whole).count());
    if (micros % 1000 == 0)
        std::snprintf(text.data() + length, text.size() - length, ".%03dZ", micros / 1000);
    else
        std::snprintf(text.data() + length, text.size() - length, ".%06dZ", micros);
    return text.data();
}

std::optional<WallTime> parseRfc3339(std::string_view text)
{
    constexpr std::string_view shape = "0000-00-00T00:00:00";
    constexpr std::size_t mostDecimals = 6;
    if (text.size() <= shape.size() || text.back() != 'Z')
        return std::nullopt;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == '0' ? !isDigit(text[i]) : text[i] != shape[i])
            return std::nullopt;
    }
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(at, count))
            value = value * 10 + (c - '0');
        return value;
    };
    using namespace std::chrono;
    const year_month_day date{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                              day(static_cast<unsigned>(number(8, 2)))};
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59)
        return std::nullopt;
    WallTime time = sys_days(date) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2));
    std::string_view decimals = text.substr(shape.size(), text.size() - shape.size() - 1);
    if (decimals.empty())
        return time;
    decimals.remove_prefix(1);
    const bool isFraction = text[shape.size()] == '.' && !decimals.empty() && decimals.size() <= mostDecimals;
    if (!isFraction || !std::ranges::all_of(decimals, isDigit))
        return std::nullopt;
    int micros = number(shape.size() + 1, decimals.size());
    for (std::size_t i = decimals.size(); i < mostDecimals; ++i)
        micros *= 10;
    return time + microseconds(micros);
}

} // namespace signalbox
