#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string_view>

namespace signalbox::telemetry {

/// A log file that is begun anew when it is full: `name.log`, before it `name.1.log` and so on, `files` in
/// all; the oldest goes. Only its owner may read it (0600). Thread-safe, but it waits for the disk: for the
/// slow thread. It never fails loudly: what cannot be written is counted, and the next line tries again.
class RotatingFile final
{
public:
    struct Limits
    {
        std::uintmax_t bytes = 10U << 20U; ///< of one file; a line is never cut for it
        int files = 5;
    };

    RotatingFile(std::filesystem::path file, Limits limits);
    explicit RotatingFile(std::filesystem::path file) : RotatingFile(std::move(file), Limits()) {}
    ~RotatingFile();
    RotatingFile(const RotatingFile &) = delete;
    RotatingFile &operator=(const RotatingFile &) = delete;

    /// Appends whole lines, each with its end.
    void write(std::string_view lines);
    [[nodiscard]] std::uint64_t failedWrites() const;

private:
    [[nodiscard]] bool open();
    void rotate();
    [[nodiscard]] std::filesystem::path older(int number) const;

    const std::filesystem::path m_file;
    const Limits m_limits;
    mutable std::mutex m_mutex;
    int m_descriptor = -1;
    std::uintmax_t m_size = 0;
    std::uint64_t m_failed = 0;
};

} // namespace signalbox::telemetry
