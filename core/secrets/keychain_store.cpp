#include "secrets/keychain_store.h"

namespace signalbox::secrets {

namespace {

std::unexpected<Error> noKeychain(const SecretRef &ref)
{
    return fail(ErrorCode::Unavailable, "this build has no keychain yet; use env: or file:", ref.toString());
}

} // namespace

void KeychainStore::read(const SecretRef &ref, Done done)
{
    if (m_backend)
        m_backend->read(ref.name, std::move(done));
    else
        done(noKeychain(ref));
}

void KeychainStore::write(const SecretRef &ref, Secret secret, Written done)
{
    if (m_backend)
        m_backend->write(ref.name, std::move(secret), std::move(done));
    else
        done(noKeychain(ref));
}

void KeychainStore::remove(const SecretRef &ref, Written done)
{
    if (m_backend)
        m_backend->remove(ref.name, std::move(done));
    else
        done(noKeychain(ref));
}

} // namespace signalbox::secrets
