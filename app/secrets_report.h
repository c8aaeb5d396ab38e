#pragma once

#include "secrets/keychain_store.h"
#include "secrets/secret_values.h"

#include <memory>
#include <set>
#include <string>

namespace signalbox::app {

struct Paths;

/// How the keychain stands and what each reference comes to, as this process sees it: its environment, not
/// the gateway's.
struct SecretsReport
{
    secrets::KeychainState keychain = secrets::KeychainState::Probing;
    std::string keychainMessage;
    std::shared_ptr<const secrets::SecretValues> values; ///< never null
    std::set<std::string> stored; ///< references to what this data directory has put into the keychain
};

/// Asks for `references` and what is stored besides them, and tries the keychain out. Runs the application's
/// loop, for as long as a keychain gets to answer a read (20 s) at most; says so on stderr when it waits.
[[nodiscard]] SecretsReport lookAtSecrets(const Paths &paths, std::set<std::string> references);

} // namespace signalbox::app
