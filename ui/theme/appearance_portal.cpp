#include "ui/theme/appearance_portal.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

const QString kSpace = u"org.freedesktop.appearance"_s;
const QString kKey = u"color-scheme"_s;

/// Read() wraps the value twice, the signal once.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

AppearancePortal::AppearancePortal(QObject *parent)
    : QDBusAbstractInterface(u"org.freedesktop.portal.Desktop"_s, u"/org/freedesktop/portal/desktop"_s,
                             "org.freedesktop.portal.Settings", QDBusConnection::sessionBus(), parent)
{
    if (!connection().isConnected())
        return;
    connect(this, &AppearancePortal::SettingChanged, this,
            [this](const QString &space, const QString &key, const QDBusVariant &value) {
                if (space == kSpace && key == kKey)
                    take(unwrapped(value.variant()));
            });
    auto *watcher = new QDBusPendingCallWatcher(asyncCall(u"Read"_s, kSpace, kKey), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply(*watcher);
        if (reply.isValid())
            take(unwrapped(reply.value().variant()));
    });
}

void AppearancePortal::take(const QVariant &value)
{
    enum Preference : uint { None, Dark, Light };
    std::optional<bool> wish;
    if (value.toUInt() == Dark)
        wish = true;
    else if (value.toUInt() == Light)
        wish = false;
    if (wish == m_wantsDark)
        return;
    m_wantsDark = wish;
    Q_EMIT wishChanged();
}

} // namespace signalbox::ui
