#pragma once

#include <QSplitter>

class QScrollArea;

namespace signalbox::ui {

/// A page's body, and beside it a pane about what is chosen there; where there is no room for both, the pane
/// covers the body once it is asked for. Main thread.
class PaneSplitter final : public QSplitter
{
    Q_OBJECT

public:
    /// Of the page, less than which there is no room for both.
    static constexpr int kNarrow = 880;

    explicit PaneSplitter(QWidget *parent = nullptr);

    /// Both become this one's. The content's layout gets the page's margins.
    void setParts(QWidget *content, QWidget *pane);
    /// Whether there is something that the pane could be about.
    void setAny(bool any);
    void openPane();
    void closePane();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QScrollArea *m_scroll;
    QWidget *m_pane = nullptr;
    bool m_any = false;
    bool m_narrow = false;
    bool m_paneWanted = true; ///< where there is room for it beside the body
    bool m_paneOpen = false;  ///< where it covers the body
};

} // namespace signalbox::ui
