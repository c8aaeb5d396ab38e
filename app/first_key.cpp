#include "app/first_key.h"

#include "app/secrets_access.h"
#include "config/configuration_file.h"
#include "config/document.h"
#include "governance/virtual_key.h"

#include <algorithm>
#include <utility>

namespace signalbox::app {

FirstKey::FirstKey(config::ConfigurationFile &file, SecretsAccess &secrets, Secret key,
                   std::function<void(const std::string &)> notice)
    : m_file(file), m_secrets(secrets), m_key(std::move(key)), m_notice(std::move(notice))
{
}

void FirstKey::moveToKeychain()
{
    // Never over an entry of that name: another data directory's gateway may live by it.
    m_secrets.writeNew(*secrets::SecretRef::parse(kReference), m_key.clone(),
                       [this](const Result<void> &written) {
                           if (!written)
                               return; // no keychain here, or not now: the hash it is
                           m_written = true;
                           // Known before it is named: in between, requests with this key would be told to
                           // wait.
                           std::set<std::string> references = m_secrets.references();
                           references.insert(kReference);
                           m_secrets.resolve(std::move(references));
                       });
}

void FirstKey::valuesChanged()
{
    if (!m_written || !m_secrets.resolver().values()->find(kReference).secret)
        return;
    m_written = false;
    nameInConfiguration();
}

void FirstKey::nameInConfiguration()
{
    const auto &keys = m_file.configuration()->virtualKeys;
    const auto ours = std::ranges::find(keys, kId, &config::VirtualKey::id);
    if (ours == keys.end() || ours->hash != governance::hashKey(std::string(m_key.reveal())))
        return; // somebody was faster, and knows better
    const auto saved =
        m_file.edit([](config::Document &document) { return document.setVirtualKeySecret(kId, kReference); },
                    m_file.revision());
    if (saved)
        m_notice(
            std::string(
                "The keychain keeps that key now, and the configuration names it instead of its hash: ") +
            kReference + '.');
}

} // namespace signalbox::app
