#pragma once

#include "base/secret.h"

#include <functional>
#include <string>

namespace signalbox::config {
class ConfigurationFile;
}

namespace signalbox::app {

class SecretsAccess;

/// The virtual key of the first start: begins as a hash in the configuration, so that nobody waits for a
/// keychain, and moves into the keychain where there is one; the configuration then names it instead of
/// the hash. At no moment is the key refused, and what fails leaves the hash. Main thread; configuration and
/// stores outlive it.
class FirstKey final
{
public:
    /// What stands in the keychain of the user, whatever data directory it is of: the first one has it.
    static constexpr const char *kReference = "keychain:signalbox/default";
    static constexpr const char *kId = "default";

    FirstKey(config::ConfigurationFile &file, SecretsAccess &secrets, Secret key,
             std::function<void(const std::string &)> notice);

    /// Asks the keychain, later.
    void moveToKeychain();
    /// The references have new values.
    void valuesChanged();

private:
    void nameInConfiguration();

    config::ConfigurationFile &m_file;
    SecretsAccess &m_secrets;
    Secret m_key;
    std::function<void(const std::string &)> m_notice;
    bool m_written = false;
};

} // namespace signalbox::app
