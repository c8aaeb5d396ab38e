#pragma once

#include <QScrollArea>

namespace signalbox::ui {

/// As high as what stands in it, as long as there is room; what is more scrolls. Put a layout into widget().
class FittingScroll final : public QScrollArea
{
    Q_OBJECT

public:
    /// `smallest` is the height that it keeps where there is little room.
    explicit FittingScroll(int smallest, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int m_smallest;
};

} // namespace signalbox::ui
