#include "base/ids.h"

#include "base/digest.h"
#include "base/random.h"

#include <algorithm>
#include <array>
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
    std::array<unsigned char, 16> id{};
    const auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    constexpr std::size_t timeBytes = 6; // until the year 10889
    for (std::size_t i = 0; i < timeBytes; ++i)
        id[i] = static_cast<unsigned char>(milliseconds >> (8 * (timeBytes - 1 - i)));
    std::ranges::copy(stock().take(id.size() - timeBytes), id.begin() + timeBytes);
    return std::string(prefix) +
           toHex(std::string_view(reinterpret_cast<const char *>(id.data()), id.size()));
}

std::string derivedId(std::string_view prefix, std::string_view of, std::size_t characters)
{
    return std::string(prefix) + toHex(sha256(of)).substr(0, characters);
}

} // namespace signalbox
