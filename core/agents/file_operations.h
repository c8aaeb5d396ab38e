#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

/// How files of others are replaced: whole or not at all, whatever happens at which moment.
namespace signalbox::agents {

/// The steps, one by one, so that a test can end the world between any two of them. Main thread; small files.
class FileOperations
{
public:
    struct Owner
    {
        mode_t mode = 0600;
        std::optional<uid_t> user; ///< nothing: whoever runs this
        std::optional<gid_t> group;
    };

    virtual ~FileOperations() = default;
    /// Makes a new file with these bytes and forces them to the disk.
    [[nodiscard]] virtual Result<void> writeNew(const std::string &file, std::string_view bytes,
                                                const Owner &owner);
    [[nodiscard]] virtual Result<void> rename(const std::string &from, const std::string &to);
    [[nodiscard]] virtual Result<void> remove(const std::string &file);
    /// Forces what was renamed and removed in it to the disk.
    [[nodiscard]] virtual Result<void> syncFolder(const std::string &folder);
    [[nodiscard]] virtual Result<void> makeFolder(const std::string &folder);
};

/// Nothing where there is none. Io where it cannot be read, TooLarge beyond kMostSettingsBytes.
[[nodiscard]] Result<std::optional<std::string>> readFile(const std::string &file);

/// The file that this name leads to, through symbolic links. InvalidInput for a link to nothing.
[[nodiscard]] Result<std::string> resolved(const std::string &file);

/// Replaces the file that this name leads to. Mode and owner stay; a new file is for its owner alone, and so
/// is a folder that has to be made.
[[nodiscard]] Result<void> replaceFile(FileOperations &operations, const std::string &file,
                                       std::string_view bytes);
[[nodiscard]] Result<void> removeFile(FileOperations &operations, const std::string &file);

/// What an interrupted replaceFile may have left beside the file.
[[nodiscard]] std::string temporaryBeside(const std::string &file);

} // namespace signalbox::agents
