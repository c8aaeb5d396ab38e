#include "ui/tray/notification_service.h"

#include "ui/shell/application_id.h"

#include <QDBusConnection>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

NotificationService::NotificationService(QObject *parent)
    : QDBusAbstractInterface(u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
                             "org.freedesktop.Notifications", QDBusConnection::sessionBus(), parent)
{
}

QDBusPendingCall NotificationService::notify(uint replaces, const QString &title, const QString &body,
                                             const QStringList &actions, const QVariantMap &hints)
{
    constexpr int asTheServiceLikes = -1; // milliseconds
    return asyncCall(u"Notify"_s, u"Signalbox"_s, replaces, kApplicationId, title, body, actions, hints,
                     asTheServiceLikes);
}

} // namespace signalbox::ui
