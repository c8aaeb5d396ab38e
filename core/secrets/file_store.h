#pragma once

#include "secrets/secret_store.h"

#include <filesystem>
#include <functional>
#include <string>

namespace signalbox::secrets {

/// Secrets in files of their own, as containers and password managers give them out. One line break at the
/// end does not belong to the secret. Reads at once: such files are small.
class FileStore final : public SecretStore
{
public:
    /// Told of a file that other users can read or write; the secret is read all the same.
    using Warn = std::function<void(const std::string &message)>;

    FileStore(std::filesystem::path configurationFolder, std::filesystem::path home, Warn warn = {});
    void read(const SecretRef &ref, Done done) override;

    [[nodiscard]] std::filesystem::path pathOf(const SecretRef &ref) const;

private:
    std::filesystem::path m_configurationFolder;
    std::filesystem::path m_home;
    Warn m_warn;
};

} // namespace signalbox::secrets
