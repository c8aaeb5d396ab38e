#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::soak {

/// One look at the gateway on its way.
struct Sample
{
    double share = 0; ///< of the requests wanted
    long kilobytes = 0;
    std::size_t descriptors = 0;
};

/// What one life without kills showed, and what is said of it. A value.
struct Course
{
    long kilobytesAtStart = 0;
    long kilobytesAtPause = 0; ///< behind half of the requests, once it was quiet; 0: not seen
    long kilobytesAtRest = 0;  ///< at the end, once it was quiet
    std::size_t descriptorsAtStart = 0;
    std::size_t descriptorsAtRest = 0;
    std::vector<Sample> samples; ///< under load

    /// The median of resident memory while this part of the requests ran, in kB; 0 where none was seen.
    [[nodiscard]] long median(double fromShare, double toShare) const;
    /// Memory is flat: at rest at the end it is at most a megabyte above what it was in the pause, by which
    /// time caches are full and the allocator has found its places; and the last quarter's median is at most
    /// a fiftieth above the third one's. Of a million requests, two bytes each would show. With few samples
    /// nothing can be said, and that is no fault.
    [[nodiscard]] bool isFlat() const;
    [[nodiscard]] bool isLight() const { return kilobytesAtRest < kMostKilobytes; }
    /// As many as before it all; two may be the ledger's, which comes and goes.
    [[nodiscard]] bool leaksNothing() const { return descriptorsAtRest <= descriptorsAtStart + 2; }

    static constexpr long kMostKilobytes = 40 * 1000 * 1000 / 1024;
};

/// A line about each of memory, descriptors and settling.
[[nodiscard]] std::string inWords(const Course &course);

} // namespace signalbox::soak
