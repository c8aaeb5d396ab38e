#pragma once

#include "secrets/secret_store.h"

#include <map>
#include <string>

namespace signalbox::secrets {

/// "keychain:NAME" where some names are answered from memory: for systems without a keychain, until the
/// program ends. What is kept here stands before the keychain's, and is never written anywhere. Main thread;
/// the keychain outlives it.
class SessionStore final : public SecretStore
{
public:
    explicit SessionStore(SecretStore &keychain) : m_keychain(keychain) {}

    void read(const SecretRef &ref, Done done) override;

    void keep(const SecretRef &ref, Secret secret);
    /// Whether there was one.
    bool forget(const SecretRef &ref);
    [[nodiscard]] bool holds(const SecretRef &ref) const { return m_secrets.contains(ref.name); }

private:
    SecretStore &m_keychain;
    std::map<std::string, Secret> m_secrets;
};

} // namespace signalbox::secrets
