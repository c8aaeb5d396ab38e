#pragma once

#include "ui/theme/signs.h"

#include <QList>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QVBoxLayout;

namespace signalbox::ui {

class Button;
class CopyButton;
class Label;
class StatusLabel;

/// The way to the pages, and at its foot the gateway: its state, its address, Copy and Pause. Narrow it shows
/// icons alone. Only tells what was asked for; the window does it.
class NavigationRail final : public QWidget
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    /// In the order of the pages. The icon is one of resources/icons.
    void addPage(const QString &title, const QString &icon, const QString &shortcut);
    void setCurrentPage(int index);
    /// How many things there are to look at; 0: no badge. `words` say what, for screen readers and as
    /// tooltip.
    void setBadge(int index, int count, const QString &words);
    [[nodiscard]] int badge(int index) const;
    void setCollapsed(bool collapsed);
    [[nodiscard]] bool isCollapsed() const { return m_collapsed; }

    /// `address` as it is copied; empty: nothing to copy.
    void setGateway(Sign sign, const QString &state, const QString &address, bool paused);

Q_SIGNALS:
    void pageChosen(int index);
    void pauseToggled(bool paused);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_pages;
    QButtonGroup *m_group;
    Label *m_name;
    QWidget *m_logo;
    QWidget *m_foot;
    StatusLabel *m_state;
    Label *m_address;
    CopyButton *m_copy;
    CopyButton *m_copyIcon;
    Button *m_pause;
    bool m_collapsed = false;
    bool m_paused = false;
};

} // namespace signalbox::ui
