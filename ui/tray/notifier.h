#pragma once

#include "ui/tray/desktop_notices.h"

#include <QMap>
#include <QObject>
#include <QSettings>
#include <QString>

#include <functional>

namespace signalbox::ui {

class NotificationService;

/// Shows notices by the desktop's own service (org.freedesktop.Notifications), which needs no tray, and where
/// there is none by the tray's balloon. Kinds that are switched off are not shown. Asks without waiting.
/// Lives on the main thread.
class Notifier final : public QObject
{
    Q_OBJECT

public:
    using Balloon = std::function<void(const DesktopNotice &)>;

    /// `balloon` is called where the desktop has no service; it may do nothing.
    explicit Notifier(Balloon balloon, QObject *parent = nullptr);
    ~Notifier() override;

    void show(const DesktopNotice &notice);

Q_SIGNALS:
    /// A person chose the notice of this id.
    void chosen(const QString &id);

private:
    Balloon m_balloon;
    QSettings m_settings;
    NotificationService *m_service = nullptr; ///< made with the first notice
    QMap<QString, uint> m_shown;              ///< number at the service, by the notice's id
};

} // namespace signalbox::ui
