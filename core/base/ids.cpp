#include "base/ids.h"

#include "base/digest.h"
#include "base/random.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>

namespace signalbox {

namespace {

/// Random bytes fetched many at a time, because asking OpenSSL costs the same for sixteen and for a thousand.
/// For names alone: what is secret is never kept beside what is not.
class RandomStock final
{
public:
    std::span<const unsigned char> take(std::size_t count)
    {
        if (m_bytes.size() - m_taken < count) {
            fillSecureRandom(m_bytes);
            m_taken = 0;
        }
        m_taken += count;
        return std::span(m_bytes).subspan(m_taken - count, count);
    }

private:
    std::array<unsigned char, 1024> m_bytes{};
    std::size_t m_taken = m_bytes.size();
};

constexpr std::size_t kMostBytes = 32;
constexpr std::size_t kTimedBytes = 16;
constexpr std::size_t kTimeBytes = 6; // until the year 10889

RandomStock &stock()
{
    thread_local RandomStock ofThread;
    return ofThread;
}

} // namespace

std::string randomId(std::string_view prefix, std::size_t bytes)
{
    const auto taken = stock().take(std::min(bytes, kMostBytes));
    return std::string(prefix) +
           toHex(std::string_view(reinterpret_cast<const char *>(taken.data()), taken.size()));
}

std::string timedId(std::string_view prefix, WallTime now)
{
    std::array<unsigned char, kTimedBytes> id{};
    const auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    for (std::size_t i = 0; i < kTimeBytes; ++i)
        id[i] = static_cast<unsigned char>(milliseconds >> (8 * (kTimeBytes - 1 - i)));
    std::ranges::copy(stock().take(id.size() - kTimeBytes), id.begin() + kTimeBytes);
    return std::string(prefix) +
           toHex(std::string_view(reinterpret_cast<const char *>(id.data()), id.size()));
}

std::optional<WallTime> timeOfId(std::string_view prefix, std::string_view id)
{
    if (!id.starts_with(prefix) || id.size() != prefix.size() + kTimedBytes * 2)
        return std::nullopt;
    id.remove_prefix(prefix.size());
    std::int64_t milliseconds = 0;
    const char *end = id.data() + kTimeBytes * 2;
    const auto read = std::from_chars(id.data(), end, milliseconds, 16);
    if (read.ec != std::errc() || read.ptr != end || milliseconds < 0)
        return std::nullopt;
    return WallTime(std::chrono::milliseconds(milliseconds));
}

std::string derivedId(std::string_view prefix, std::string_view of, std::size_t characters)
{
    return std::string(prefix) + toHex(sha256(of)).substr(0, characters);
}

} // namespace signalbox
