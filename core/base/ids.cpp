#include "base/ids.h"

#include "base/digest.h"
#include "base/random.h"

#include <algorithm>
#include <array>

namespace signalbox {

std::string randomId(std::string_view prefix, std::size_t bytes)
{
    std::array<unsigned char, 32> buffer{};
    const std::size_t count = std::min(bytes, buffer.size());
    fillSecureRandom(std::span(buffer).first(count));
    return std::string(prefix) +
           toHex(std::string_view(reinterpret_cast<const char *>(buffer.data()), count));
}

std::string timedId(std::string_view prefix, WallTime now)
{
    std::array<unsigned char, 16> id{};
    const auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    constexpr std::size_t timeBytes = 6; // until the year 10889
    for (std::size_t i = 0; i < timeBytes; ++i)
        id[i] = static_cast<unsigned char>(milliseconds >> (8 * (timeBytes - 1 - i)));
    fillSecureRandom(std::span(id).subspan(timeBytes));
    return std::string(prefix) +
           toHex(std::string_view(reinterpret_cast<const char *>(id.data()), id.size()));
}

std::string derivedId(std::string_view prefix, std::string_view of, std::size_t characters)
{
    return std::string(prefix) + toHex(sha256(of)).substr(0, characters);
}

} // namespace signalbox
