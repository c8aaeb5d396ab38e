#pragma once

#include "secrets/keychain_backend.h"

#include <QObject>
#include <QPointer>

namespace signalbox::secrets {

/// Asks the Secret Service of the session (org.freedesktop.secrets: gnome-keyring, KWallet, KeePassXC)
/// whether the keyring that new entries go to is locked; starts none and unlocks nothing. Main thread.
class SecretService final : public QObject
{
public:
    using Known = KeychainBackend::LockKnown;

    /// Answers once, later, within some seconds; not at all where this is destroyed first.
    void askLock(Known known);

private:
    void askCollection(const QString &path, Known known);
};

} // namespace signalbox::secrets
