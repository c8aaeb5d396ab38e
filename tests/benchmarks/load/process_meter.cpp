#include "load/process_meter.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace signalbox::bench {

namespace {

/// A file of /proc, whole; empty when its thread has just ended.
std::string contentOf(const std::filesystem::path &path)
{
    std::ifstream file(path);
    std::ostringstream content;
    content << file.rdbuf();
    return std::move(content).str();
}

CpuTime cpuOfThread(const std::filesystem::path &task)
{
    CpuTime time;
    const std::string stat = contentOf(task / "stat");
    // After the name in brackets, which may hold anything, utime and stime are fields 12 and 13.
    if (const std::size_t name = stat.rfind(')'); name != stat.npos) {
        std::istringstream fields(stat.substr(name + 2));
        std::string skipped;
        for (int i = 0; i < 11; ++i)
            fields >> skipped;
        fields >> time.userTicks >> time.kernelTicks;
    }
    std::istringstream schedule(contentOf(task / "schedstat"));
    if (!(schedule >> time.totalNs)) {
        const std::uint64_t ticks = time.userTicks + time.kernelTicks;
        time.totalNs = static_cast<std::int64_t>(ticks) * (1'000'000'000 / ::sysconf(_SC_CLK_TCK));
    }
    return time;
}

} // namespace

CpuTime &CpuTime::operator+=(const CpuTime &other)
{
    totalNs += other.totalNs;
    userTicks += other.userTicks;
    kernelTicks += other.kernelTicks;
    return *this;
}

CpuTime CpuTime::operator-(const CpuTime &earlier) const
{
    return {.totalNs = totalNs - earlier.totalNs,
            .userTicks = userTicks - earlier.userTicks,
            .kernelTicks = kernelTicks - earlier.kernelTicks};
}

std::map<std::string, CpuTime> cpuOf(const std::vector<int> &processes)
{
    std::map<std::string, CpuTime> times;
    for (const int process : processes) {
        std::error_code gone;
        const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
        for (const auto &task : std::filesystem::directory_iterator(tasks, gone)) {
            std::string name = contentOf(task.path() / "comm");
            if (name.ends_with('\n'))
                name.pop_back();
            times[name] += cpuOfThread(task.path());
        }
    }
    return times;
}

Memory memoryOf(const std::vector<int> &processes)
{
    Memory memory;
    for (const int process : processes) {
        std::istringstream status(contentOf("/proc/" + std::to_string(process) + "/status"));
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("VmRSS:"))
                memory.residentKb += std::strtol(line.c_str() + 6, nullptr, 10);
            else if (line.starts_with("VmHWM:"))
                memory.peakKb += std::strtol(line.c_str() + 6, nullptr, 10);
        }
    }
    return memory;
}

} // namespace signalbox::bench
