#pragma once

#include "base/clock.h"
#include "control/gateway_control.h"
#include "control/providers.h"
#include "control/secrets.h"
#include "ui/shell/autostart.h"
#include "ui/shell/quit_flow.h"
#include "ui/tray/desktop_notices.h"
#include "ui/tray/notifier.h"
#include "ui/tray/quick_switch.h"
#include "ui/tray/tray_icon.h"
#include "ui/tray/tray_menu.h"
#include "ui/tray/tray_watch.h"

#include <QObject>
#include <QPointer>
#include <QSettings>
#include <QTimer>

#include <functional>
#include <memory>

namespace signalbox::ui {

class AskDialog;
class DesktopDialog;
class MainWindow;
class ProvidersCheckup;

/// The program as the desktop sees it beside its window: the icon in the panel and its menu, notices, what
/// closing the window means, and quitting. Asks the gateway only through control. Lives on the main thread,
/// owned by the program, and goes before the window does.
class DesktopPresence final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        MainWindow &window;
        control::GatewayControl &gateway;
        const Clock &clock;
        control::Providers *providers = nullptr; ///< null: they cannot be tested from the menu
        control::Secrets *secrets = nullptr;     ///< null: nothing is said of the keychain
        Autostart autostart;
        /// Whether the desktop has a tray just now. QSystemTrayIcon::isVisible() would be true without one.
        std::function<bool()> hasTray = [] { return QSystemTrayIcon::isSystemTrayAvailable(); };
        std::chrono::milliseconds trayRetry{5000};
    };

    static constexpr int kTrayRetries = 5;

    explicit DesktopPresence(Parts parts);
    ~DesktopPresence() override;

    /// Shows the window, or with `minimized` leaves it in the tray: in the task bar where there is no tray.
    void start(bool minimized);
    /// The window in front of all others, from wherever it is.
    void raiseWindow();
    /// As Ctrl+Q.
    void quit() { m_quit.begin(); }

    [[nodiscard]] bool hasTray() const { return m_icon != nullptr; }
    [[nodiscard]] TrayMenu &menu() { return m_menu; }
    [[nodiscard]] TrayWatch &watch() { return m_watch; }
    [[nodiscard]] QuitFlow &quitFlow() { return m_quit; }
    /// The question when the window is closed; null while it is not asked.
    [[nodiscard]] AskDialog *closeDialog() const;
    /// Null while it is closed.
    [[nodiscard]] DesktopDialog *desktopDialog() const;

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// The program shall end.
    void quitDecided(signalbox::ui::Ending ending);

private:
    void connectParts();
    void fillWindowMenu();
    void openDesktopDialog();
    void lookForTray();
    void makeIcon();
    void showFacts();
    void carryOut(const TrayEntry &entry);
    void togglePause();
    void setStartsAtLogin(bool on);
    void toggleWindow();
    /// What closing the window means.
    void closeWindow();
    void minimiseInstead();
    void askWhatClosingMeans();
    void openNotice(const QString &id);
    void tell(const DesktopNotice &notice);

    Parts m_parts;
    QSettings m_settings;
    TrayWatch m_watch;
    QuickSwitch m_switch;
    TrayMenu m_menu;
    QuitFlow m_quit;
    DesktopNotices m_notices;
    Notifier m_notifier;
    std::unique_ptr<ProvidersCheckup> m_tests;
    std::unique_ptr<TrayIcon> m_icon; ///< null: the desktop has no tray, as far as is known
    QString m_balloonId;              ///< whose balloon was shown last
    QTimer m_retry;
    int m_retriesLeft = kTrayRetries;
    bool m_hideInTray = false; ///< started minimised, before the tray was there
    QPointer<AskDialog> m_closeDialog;
    QPointer<DesktopDialog> m_desktopDialog;
};

} // namespace signalbox::ui
