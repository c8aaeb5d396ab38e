#include "ui/widgets/weight_slider.h"

#include "ui/theme/tokens.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {
constexpr qreal kHandle = 14;
constexpr qreal kTrack = 4;
/// Room for the handle at both ends, and for the ring round it.
constexpr qreal kMargin = kHandle / 2 + 3.5;
} // namespace

WeightSlider::WeightSlider(QWidget *parent) : QAbstractSlider(parent)
{
    setRange(0, 100);
    setSingleStep(1);
    setPageStep(10);
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setProperty("ownFocusRing", true);
    connect(this, &QAbstractSlider::valueChanged, this, [this] { update(); });
}

void WeightSlider::setModelSlot(int slot)
{
    m_slot = slot;
    update();
}

void WeightSlider::setLiveValue(std::optional<int> value)
{
    if (value == m_live)
        return;
    m_live = value;
    update();
}

QSize WeightSlider::sizeHint() const
{
    return {170, 26};
}

QSize WeightSlider::minimumSizeHint() const
{
    return {70, 26};
}

qreal WeightSlider::positionOf(int value) const
{
    const qreal share = qreal(value - minimum()) / std::max(1, maximum() - minimum());
    const qreal length = width() - 2 * kMargin;
    return layoutDirection() == Qt::RightToLeft ? width() - kMargin - share * length
                                                : kMargin + share * length;
}

int WeightSlider::valueAt(qreal x) const
{
    const qreal length = std::max<qreal>(1, width() - 2 * kMargin);
    const qreal way = layoutDirection() == Qt::RightToLeft ? width() - kMargin - x : x - kMargin;
    return std::clamp(minimum() + int(std::lround(way / length * (maximum() - minimum()))), minimum(),
                      maximum());
}

void WeightSlider::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &t = tokensFor(palette());
    const ModelColour colour = isEnabled() ? modelColour(m_slot, t) : ModelColour{t.line2, t.line2};
    const qreal middle = height() / 2.0;
    const qreal x = positionOf(value());
    const qreal start = positionOf(minimum());

    painter.setPen(Qt::NoPen);
    painter.setBrush(t.dark ? t.line : t.sunken);
    painter.drawRoundedRect(QRectF(kMargin, middle - kTrack / 2, width() - 2 * kMargin, kTrack), 2, 2);
    painter.setBrush(colour.fill);
    painter.drawRoundedRect(QRectF(std::min(start, x), middle - kTrack / 2, std::abs(x - start), kTrack), 2,
                            2);
    if (m_live && *m_live != value()) {
        painter.setBrush(t.text2);
        painter.drawRect(QRectF(std::round(positionOf(*m_live)) - 1, middle - 7, 2, 14));
    }
    painter.setPen(QPen(colour.stroke, 1.5));
    painter.setBrush(t.base);
    painter.drawEllipse(QPointF(x, middle), kHandle / 2 - 0.75, kHandle / 2 - 0.75);
    if (hasFocus() && m_ring) {
        painter.setPen(QPen(t.intent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x, middle), kHandle / 2 + 2, kHandle / 2 + 2);
    }
}

void WeightSlider::keyPressEvent(QKeyEvent *event)
{
    m_ring = true;
    QAbstractSlider::keyPressEvent(event);
    update();
}

void WeightSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_ring = false;
    setSliderDown(true);
    setValue(valueAt(event->position().x()));
}

void WeightSlider::mouseMoveEvent(QMouseEvent *event)
{
    if (isSliderDown())
        setValue(valueAt(event->position().x()));
    else
        event->ignore();
}

void WeightSlider::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

void WeightSlider::wheelEvent(QWheelEvent *event)
{
    // A table scrolls under the pointer: weights must not change because one of them passed by.
    event->ignore();
}

void WeightSlider::focusInEvent(QFocusEvent *event)
{
    m_ring = event->reason() != Qt::MouseFocusReason;
    QAbstractSlider::focusInEvent(event);
    update();
}

void WeightSlider::focusOutEvent(QFocusEvent *event)
{
    QAbstractSlider::focusOutEvent(event);
    update();
}

} // namespace signalbox::ui
