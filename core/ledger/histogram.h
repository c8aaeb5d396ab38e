#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::ledger {

/// How often each latency was seen, in log-linear buckets: 32 to each power of two, so a percentile is
/// within 1.6 % of the value it stands for, and exact below 64 µs. Whole numbers alone: the same latencies
/// give the same bytes, and merging is adding. A value; stored as a few bytes per bucket that is not empty.
class LatencyHistogram final
{
public:
    void add(std::chrono::microseconds latency, std::int64_t times = 1);
    void merge(const LatencyHistogram &other);
    /// Adds what `encode` wrote. False where the bytes are none of ours; then a part may have been added.
    [[nodiscard]] bool mergeEncoded(std::string_view bytes);
    [[nodiscard]] std::string encode() const;

    [[nodiscard]] std::int64_t count() const { return m_count; }
    /// By nearest rank; `share` in (0, 1]. Nothing where nothing was seen.
    [[nodiscard]] std::optional<std::chrono::microseconds> percentile(double share) const;

    bool operator==(const LatencyHistogram &) const = default;

private:
    struct Bucket
    {
        std::uint32_t number = 0;
        std::int64_t times = 0;

        bool operator==(const Bucket &) const = default;
    };

    /// That of this number, made where it is not there. The search begins at `from`.
    [[nodiscard]] std::vector<Bucket>::iterator bucket(std::uint32_t number,
                                                       std::vector<Bucket>::iterator from);

    std::vector<Bucket> m_buckets; // by number; none is empty
    std::int64_t m_count = 0;
};

/// The rank (from 0) of a percentile among `count` ordered values: nearest rank, so it is a value that was
/// seen.
[[nodiscard]] std::int64_t percentileRank(double share, std::int64_t count);

} // namespace signalbox::ledger
