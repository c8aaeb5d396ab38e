#include "ui/theme/theme.h"

#include "ui/theme/appearance_portal.h"
#include "ui/theme/style.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QApplication>
#include <QEvent>
#include <QPalette>
#include <QToolTip>
#include <QWidget>

namespace signalbox::ui {

Theme::Theme(QWidget &window) : QObject(&window), m_window(window), m_portal(new AppearancePortal(this))
{
    // A style belongs to the program: Qt hands it to widgets, menus and tooltips that have no other.
    if (!qobject_cast<Style *>(QApplication::style()))
        QApplication::setStyle(new Style);
    const QByteArray wanted = qgetenv("SIGNALBOX_THEME");
    if (wanted == "light")
        m_scheme = Scheme::Light;
    else if (wanted == "dark")
        m_scheme = Scheme::Dark;
    // The palette's change is told to the application object, not to windows that have a palette of their
    // own.
    qApp->installEventFilter(this);
    connect(m_portal, &AppearancePortal::wishChanged, this, &Theme::apply);
    m_window.setFont(fontFor(TextStep::Body));
    apply();
}

void Theme::setScheme(Scheme scheme)
{
    m_scheme = scheme;
    apply();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange && m_scheme == Scheme::System)
        apply();
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    const bool dark = wantsDark();
    if (m_applied && dark == m_dark)
        return;
    m_applied = true;
    m_dark = dark;
    const QPalette palette = paletteFor(dark ? darkTokens() : lightTokens());
    m_window.setPalette(palette);
    QToolTip::setPalette(palette);
}

bool Theme::wantsDark() const
{
    if (m_scheme != Scheme::System)
        return m_scheme == Scheme::Dark;
    return m_portal->wantsDark().value_or(isDarkPalette(QApplication::palette()));
}

bool isDarkPalette(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

} // namespace signalbox::ui
