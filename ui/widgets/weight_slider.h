#pragma once

#include <QAbstractSlider>

#include <optional>

namespace signalbox::ui {

/// How much of a model's traffic a target gets, 0 to 100. Track in the model's colour; a tick shows the value
/// in force while another is being set. A QAbstractSlider, so assistive tools find a value they can read and
/// set.
class WeightSlider final : public QAbstractSlider
{
    Q_OBJECT

public:
    explicit WeightSlider(QWidget *parent = nullptr);

    void setModelSlot(int slot);
    /// Absent: nothing is in force yet.
    void setLiveValue(std::optional<int> value);
    [[nodiscard]] std::optional<int> liveValue() const { return m_live; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] qreal positionOf(int value) const;
    [[nodiscard]] int valueAt(qreal x) const;

    int m_slot = 0;
    std::optional<int> m_live;
    bool m_ring = false; ///< the focus came by key
};

} // namespace signalbox::ui
