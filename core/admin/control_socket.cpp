#include "admin/control_socket.h"

#include "base/digest.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace signalbox::admin {

namespace {

/// Somebody else's folder in a place that all may write to is a trap.
bool isOurs(const std::string &folder)
{
    struct stat status = {};
    return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
           (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

} // namespace

Result<std::string> controlSocketPath(const std::filesystem::path &dataDirectory)
{
    std::error_code error;
    std::filesystem::path canonical = std::filesystem::weakly_canonical(dataDirectory, error);
    if (error)
        canonical = dataDirectory;
    const char *runtime = std::getenv("XDG_RUNTIME_DIR");
    std::string folder = runtime != nullptr && *runtime != '\0'
                             ? std::string(runtime) + "/signalbox"
                             : std::filesystem::temp_directory_path(error).string() + "/signalbox-" +
                                   std::to_string(geteuid());
    if (mkdir(folder.c_str(), S_IRWXU) != 0 && !isOurs(folder))
        return fail(
            ErrorCode::Io,
            "cannot use the folder for the control socket: it must be a folder of yours with mode 0700",
            folder);
    return folder + '/' + toHex(sha256(canonical.string())).substr(0, 16) + ".sock";
}

} // namespace signalbox::admin
