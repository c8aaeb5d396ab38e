#pragma once

#include <QDBusAbstractInterface>
#include <QDBusVariant>
#include <QString>

#include <optional>

namespace signalbox::ui {

/// What a desktop wants of dark and light, from org.freedesktop.portal.Settings of the session bus: the
/// setting "color-scheme" of "org.freedesktop.appearance". Asked without waiting; where there is no portal
/// nothing is ever told. Lives on the main thread.
class AppearancePortal final : public QDBusAbstractInterface
{
    Q_OBJECT

public:
    explicit AppearancePortal(QObject *parent);

    /// Absent: the desktop has no preference, or has not answered.
    [[nodiscard]] std::optional<bool> wantsDark() const { return m_wantsDark; }

Q_SIGNALS:
    void wishChanged();
    // Named as on the bus.
    void SettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);

    std::optional<bool> m_wantsDark;
};

} // namespace signalbox::ui
