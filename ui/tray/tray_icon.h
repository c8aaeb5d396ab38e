#pragma once

#include "ui/tray/tray_facts.h"

#include <QColor>
#include <QObject>
#include <QString>
#include <QSystemTrayIcon>

#include <optional>

class QMenu;
class QPalette;

namespace signalbox::ui {

/// The icon in the panel: state by shape, tooltip, clicks. Lives on the main thread.
class TrayIcon final : public QObject
{
    Q_OBJECT

public:
    /// `menu` must outlive the icon.
    explicit TrayIcon(QMenu &menu, QObject *parent = nullptr);

    void show();
    void hide() { m_icon.hide(); }
    void setState(TrayState state);
    void setToolTip(const QString &text);
    /// A balloon, for systems without a service for notices.
    void showMessage(const QString &title, const QString &text);
    [[nodiscard]] std::optional<TrayState> state() const { return m_state; }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void clicked();
    void middleClicked();
    void messageClicked();

private:
    void draw();

    QSystemTrayIcon m_icon;
    std::optional<TrayState> m_state;
    QString m_toolTip;
};

/// What the desktop's panel writes with. Nobody tells; so it is the platform's palette, but on desktops
/// (`desktop` as XDG_CURRENT_DESKTOP has it) whose panel is dark whatever their windows are.
[[nodiscard]] QColor panelInk(const QString &desktop, const QPalette &platform);

/// In all sizes that panels ask for.
[[nodiscard]] QIcon trayPicture(TrayState state, const QColor &ink);

} // namespace signalbox::ui
