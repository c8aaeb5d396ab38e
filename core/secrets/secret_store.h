#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "secrets/secret_ref.h"

#include <functional>

namespace signalbox::secrets {

/// Somewhere secrets are kept. Asked and answered on the main thread; the answer may come before the call
/// returns or much later (a keychain waits for its owner). Errors: NotFound there is none of that name,
/// Unavailable locked or no service, Timeout, Io; the message says what to do and never holds the secret.
class SecretStore
{
public:
    using Done = std::function<void(Result<Secret>)>;

    virtual ~SecretStore() = default;
    /// Calls `done` once, unless the store is destroyed first.
    virtual void read(const SecretRef &ref, Done done) = 0;
};

/// A store that can be written as well: for `signalbox secrets` and the keys that the program makes.
class WritableSecretStore : public SecretStore
{
public:
    using Written = std::function<void(Result<void>)>;

    virtual void write(const SecretRef &ref, Secret secret, Written done) = 0;
    virtual void remove(const SecretRef &ref, Written done) = 0;
};

} // namespace signalbox::secrets
