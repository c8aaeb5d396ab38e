#pragma once

#include "secrets/secret_store.h"

#include <memory>

namespace signalbox::secrets {

/// The operating system's keychain. Made where there is one for this platform; it then lives on the main
/// thread, whose event loop it needs.
class KeychainBackend
{
public:
    virtual ~KeychainBackend() = default;
    virtual void read(const std::string &name, SecretStore::Done done) = 0;
    virtual void write(const std::string &name, Secret secret, WritableSecretStore::Written done) = 0;
    virtual void remove(const std::string &name, WritableSecretStore::Written done) = 0;
};

/// References "keychain:NAME". Without a backend every answer is Unavailable and says what to use instead: a
/// missing keychain is no missing key.
class KeychainStore final : public WritableSecretStore
{
public:
    explicit KeychainStore(std::unique_ptr<KeychainBackend> backend = nullptr) : m_backend(std::move(backend))
    {
    }

    [[nodiscard]] bool hasKeychain() const { return m_backend != nullptr; }
    void read(const SecretRef &ref, Done done) override;
    void write(const SecretRef &ref, Secret secret, Written done) override;
    void remove(const SecretRef &ref, Written done) override;

private:
    std::unique_ptr<KeychainBackend> m_backend;
};

} // namespace signalbox::secrets
