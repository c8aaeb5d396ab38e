#pragma once

#include <QObject>

class QPalette;
class QWidget;

namespace signalbox::ui {

class AppearancePortal;

enum class Scheme { System, Light, Dark };

/// Gives a window its palette and the program its style, and follows the desktop from light to dark: by the
/// portal's color-scheme where the desktop tells one, else by the platform's palette. The window's palette is
/// set on the window alone: so the application's own stays the platform's, and tells at any time what the
/// desktop wants (Qt 6.4 has no other word for it). Lives on the main thread, owned by the window.
class Theme final : public QObject
{
    Q_OBJECT

public:
    /// SIGNALBOX_THEME=light|dark in the environment comes before what is set.
    explicit Theme(QWidget &window);

    void setScheme(Scheme scheme);
    [[nodiscard]] bool isDark() const { return m_dark; }

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();
    [[nodiscard]] bool wantsDark() const;

    QWidget &m_window;
    AppearancePortal *m_portal;
    Scheme m_scheme = Scheme::System;
    bool m_dark = false;
    bool m_applied = false;
};

/// What a platform's palette says about light and dark.
[[nodiscard]] bool isDarkPalette(const QPalette &palette);

} // namespace signalbox::ui
