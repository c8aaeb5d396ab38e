#include "ledger/spill_file.h"

#include "ledger/record_line.h"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace signalbox::ledger {

namespace fs = std::filesystem;

namespace {

fs::path withSuffix(const fs::path &file, const char *suffix)
{
    fs::path path = file;
    path += suffix;
    return path;
}

int openForAppend(const fs::path &file)
{
    return ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

bool writeWhole(int descriptor, std::string_view bytes)
{
    for (;;) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        return written == static_cast<ssize_t>(bytes.size());
    }
}

bool keepUnread(const fs::path &file, const std::string &lines)
{
    const int descriptor = openForAppend(file);
    if (descriptor < 0)
        return false;
    const bool kept = writeWhole(descriptor, lines);
    ::close(descriptor);
    return kept;
}

} // namespace

SpillFile::SpillFile(fs::path file) : m_file(std::move(file)), m_replaying(withSuffix(m_file, ".replaying"))
{
}

SpillFile::~SpillFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool SpillFile::append(const record::RequestRecord &record)
{
    std::string line;
    appendRecordLine(line, record);
    const std::scoped_lock lock(m_mutex);
    if (m_descriptor < 0) {
        m_descriptor = openForAppend(m_file);
        if (m_descriptor < 0)
            return false;
        struct stat status{};
        // What a life before us left may end within a line.
        m_torn = ::fstat(m_descriptor, &status) == 0 && status.st_size > 0;
    }
    return writeLocked(m_torn ? '\n' + line : line);
}

bool SpillFile::writeLocked(const std::string &lines)
{
    struct stat before{};
    const bool known = ::fstat(m_descriptor, &before) == 0;
    if (writeWhole(m_descriptor, lines)) {
        m_torn = false;
        return true;
    }
    // The disk is full: take back the part that was written, else a later line would grow onto it.
    m_torn = !known || ::ftruncate(m_descriptor, before.st_size) != 0;
    return false;
}

bool SpillFile::isEmpty() const
{
    std::error_code error;
    if (fs::exists(m_replaying, error))
        return false;
    const auto size = fs::file_size(m_file, error);
    return error || size == 0;
}

/// True where there is a file to replay.
Result<bool> SpillFile::putUpForReplay()
{
    std::error_code error;
    if (fs::exists(m_replaying, error))
        return true; // one that was not taken whole
    const std::scoped_lock lock(m_mutex);
    const auto size = fs::file_size(m_file, error);
    if (error || size == 0)
        return false;
    fs::rename(m_file, m_replaying, error);
    if (error)
        return fail(ErrorCode::Io, "cannot replay the spill file: " + error.message(), m_file.string());
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    m_torn = false;
    return true;
}

Result<int> SpillFile::replay(const Take &take)
{
    int unread = 0;
    for (;;) {
        const auto found = putUpForReplay();
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return unread;
        std::ifstream in(m_replaying, std::ios::binary);
        if (!in)
            return fail(ErrorCode::Io, "cannot read the spill file", m_replaying.string());
        std::vector<record::RequestRecord> records;
        std::string unreadLines;
        std::string line;
        while (std::getline(in, line)) {
            if (line.empty())
                continue;
            if (auto record = parseRecordLine(line)) {
                records.push_back(std::move(*record));
            } else {
                unreadLines += line + '\n';
                ++unread;
            }
            if (records.size() == kBatch) {
                if (auto taken = take(records); !taken)
                    return std::unexpected(std::move(taken.error()));
                records.clear();
            }
        }
        if (in.bad())
            return fail(ErrorCode::Io, "cannot read the spill file", m_replaying.string());
        if (!records.empty()) {
            if (auto taken = take(records); !taken)
                return std::unexpected(std::move(taken.error()));
        }
        if (!unreadLines.empty() && !keepUnread(withSuffix(m_file, ".unread"), unreadLines))
            return fail(ErrorCode::Io, "cannot keep lines of the spill file that cannot be read",
                        m_file.string());
        std::error_code error;
        fs::remove(m_replaying, error);
        if (error)
            return fail(ErrorCode::Io, "cannot remove the replayed spill file: " + error.message(),
                        m_file.string());
    }
}

} // namespace signalbox::ledger
