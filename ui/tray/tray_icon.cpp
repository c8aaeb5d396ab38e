#include "ui/tray/tray_icon.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QPalette>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

TrayIcon::TrayIcon(QMenu &menu, QObject *parent) : QObject(parent)
{
    m_icon.setContextMenu(&menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT clicked();
        else if (reason == QSystemTrayIcon::MiddleClick)
            Q_EMIT middleClicked();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::messageClicked);
    qApp->installEventFilter(this);
}

void TrayIcon::show()
{
    if (!m_state)
        setState(TrayState::Running);
    m_icon.show();
}

void TrayIcon::setState(TrayState state)
{
    if (m_state == state)
        return;
    m_state = state;
    draw();
}

void TrayIcon::setToolTip(const QString &text)
{
    if (text == m_toolTip)
        return;
    m_toolTip = text;
    m_icon.setToolTip(text);
}

void TrayIcon::showMessage(const QString &title, const QString &text)
{
    m_icon.showMessage(title, text, programIcon());
}

bool TrayIcon::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange && m_state)
        draw();
    return QObject::eventFilter(watched, event);
}

void TrayIcon::draw()
{
    m_icon.setIcon(trayPicture(
        *m_state, panelInk(qEnvironmentVariable("XDG_CURRENT_DESKTOP"), QApplication::palette())));
}

QColor panelInk(const QString &desktop, const QPalette &platform)
{
    const QStringList names = desktop.split(u':');
    for (const QString &name : {u"GNOME"_s, u"Unity"_s, u"Pantheon"_s}) {
        if (names.contains(name, Qt::CaseInsensitive))
            return darkTokens().text;
    }
    return platform.color(QPalette::Active, QPalette::WindowText);
}

QIcon trayPicture(TrayState state, const QColor &ink)
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48})
        icon.addPixmap(iconPixmap(trayIconName(state), ink, size, 1));
    return icon;
}

} // namespace signalbox::ui
