#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QFuture>

#include <string>
#include <vector>

namespace signalbox::control {

/// How the system's keychain stands just now.
enum class KeychainState {
    Probing,     ///< asked for the first time, no answer yet
    Ready,       ///< writes, reads back and forgets
    Waiting,     ///< it asks its owner for something (a password) and has not answered
    Locked,      ///< answered that it is locked, or would not be opened
    Unavailable, ///< this session has none: no bus, no service, a build without it
    Failed,      ///< it answers, but not with what was written, or with an error of its own
};

enum class SecretState { Ready, Pending, Missing, Locked, Failed };

/// One reference that the configuration names.
struct SecretStatus
{
    std::string reference; ///< "keychain:openai/main"
    SecretState state = SecretState::Pending;
    std::string message;         ///< why not, for people and in English; never a key
    bool forThisSession = false; ///< kept in memory only: gone when the program ends

    bool operator==(const SecretStatus &) const = default;
};

struct SecretsView
{
    KeychainState keychain = KeychainState::Probing;
    std::string keychainMessage; ///< what is wrong and what to do, in English; empty while Ready
    std::vector<SecretStatus> references;

    bool operator==(const SecretsView &) const = default;
};

/// Where a new secret is kept.
enum class SecretPlace {
    Keychain,
    Session, ///< memory: for systems without a keychain; never written anywhere
};

/// The keychain and what is kept in it. Main thread; no call blocks, and every future is answered within the
/// store's own time-out, also where the keychain never answers.
class Secrets
{
public:
    virtual ~Secrets() = default;

    [[nodiscard]] virtual QFuture<Result<SecretsView>> view() = 0;
    /// Keeps `secret` under "keychain:NAME" and reads it back before it says that it is kept; with Session
    /// the reference is answered from memory until the program ends. The old one is only replaced by what
    /// reads back. Errors: Unavailable locked or none there, Timeout, Io, InvalidInput another scheme.
    [[nodiscard]] virtual QFuture<Result<void>> set(std::string reference, Secret secret,
                                                    SecretPlace place) = 0;
    /// NotFound where there is none of that name.
    [[nodiscard]] virtual QFuture<Result<void>> remove(std::string reference) = 0;
    /// For "Show": the text, to be forgotten after some seconds.
    [[nodiscard]] virtual QFuture<Result<Secret>> reveal(std::string reference) = 0;
    /// Asks again for all that is not Ready, the keychain first: "Unlock…", "Try again".
    [[nodiscard]] virtual QFuture<Result<void>> retry() = 0;
};

} // namespace signalbox::control
