#include "agents/file_operations.h"

#include "agents/settings_text.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::agents {

namespace {

std::unexpected<Error> ioError(const std::string &file)
{
    return fail(ErrorCode::Io, std::strerror(errno), file);
}

class Descriptor final
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int number() const { return m_number; }

private:
    const int m_number;
};

std::string folderOf(const std::string &file)
{
    const std::size_t slash = file.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : file.substr(0, slash);
}

} // namespace

Result<void> FileOperations::writeNew(const std::string &file, std::string_view bytes, const Owner &owner)
{
    const Descriptor descriptor(
        open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (descriptor.number() < 0)
        return ioError(file);
    while (!bytes.empty()) {
        const ssize_t written = write(descriptor.number(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return ioError(file);
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    // The owner first: changing it takes bits of the mode away.
    if ((owner.user || owner.group) &&
        fchown(descriptor.number(), owner.user.value_or(static_cast<uid_t>(-1)),
               owner.group.value_or(static_cast<gid_t>(-1))) != 0)
        return ioError(file);
    if (fchmod(descriptor.number(), owner.mode) != 0 || fsync(descriptor.number()) != 0)
        return ioError(file);
    return {};
}

Result<void> FileOperations::rename(const std::string &from, const std::string &to)
{
    if (::rename(from.c_str(), to.c_str()) != 0)
        return ioError(to);
    return {};
}

Result<void> FileOperations::remove(const std::string &file)
{
    if (unlink(file.c_str()) != 0 && errno != ENOENT)
        return ioError(file);
    return {};
}

Result<void> FileOperations::syncFolder(const std::string &folder)
{
    const Descriptor descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot force a folder out; what was renamed is in place all the same.
    if (descriptor.number() < 0 || (fsync(descriptor.number()) != 0 && errno != EINVAL))
        return ioError(folder);
    return {};
}

Result<void> FileOperations::makeFolder(const std::string &folder)
{
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return ioError(folder);
    return {};
}

Result<std::optional<std::string>> readFile(const std::string &file)
{
    const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.number() < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::nullopt;
        return ioError(file);
    }
    struct stat status = {};
    if (fstat(descriptor.number(), &status) != 0)
        return ioError(file);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidInput, "this is no file", file);
    std::string bytes;
    char piece[65536];
    while (true) {
        const ssize_t got = read(descriptor.number(), piece, sizeof piece);
        if (got == 0)
            return bytes;
        if (got < 0 && errno != EINTR)
            return ioError(file);
        bytes.append(piece, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (bytes.size() > kMostSettingsBytes)
            return fail(ErrorCode::TooLarge, "this is larger than any settings file", file);
    }
}

Result<std::string> resolved(const std::string &file)
{
    struct stat status = {};
    if (lstat(file.c_str(), &status) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return ioError(file);
        return file;
    }
    const std::unique_ptr<char, decltype(&std::free)> target(realpath(file.c_str(), nullptr), &std::free);
    if (!target && S_ISLNK(status.st_mode))
        return fail(ErrorCode::InvalidInput,
                    "this is a link to a file that is not there; make it, or remove the link", file);
    if (!target)
        return ioError(file);
    return std::string(target.get());
}

std::string temporaryBeside(const std::string &file)
{
    return file + ".signalbox-new";
}

Result<void> replaceFile(FileOperations &operations, const std::string &file, std::string_view bytes)
{
    const auto target = resolved(file);
    if (!target)
        return std::unexpected(target.error());
    FileOperations::Owner owner;
    struct stat status = {};
    if (stat(target->c_str(), &status) == 0) {
        owner.mode = status.st_mode & 07777;
        if (status.st_uid != geteuid())
            owner.user = status.st_uid;
        if (status.st_gid != getegid())
            owner.group = status.st_gid;
    }
    const std::string folder = folderOf(*target);
    if (stat(folder.c_str(), &status) != 0) {
        if (auto made = operations.makeFolder(folder); !made)
            return made;
    }
    const std::string temporary = temporaryBeside(*target);
    auto done = operations.remove(temporary); // of one that was interrupted
    if (done)
        done = operations.writeNew(temporary, bytes, owner);
    if (done)
        done = operations.rename(temporary, *target);
    if (!done) {
        (void)operations.remove(temporary);
        return done;
    }
    return operations.syncFolder(folder);
}

Result<void> removeFile(FileOperations &operations, const std::string &file)
{
    if (auto done = operations.remove(file); !done)
        return done;
    return operations.syncFolder(folderOf(file));
}

} // namespace signalbox::agents
