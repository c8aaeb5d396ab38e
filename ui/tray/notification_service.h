#pragma once

#include <QDBusAbstractInterface>
#include <QDBusPendingCall>
#include <QString>
#include <QStringList>
#include <QVariantMap>

namespace signalbox::ui {

/// org.freedesktop.Notifications of the session bus, as far as it is used (Desktop Notifications 1.2). Calls
/// do not wait.
class NotificationService final : public QDBusAbstractInterface
{
    Q_OBJECT

public:
    explicit NotificationService(QObject *parent);

    /// Answers the notice's number; `replaces` 0: a new one. `body` may hold markup.
    QDBusPendingCall notify(uint replaces, const QString &title, const QString &body,
                            const QStringList &actions, const QVariantMap &hints);

Q_SIGNALS:
    // Named as on the bus.
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);
};

} // namespace signalbox::ui
