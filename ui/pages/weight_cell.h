#pragma once

#include <QDoubleSpinBox>
#include <QWidget>

#include <vector>

namespace signalbox::ui {

class WeightSlider;

/// A number field for a weight: 0 reads "out", and beside weights that do not sum to 100 stands what they sum
/// to.
class WeightSpinBox final : public QDoubleSpinBox
{
    Q_OBJECT

public:
    explicit WeightSpinBox(QWidget *parent = nullptr);

    /// 0: the weights are shares of a hundred.
    void setTotal(double total);
    /// Violet, until what it says is in force.
    void setPending(bool pending);

    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] double valueFromText(const QString &text) const override;
    [[nodiscard]] QValidator::State validate(QString &input, int &position) const override;

protected:
    void wheelEvent(QWheelEvent *event) override;

private:
    double m_total = 0;
    bool m_pending = false;
};

/// Slider and number of one target. Shows what it is given, and tells where the hand wants it: in percent
/// from the slider, as a raw weight from the number. A gesture is one drag, or one visit by keyboard.
class WeightCell final : public QWidget
{
    Q_OBJECT

public:
    WeightCell(const QString &targetName, int slot, QWidget *parent = nullptr);

    /// Of all targets of the model; this one is `index`.
    void setWeights(const std::vector<double> &wanted, const std::vector<double> &inForce, std::size_t index);

    [[nodiscard]] WeightSlider *slider() const { return m_slider; }
    [[nodiscard]] WeightSpinBox *number() const { return m_number; }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void gestureBegan();
    void shareWanted(double percent);
    void weightWanted(double weight);

private:
    WeightSlider *m_slider;
    WeightSpinBox *m_number;
    bool m_filling = false;
};

} // namespace signalbox::ui
