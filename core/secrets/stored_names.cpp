#include "secrets/stored_names.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace signalbox::secrets {

namespace {

/// Ends a line that a crash has cut short; no name has control characters.
constexpr char kCutShort = '\x01';

} // namespace

std::set<std::string> StoredNames::all() const
{
    std::set<std::string> names;
    std::ifstream file(m_file, std::ios::binary);
    std::string line;
    // A line without its end was cut short by a crash: its write had not come back, so nothing relied on it.
    while (std::getline(file, line) && !file.eof()) {
        if (line.ends_with(kCutShort))
            continue;
        if (line.starts_with("+ "))
            names.insert(line.substr(2));
        else if (line.starts_with("- "))
            names.erase(line.substr(2));
    }
    return names;
}

Result<void> StoredNames::add(const std::string &name)
{
    return contains(name) ? Result<void>() : append('+', name);
}

Result<void> StoredNames::remove(const std::string &name)
{
    return contains(name) ? append('-', name) : Result<void>();
}

Result<void> StoredNames::append(char sign, const std::string &name)
{
    const auto failed = [this] {
        return fail(ErrorCode::Io,
                    "cannot note the names of stored secrets: " + std::generic_category().message(errno),
                    m_file.string());
    };
    std::error_code ignored;
    if (const auto folder = m_file.parent_path(); !std::filesystem::exists(folder, ignored)) {
        std::filesystem::create_directories(folder.parent_path(), ignored);
        if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
            return failed();
    }
    const int descriptor = open(m_file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return failed();
    // What a crash has cut short must not swallow the new line, nor count as a shorter name.
    char last = '\n';
    const off_t end = lseek(descriptor, 0, SEEK_END);
    if (end > 0 && pread(descriptor, &last, 1, end - 1) != 1)
        last = '\n';
    std::string line = last == '\n' ? std::string() : std::string{kCutShort, '\n'};
    line.append(1, sign).append(" ").append(name).append("\n");
    const ssize_t written = write(descriptor, line.data(), line.size());
    const bool whole = written == static_cast<ssize_t>(line.size()) && fsync(descriptor) == 0;
    const int problem = errno;
    close(descriptor);
    errno = problem;
    return whole ? Result<void>() : failed();
}

} // namespace signalbox::secrets
