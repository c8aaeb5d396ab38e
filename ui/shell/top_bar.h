#pragma once

#include "ui/models/time_range.h"

#include <QWidget>

class QComboBox;
class QMenu;

namespace signalbox::ui {

class Button;
class Label;
class SegmentedControl;

/// The page's title, the range it shows, and whether it is live. Narrow it shows a list and an icon instead.
class TopBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget *parent = nullptr);

    void setTitle(const QString &title, const QString &subtitle);
    void setRange(TimeRange range);
    /// Pages that show what is happening now have none.
    void setRangeShown(bool shown);
    /// Pages without figures have nothing to be live.
    void setLiveShown(bool shown);
    void setPaused(bool paused);
    void setNarrow(bool narrow);
    /// The window's own menu, at the end.
    [[nodiscard]] QMenu *menu() const { return m_menu; }
    [[nodiscard]] Button *menuButton() const { return m_menuButton; }

Q_SIGNALS:
    void rangeChosen(signalbox::ui::TimeRange range);
    void pauseChosen(bool paused);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showControls();

    Label *m_title;
    Label *m_subtitle;
    SegmentedControl *m_range;
    QComboBox *m_rangeList;
    SegmentedControl *m_live;
    Button *m_pause;
    Button *m_menuButton;
    QMenu *m_menu;
    bool m_narrow = false;
    bool m_rangeShown = true;
    bool m_liveShown = true;
    bool m_paused = false;
};

} // namespace signalbox::ui
