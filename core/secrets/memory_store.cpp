#include "secrets/memory_store.h"

namespace signalbox::secrets {

void MemoryStore::read(const SecretRef &ref, Done done)
{
    const auto found = m_secrets.find(ref.name);
    if (found == m_secrets.end())
        done(fail(ErrorCode::NotFound, "nothing of this name is in memory", ref.toString()));
    else
        done(found->second.clone());
}

void MemoryStore::write(const SecretRef &ref, Secret secret, Written done)
{
    m_secrets.insert_or_assign(ref.name, std::move(secret));
    done({});
}

void MemoryStore::remove(const SecretRef &ref, Written done)
{
    if (m_secrets.erase(ref.name) == 0)
        done(fail(ErrorCode::NotFound, "nothing of this name is in memory", ref.toString()));
    else
        done({});
}

} // namespace signalbox::secrets
