#include "secrets/file_store.h"

#include <fstream>

namespace signalbox::secrets {

namespace {

constexpr std::uintmax_t kMaxBytes = 64 * 1024; // a service account's JSON is 2 KB; more is the wrong file

std::string shown(const std::filesystem::path &path)
{
    return path.string();
}

} // namespace

FileStore::FileStore(std::filesystem::path configurationFolder, std::filesystem::path home, Warn warn)
    : m_configurationFolder(std::move(configurationFolder)), m_home(std::move(home)), m_warn(std::move(warn))
{
}

std::filesystem::path FileStore::pathOf(const SecretRef &ref) const
{
    if (ref.name == "~" || ref.name.starts_with("~/"))
        return m_home / ref.name.substr(std::min<std::size_t>(2, ref.name.size()));
    return m_configurationFolder / ref.name; // an absolute name stays what it is
}

void FileStore::read(const SecretRef &ref, Done done)
{
    namespace fs = std::filesystem;
    const fs::path path = pathOf(ref);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        done(fail(ErrorCode::NotFound, "there is no file " + shown(path), ref.toString()));
        return;
    }
    // A pipe or device would block, or never end.
    if (!fs::is_regular_file(status)) {
        done(fail(ErrorCode::Io, shown(path) + " cannot be read, or is no file", ref.toString()));
        return;
    }
    const std::uintmax_t size = fs::file_size(path, error);
    if (error || size > kMaxBytes) {
        done(fail(ErrorCode::TooLarge, shown(path) + " is larger than any key", ref.toString()));
        return;
    }
    std::ifstream stream;
    stream.rdbuf()->pubsetbuf(nullptr, 0); // its own memory would keep a copy
    stream.open(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!stream || !stream.read(text.data(), static_cast<std::streamsize>(size))) {
        wipe(text);
        done(fail(ErrorCode::Io, shown(path) + " cannot be read: its mode or folder forbids it",
                  ref.toString()));
        return;
    }
    constexpr fs::perms others = fs::perms::group_all | fs::perms::others_all;
    if (m_warn && (status.permissions() & others) != fs::perms::none)
        m_warn(shown(path) + " can be read or changed by other users: chmod 600 it");
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    if (text.empty()) {
        done(fail(ErrorCode::NotFound, shown(path) + " is empty", ref.toString()));
        return;
    }
    done(Secret(std::move(text)));
}

} // namespace signalbox::secrets
