#include "ui/pages/weight_cell.h"

#include "ui/models/weights.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/weight_slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QWheelEvent>

#include <cmath>

namespace signalbox::ui {

namespace {
constexpr int kNumberWidth = 64;
constexpr int kNumberWidthOfTotal = 104;
constexpr double kMost = 1'000'000;
} // namespace

WeightSpinBox::WeightSpinBox(QWidget *parent) : QDoubleSpinBox(parent)
{
    setRange(0, kMost);
    setDecimals(3);
    setKeyboardTracking(false); // half a number is not a weight
    setFixedHeight(26);
    setFixedWidth(kNumberWidth);
    setFont(fontFor(TextStep::Small));
}

void WeightSpinBox::setTotal(double total)
{
    if (total == m_total)
        return;
    m_total = total;
    setFixedWidth(total > 0 ? kNumberWidthOfTotal : kNumberWidth);
    setSuffix(total > 0 ? tr(" of %1").arg(QLocale().toString(total, 'g', 6)) : QString());
    setMaximum(total > 0 ? kMost : 100);
}

void WeightSpinBox::setPending(bool pending)
{
    if (pending == m_pending)
        return;
    m_pending = pending;
    setProperty("changed", pending);
    QFont font = fontFor(TextStep::Small, pending ? QFont::DemiBold : QFont::Normal);
    setFont(font);
    QPalette palette; // resolves nothing: the window's colours come back
    if (pending)
        palette.setColor(QPalette::Text, tokensFor(this->palette()).intent);
    setPalette(palette);
    update();
}

QString WeightSpinBox::textFromValue(double value) const
{
    return value == 0 ? tr("out") : locale().toString(value, 'g', 6);
}

double WeightSpinBox::valueFromText(const QString &text) const
{
    const QString number = QString(text).remove(suffix()).trimmed();
    return number == tr("out") ? 0 : locale().toDouble(number);
}

QValidator::State WeightSpinBox::validate(QString &input, int &) const
{
    const QString number = QString(input).remove(suffix()).trimmed();
    if (number == tr("out"))
        return QValidator::Acceptable;
    bool isNumber = false;
    const double value = locale().toDouble(number, &isNumber);
    if (isNumber)
        return value >= minimum() && value <= maximum() ? QValidator::Acceptable : QValidator::Invalid;
    return number.isEmpty() || tr("out").startsWith(number) ? QValidator::Intermediate : QValidator::Invalid;
}

void WeightSpinBox::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the table scrolls, weights stay
}

WeightCell::WeightCell(const QString &targetName, int slot, QWidget *parent)
    : QWidget(parent), m_slider(new WeightSlider(this)), m_number(new WeightSpinBox(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(isRightToLeft() ? 8 : 0, 0, isRightToLeft() ? 0 : 8, 0);
    layout->setSpacing(10);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_number);
    m_slider->setModelSlot(slot);
    m_slider->setAccessibleName(tr("Share of %1, percent").arg(targetName));
    m_number->setAccessibleName(tr("Weight of %1").arg(targetName));
    m_slider->installEventFilter(this);
    m_number->installEventFilter(this);
    connect(m_slider, &WeightSlider::sliderPressed, this, &WeightCell::gestureBegan);
    connect(m_slider, &WeightSlider::valueChanged, this, [this](int value) {
        if (!m_filling)
            Q_EMIT shareWanted(value);
    });
    connect(m_number, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (!m_filling)
            Q_EMIT weightWanted(value);
    });
}

void WeightCell::setWeights(const std::vector<double> &wanted, const std::vector<double> &inForce,
                            std::size_t index)
{
    if (index >= wanted.size())
        return;
    m_filling = true;
    const double share = shareOf(wanted, index);
    m_slider->setValue(int(std::lround(share)));
    m_slider->setLiveValue(index < inForce.size() ? std::optional(int(std::lround(shareOf(inForce, index))))
                                                  : std::nullopt);
    m_number->setTotal(sumsToHundred(wanted) ? 0 : weightTotal(wanted));
    m_number->setValue(wanted[index]);
    m_number->setPending(index < inForce.size() && wanted[index] != inForce[index]);
    // Whatever the slider of an only target says, it gets everything.
    m_slider->setEnabled(wanted.size() > 1);
    m_slider->setToolTip(wanted.size() > 1 ? QString() : tr("The only target gets every request."));
    m_filling = false;
}

bool WeightCell::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn)
        Q_EMIT gestureBegan();
    return QWidget::eventFilter(watched, event);
}

} // namespace signalbox::ui
