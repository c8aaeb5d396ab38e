#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QList>
#include <QString>
#include <QVariantMap>

#include <optional>

namespace signalbox::test {

/// A program's tray icon as a panel sees it over the bus: org.kde.StatusNotifierItem and
/// com.canonical.dbusmenu. Calls wait for the answer; the program does not ask back while it gives one.
class BusIcon final
{
public:
    struct Entry
    {
        int id = 0;
        QString label;
        bool enabled = true;
        bool visible = true;
        bool checked = false;
        QList<Entry> children;

        /// By the beginning of the label.
        [[nodiscard]] std::optional<Entry> child(const QString &beginning) const
        {
            for (const Entry &entry : children) {
                if (entry.visible && entry.label.startsWith(beginning))
                    return entry;
            }
            return std::nullopt;
        }
        [[nodiscard]] QStringList labels() const
        {
            QStringList all;
            for (const Entry &entry : children)
                all << (entry.visible ? entry.label : QString());
            return all;
        }
    };

    explicit BusIcon(QString service) : m_service(std::move(service)) {}

    [[nodiscard]] Entry menu() const
    {
        auto call = QDBusMessage::createMethodCall(m_service, QStringLiteral("/MenuBar"),
                                                   QStringLiteral("com.canonical.dbusmenu"),
                                                   QStringLiteral("GetLayout"));
        call << 0 << -1 << QStringList();
        const QDBusMessage reply = QDBusConnection::sessionBus().call(call, QDBus::Block, 5000);
        if (reply.type() != QDBusMessage::ReplyMessage)
            return {};
        return read(reply.arguments().at(1).value<QDBusArgument>());
    }
    void click(int id) const
    {
        auto call =
            QDBusMessage::createMethodCall(m_service, QStringLiteral("/MenuBar"),
                                           QStringLiteral("com.canonical.dbusmenu"), QStringLiteral("Event"));
        call << id << QStringLiteral("clicked") << QVariant::fromValue(QDBusVariant(QString())) << 0U;
        QDBusConnection::sessionBus().send(call);
    }
    /// Opens the way to it, as a panel does, and clicks it. False where there is none of that name.
    [[nodiscard]] bool click(const QStringList &path) const
    {
        std::optional<Entry> entry = menu();
        for (const QString &label : path)
            entry = entry ? entry->child(label) : std::nullopt;
        if (!entry || !entry->enabled)
            return false;
        click(entry->id);
        return true;
    }
    /// A left click on the icon.
    void activate() const { callIcon(QStringLiteral("Activate")); }
    void activateSecondary() const { callIcon(QStringLiteral("SecondaryActivate")); }
    [[nodiscard]] QVariant property(const QString &name) const
    {
        auto call = QDBusMessage::createMethodCall(m_service, QStringLiteral("/StatusNotifierItem"),
                                                   QStringLiteral("org.freedesktop.DBus.Properties"),
                                                   QStringLiteral("Get"));
        call << QStringLiteral("org.kde.StatusNotifierItem") << name;
        const QDBusMessage reply = QDBusConnection::sessionBus().call(call, QDBus::Block, 5000);
        return reply.arguments().isEmpty() ? QVariant()
                                           : reply.arguments().first().value<QDBusVariant>().variant();
    }
    /// The largest of the pictures, as bytes: a(iiay).
    [[nodiscard]] QByteArray picture() const
    {
        const auto pictures = property(QStringLiteral("IconPixmap")).value<QDBusArgument>();
        QByteArray largest;
        pictures.beginArray();
        while (!pictures.atEnd()) {
            int width = 0;
            int height = 0;
            QByteArray bytes;
            pictures.beginStructure();
            pictures >> width >> height >> bytes;
            pictures.endStructure();
            if (bytes.size() > largest.size())
                largest = bytes;
        }
        pictures.endArray();
        return largest;
    }

private:
    void callIcon(const QString &method) const
    {
        auto call = QDBusMessage::createMethodCall(m_service, QStringLiteral("/StatusNotifierItem"),
                                                   QStringLiteral("org.kde.StatusNotifierItem"), method);
        call << 1 << 1;
        QDBusConnection::sessionBus().send(call);
    }
    /// (ia{sv}av), where each of the last is one such again.
    static Entry read(const QDBusArgument &argument)
    {
        Entry entry;
        QVariantMap properties;
        argument.beginStructure();
        argument >> entry.id >> properties;
        entry.label = properties.value(QStringLiteral("label")).toString();
        entry.enabled = properties.value(QStringLiteral("enabled"), true).toBool();
        entry.visible = properties.value(QStringLiteral("visible"), true).toBool();
        entry.checked = properties.value(QStringLiteral("toggle-state"), 0).toInt() == 1;
        argument.beginArray();
        while (!argument.atEnd()) {
            QDBusVariant child;
            argument >> child;
            entry.children << read(child.variant().value<QDBusArgument>());
        }
        argument.endArray();
        argument.endStructure();
        return entry;
    }

    QString m_service;
};

} // namespace signalbox::test
