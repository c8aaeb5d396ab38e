#pragma once

#include "ui/dialogs/dialog.h"

#include <QList>
#include <QSettings>

class QGridLayout;

namespace signalbox::ui {

class SegmentedControl;
class SwitchButton;

/// The setting of what closing the window means: "ask" (and when absent), "keep" or "quit".
inline constexpr char kCloseSetting[] = "window/close";

/// How the program behaves on the desktop: which notices it shows, what closing the window does, whether it
/// starts at login. Each choice holds at once. Owned by itself; starting at login is its caller's to change.
class DesktopDialog final : public Dialog
{
    Q_OBJECT

public:
    /// Without a tray closing the window minimises it, whatever is chosen.
    enum class Tray { There, Missing };

    DesktopDialog(Tray tray, QWidget *parent);

    /// As it is, also after a change that failed.
    void setStartsAtLogin(bool on);

    /// Gateway, providers, keychain, records.
    [[nodiscard]] const QList<SwitchButton *> &notices() const { return m_notices; }
    [[nodiscard]] SegmentedControl *closing() const { return m_closing; }
    [[nodiscard]] SwitchButton *login() const { return m_login; }

Q_SIGNALS:
    void startAtLoginWanted(bool on);

private:
    void addNotices(QGridLayout &rows);
    void addClosing(QGridLayout &rows, Tray tray);
    void addLogin(QGridLayout &rows);

    QSettings m_settings;
    QList<SwitchButton *> m_notices;
    SegmentedControl *m_closing = nullptr;
    SwitchButton *m_login = nullptr;
};

} // namespace signalbox::ui
