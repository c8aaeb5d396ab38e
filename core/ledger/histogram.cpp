#include "ledger/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace signalbox::ledger {

namespace {

constexpr unsigned kSubBits = 5;
constexpr std::uint64_t kLinear = std::uint64_t{1}
                                  << (kSubBits + 1);       // below it each value has its own bucket
constexpr std::uint64_t kLargest = std::uint64_t{1} << 40; // 12 days; what is longer counts as that
constexpr std::uint32_t kBuckets = 1153;                   // the last is that of kLargest

std::uint32_t bucketOf(std::uint64_t value)
{
    value = std::min(value, kLargest);
    if (value < kLinear)
        return static_cast<std::uint32_t>(value);
    const auto exponent = static_cast<unsigned>(std::bit_width(value)) - 1 - kSubBits;
    return static_cast<std::uint32_t>((exponent << kSubBits) + (value >> exponent));
}

std::uint64_t middleOf(std::uint32_t bucket)
{
    if (bucket < kLinear)
        return bucket;
    const unsigned exponent = (bucket >> kSubBits) - 1;
    const std::uint64_t lowest = (bucket - (std::uint64_t{exponent} << kSubBits)) << exponent;
    return lowest + (std::uint64_t{1} << exponent) / 2;
}

constexpr std::size_t kLongestVarint = 10;

/// Where the next one goes.
char *writeVarint(char *out, std::uint64_t value)
{
    while (value >= 0x80) {
        *out++ = static_cast<char>(static_cast<unsigned char>(value | 0x80U));
        value >>= 7U;
    }
    *out++ = static_cast<char>(static_cast<unsigned char>(value));
    return out;
}

std::optional<std::uint64_t> takeVarint(std::string_view &bytes)
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= std::uint64_t{byte & 0x7fU} << shift;
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::vector<LatencyHistogram::Bucket>::iterator LatencyHistogram::bucket(std::uint32_t number,
                                                                         std::vector<Bucket>::iterator from)
{
    const auto found =
        std::lower_bound(from, m_buckets.end(), number,
                         [](const Bucket &bucket, std::uint32_t n) { return bucket.number < n; });
    if (found != m_buckets.end() && found->number == number)
        return found;
    return m_buckets.insert(found, {number, 0});
}

void LatencyHistogram::add(std::chrono::microseconds latency, std::int64_t times)
{
    const auto number = bucketOf(static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0)));
    bucket(number, m_buckets.begin())->times += times;
    m_count += times;
}

void LatencyHistogram::merge(const LatencyHistogram &other)
{
    auto at = m_buckets.begin();
    for (const Bucket &theirs : other.m_buckets) {
        at = bucket(theirs.number, at);
        at->times += theirs.times;
    }
    m_count += other.m_count;
}

bool LatencyHistogram::mergeEncoded(std::string_view bytes)
{
    std::uint64_t number = 0;
    auto at = m_buckets.begin();
    while (!bytes.empty()) {
        const auto step = takeVarint(bytes);
        const auto times = takeVarint(bytes);
        if (!step || !times)
            return false;
        number += *step;
        if (number >= kBuckets || *times > kLargest)
            return false;
        at = bucket(static_cast<std::uint32_t>(number), at);
        at->times += static_cast<std::int64_t>(*times);
        m_count += static_cast<std::int64_t>(*times);
    }
    return true;
}

std::string LatencyHistogram::encode() const
{
    // With every commit: so not byte by byte onto a string.
    std::string bytes(m_buckets.size() * 2 * kLongestVarint, '\0');
    char *end = bytes.data();
    std::uint32_t last = 0;
    for (const Bucket &bucket : m_buckets) {
        end = writeVarint(end, bucket.number - last);
        end = writeVarint(end, static_cast<std::uint64_t>(bucket.times));
        last = bucket.number;
    }
    bytes.resize(static_cast<std::size_t>(end - bytes.data()));
    return bytes;
}

std::optional<std::chrono::microseconds> LatencyHistogram::percentile(double share) const
{
    if (m_count == 0)
        return std::nullopt;
    std::int64_t rank = percentileRank(share, m_count);
    for (const Bucket &bucket : m_buckets) {
        if (rank < bucket.times)
            return std::chrono::microseconds(middleOf(bucket.number));
        rank -= bucket.times;
    }
    return std::chrono::microseconds(middleOf(m_buckets.back().number));
}

std::int64_t percentileRank(double share, std::int64_t count)
{
    const auto rank = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count))) - 1;
    return std::clamp<std::int64_t>(rank, 0, std::max<std::int64_t>(count - 1, 0));
}

} // namespace signalbox::ledger
