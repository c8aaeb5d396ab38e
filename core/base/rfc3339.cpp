#include "base/rfc3339.h"

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

} // namespace signalbox
