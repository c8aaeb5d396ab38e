#include "secrets/session_store.h"

namespace signalbox::secrets {

void SessionStore::read(const SecretRef &ref, Done done)
{
    const auto found = m_secrets.find(ref.name);
    if (found == m_secrets.end())
        m_keychain.read(ref, std::move(done));
    else
        done(found->second.clone());
}

void SessionStore::keep(const SecretRef &ref, Secret secret)
{
    m_secrets.insert_or_assign(ref.name, std::move(secret));
}

bool SessionStore::forget(const SecretRef &ref)
{
    return m_secrets.erase(ref.name) > 0;
}

} // namespace signalbox::secrets
