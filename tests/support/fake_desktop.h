#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace signalbox::test {

/// org.kde.StatusNotifierWatcher: where programs put their tray icons. Qt asks for it once, at a program's
/// start, and answers nobody who has no properties.
class FakeTrayWatcher final : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)
    Q_PROPERTY(int ProtocolVersion READ protocolVersion)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ registered)

public:
    [[nodiscard]] bool hasHost() const { return true; }
    [[nodiscard]] int protocolVersion() const { return 0; }
    /// Names on the bus, of programs that have an icon.
    [[nodiscard]] QStringList registered() const { return m_items; }
    void forget() { m_items.clear(); }

    bool begin()
    {
        auto bus = QDBusConnection::sessionBus();
        return bus.registerObject(QStringLiteral("/StatusNotifierWatcher"), this,
                                  QDBusConnection::ExportAllContents) &&
               bus.registerService(QStringLiteral("org.kde.StatusNotifierWatcher"));
    }
    void end()
    {
        auto bus = QDBusConnection::sessionBus();
        bus.unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher"));
        bus.unregisterObject(QStringLiteral("/StatusNotifierWatcher"));
    }

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &) { m_items << message().service(); }
    void RegisterStatusNotifierHost(const QString &) {}

private:
    QStringList m_items;
};

/// org.freedesktop.Notifications: keeps what it was told.
class FakeNotifications final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Notice
    {
        uint id = 0;
        uint replaces = 0;
        QString title;
        QString text;
    };
    QList<Notice> notices;

    [[nodiscard]] const Notice *find(const QString &title) const
    {
        for (const Notice &notice : notices) {
            if (notice.title == title)
                return &notice;
        }
        return nullptr;
    }
    bool begin()
    {
        auto bus = QDBusConnection::sessionBus();
        return bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                  QDBusConnection::ExportAllContents) &&
               bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
    }

public Q_SLOTS:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &text,
                const QStringList &, const QVariantMap &, int)
    {
        const uint id = replaces > 0 ? replaces : ++m_last;
        notices << Notice{id, replaces, title, text};
        return id;
    }
    void CloseNotification(uint) {}
    QStringList GetCapabilities() { return {QStringLiteral("body"), QStringLiteral("actions")}; }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);

private:
    uint m_last = 0;
};

/// org.freedesktop.portal.Settings with one setting: dark or light.
class FakePortal final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    bool begin(QDBusConnection bus, uint colourScheme)
    {
        m_scheme = colourScheme;
        return bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), this,
                                  QDBusConnection::ExportAllContents) &&
               bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
    }
    void end(QDBusConnection bus)
    {
        bus.unregisterService(QStringLiteral("org.freedesktop.portal.Desktop"));
        bus.unregisterObject(QStringLiteral("/org/freedesktop/portal/desktop"));
    }
    void change(uint colourScheme)
    {
        m_scheme = colourScheme;
        Q_EMIT SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                              QDBusVariant(colourScheme));
    }

public Q_SLOTS:
    /// The value in two variants, as the portal's Read() has always given it.
    QDBusVariant Read(const QString &, const QString &)
    {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(m_scheme)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    uint m_scheme = 0;
};

} // namespace signalbox::test
