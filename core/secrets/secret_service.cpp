#include "secrets/secret_service.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QTimer>

#include <utility>

namespace signalbox::secrets {

namespace {

/// Nobody is asked anything, so a service that works answers at once.
constexpr int kPatienceMilliseconds = 3'000;

const QString kService = QStringLiteral("org.freedesktop.secrets");

QDBusMessage message(const QString &path, const QString &interface, const QString &member,
                     const QVariantList &arguments)
{
    QDBusMessage call = QDBusMessage::createMethodCall(kService, path, interface, member);
    call.setArguments(arguments);
    call.setAutoStartService(false);
    return call;
}

KeychainLock lockOf(const QDBusError &error)
{
    switch (error.type()) {
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        return KeychainLock::NoAnswer;
    case QDBusError::ServiceUnknown:
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
        return KeychainLock::NoService;
    default:
        // What the bus answers where it was told to start nobody; QDBusError has no type for it.
        return error.name() == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner")
                   ? KeychainLock::NoService
                   : KeychainLock::Unknown;
    }
}

} // namespace

void SecretService::askLock(Known known)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        QTimer::singleShot(0, this, [known = std::move(known)] { known(KeychainLock::NoService); });
        return;
    }
    // Specification 0.2: the alias "default" is where new entries go; "/" where there is none.
    const QDBusPendingCall call = bus.asyncCall(
        message(QStringLiteral("/org/freedesktop/secrets"), QStringLiteral("org.freedesktop.Secret.Service"),
                QStringLiteral("ReadAlias"), {QStringLiteral("default")}),
        kPatienceMilliseconds);
    const auto *watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, known = std::move(known)](QDBusPendingCallWatcher *done) {
                done->deleteLater();
                const QDBusPendingReply<QDBusObjectPath> reply = *done;
                if (reply.isError())
                    known(lockOf(reply.error()));
                else if (reply.value().path() == QLatin1String("/"))
                    known(KeychainLock::NoKeyring);
                else
                    askCollection(reply.value().path(), known);
            });
}

void SecretService::askCollection(const QString &path, Known known)
{
    const QDBusPendingCall call = QDBusConnection::sessionBus().asyncCall(
        message(path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"),
                {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")}),
        kPatienceMilliseconds);
    const auto *watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [known = std::move(known)](QDBusPendingCallWatcher *done) {
                done->deleteLater();
                const QDBusPendingReply<QDBusVariant> reply = *done;
                if (reply.isError()) // an alias may point to a keyring whose file is gone
                    known(reply.error().type() == QDBusError::UnknownObject ? KeychainLock::NoKeyring
                                                                            : lockOf(reply.error()));
                else
                    known(reply.value().variant().toBool() ? KeychainLock::Locked : KeychainLock::Open);
            });
}

} // namespace signalbox::secrets
