#pragma once

#include "config/configuration.h"
#include "secrets/environment_store.h"
#include "secrets/file_store.h"
#include "secrets/keychain_store.h"
#include "secrets/memory_store.h"
#include "secrets/resolver.h"
#include "secrets/session_store.h"

#include <QTimer>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace signalbox::app {

struct Paths;

/// All stores that references can point to, the resolver over them, and the timer that both need. Main
/// thread, with an application. Nothing in it can hold up the program's end: what a keychain has not answered
/// by then is dropped.
class SecretsAccess final
{
public:
    SecretsAccess(const Clock &clock, const Paths &paths, secrets::Resolver::Publish publish);

    /// Turns these references into values, and forgets others. What names the keychain waits for
    /// openKeychain().
    void resolve(std::set<std::string> references);
    /// Asks for all of them again, also what is ready: something else may have changed it.
    void askAgain();
    /// Asks for this one again, whether or not its keeper still owes an answer: it was changed.
    void askAgain(const secrets::SecretRef &ref);
    /// From now on the keychain is asked: the window is up, or the address told.
    void openKeychain();

    [[nodiscard]] const std::set<std::string> &references() const { return m_references; }
    [[nodiscard]] const secrets::Resolver &resolver() const { return m_resolver; }
    [[nodiscard]] secrets::SessionStore &session() { return m_session; }

    /// The keychain's own, with the timer that gives it its time-outs.
    void read(const secrets::SecretRef &ref, secrets::SecretStore::Done done);
    void write(const secrets::SecretRef &ref, Secret secret, secrets::WritableSecretStore::Written done);
    void writeNew(const secrets::SecretRef &ref, Secret secret, secrets::WritableSecretStore::Written done);
    void remove(const secrets::SecretRef &ref, secrets::WritableSecretStore::Written done);
    void probe(secrets::WritableSecretStore::Written done);
    /// probe(), the first time that somebody wants to know how the keychain stands.
    void probeOnce();
    [[nodiscard]] const secrets::KeychainStore &keychain() const { return m_keychain; }

private:
    void tick();
    void lookForUnlocking();

    secrets::EnvironmentStore m_environment;
    secrets::FileStore m_files;
    secrets::KeychainStore m_keychain;
    secrets::SessionStore m_session;
    secrets::MemoryStore m_memory;
    secrets::Resolver m_resolver;
    std::set<std::string> m_references;
    bool m_probed = false;
    QTimer m_deadlines;
    QTimer m_unlocking;
};

/// Every reference that the configuration names for something that is not switched off.
[[nodiscard]] std::set<std::string> referencesOf(const config::Configuration &configuration);

/// The environment variables that the configuration names, switched off or not: what the gateway gets its
/// keys from, and nobody it starts needs.
[[nodiscard]] std::vector<std::string> keyVariablesOf(const config::Configuration &configuration);
/// The same of the configuration as its file has it now; none where it cannot be read.
[[nodiscard]] std::vector<std::string> keyVariablesIn(const Paths &paths);

} // namespace signalbox::app
