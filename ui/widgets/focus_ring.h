#pragma once

#include <QFocusFrame>
#include <QPointer>

namespace signalbox::ui {

/// The violet ring round whatever has the keyboard: 2 px, 2 away. Shown only once the focus moves by key, as
/// pointers need no ring. Owned by the window it serves.
class FocusRing final : public QObject
{
    Q_OBJECT

public:
    explicit FocusRing(QWidget &window);
    ~FocusRing() override;

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget &m_window;
    QPointer<QFocusFrame> m_frame; ///< re-parents itself, so it may die with another widget
};

} // namespace signalbox::ui
