#include "telemetry/rotating_file.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace signalbox::telemetry {

namespace fs = std::filesystem;

RotatingFile::RotatingFile(fs::path file, Limits limits) : m_file(std::move(file)), m_limits(limits)
{
}

RotatingFile::~RotatingFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void RotatingFile::write(std::string_view lines)
{
    const std::scoped_lock lock(m_mutex);
    if (m_descriptor >= 0 && m_size > 0 && m_size + lines.size() > m_limits.bytes)
        rotate();
    if (m_descriptor < 0 && !open()) {
        ++m_failed;
        return;
    }
    while (!lines.empty()) {
        const ssize_t written = ::write(m_descriptor, lines.data(), lines.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            // Closed, so that the next line opens it again: the directory may be another by then.
            ::close(std::exchange(m_descriptor, -1));
            ++m_failed;
            return;
        }
        m_size += static_cast<std::uintmax_t>(written);
        lines.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::uint64_t RotatingFile::failedWrites() const
{
    const std::scoped_lock lock(m_mutex);
    return m_failed;
}

bool RotatingFile::open()
{
    for (const bool mayRotate : {true, false}) {
        m_descriptor = ::open(m_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (m_descriptor < 0)
            return false;
        struct stat status{};
        m_size = ::fstat(m_descriptor, &status) == 0 ? static_cast<std::uintmax_t>(status.st_size) : 0;
        if (m_size < m_limits.bytes || !mayRotate)
            break;
        rotate(); // an earlier life filled it
    }
    return true;
}

void RotatingFile::rotate()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
    // From the oldest on, so that each name is free when it is taken. A file that cannot be moved is appended
    // to.
    std::error_code ignored;
    for (int number = m_limits.files - 1; number >= 1; --number)
        fs::rename(number == 1 ? m_file : older(number - 1), older(number), ignored);
    if (m_limits.files <= 1)
        fs::remove(m_file, ignored);
}

fs::path RotatingFile::older(int number) const
{
    fs::path name = m_file.stem();
    name += ".";
    name += std::to_string(number);
    name += m_file.extension();
    return m_file.parent_path() / name;
}

} // namespace signalbox::telemetry
