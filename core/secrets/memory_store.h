#pragma once

#include "secrets/secret_store.h"

#include <map>
#include <string>

namespace signalbox::secrets {

/// Secrets that live as long as the program: keys of agents it starts, and tests.
class MemoryStore final : public WritableSecretStore
{
public:
    void read(const SecretRef &ref, Done done) override;
    void write(const SecretRef &ref, Secret secret, Written done) override;
    void remove(const SecretRef &ref, Written done) override;

private:
    std::map<std::string, Secret> m_secrets;
};

} // namespace signalbox::secrets
