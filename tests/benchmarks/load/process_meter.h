#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace signalbox::bench {

/// CPU time of one or more threads.
struct CpuTime
{
    std::int64_t totalNs = 0;    ///< user and kernel, to the nanosecond where the kernel tells it
    std::uint64_t userTicks = 0; ///< in the clock ticks of /proc: only their ratio to the kernel's is used
    std::uint64_t kernelTicks = 0;

    CpuTime &operator+=(const CpuTime &other);
    [[nodiscard]] CpuTime operator-(const CpuTime &earlier) const;
};

/// CPU time of the processes so far, by the names of their threads. Threads that ended are not in it.
[[nodiscard]] std::map<std::string, CpuTime> cpuOf(const std::vector<int> &processes);

struct Memory
{
    long residentKb = 0;
    long peakKb = 0; ///< since the process began
};
[[nodiscard]] Memory memoryOf(const std::vector<int> &processes);

} // namespace signalbox::bench
