#pragma once

#include "secrets/secret_store.h"

#include <functional>
#include <string>

namespace signalbox::secrets {

/// Whether the place where new entries go can be used just now. What tells "locked" from "not there": a
/// locked keyring answers a read like an empty one.
enum class KeychainLock {
    Open,
    Locked,
    NoKeyring, ///< a service, but nothing in it that could be opened
    NoService, ///< no bus, or nobody on it who keeps secrets
    NoAnswer,  ///< somebody is there and says nothing
    Unknown,   ///< not to be had on this system
};

/// The operating system's keychain, one entry a call. Main thread, whose event loop it needs; answers later,
/// never before the call returns, and perhaps never. Called one at a time (KeychainStore sees to it).
/// Errors: NotFound; Unauthorized it is locked or would not be opened; Unavailable there is none, and why;
/// InvalidInput not a text it can keep; Io anything else, in its own words.
class KeychainBackend
{
public:
    using LockKnown = std::function<void(KeychainLock)>;

    virtual ~KeychainBackend() = default;
    virtual void read(const std::string &name, SecretStore::Done done) = 0;
    virtual void write(const std::string &name, Secret secret, WritableSecretStore::Written done) = 0;
    /// Also answers well where there is none of that name.
    virtual void remove(const std::string &name, WritableSecretStore::Written done) = 0;
    /// Starts no service and asks nobody for a password.
    virtual void askLock(LockKnown known) = 0;
};

} // namespace signalbox::secrets
