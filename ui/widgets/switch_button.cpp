#include "ui/widgets/switch_button.h"

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QPainter>

#include <algorithm>

namespace signalbox::ui {

SwitchButton::SwitchButton(const QString &name, QWidget *parent) : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(name);
}

QSize SwitchButton::sizeHint() const
{
    return kSwitchSize;
}

void SwitchButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawSwitch(painter, QRectF(rect()), isChecked(), layoutDirection() == Qt::RightToLeft,
               tokensFor(palette()));
}

void drawSwitch(QPainter &painter, const QRectF &rect, bool on, bool mirrored, const Tokens &t)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(on ? t.ink : t.control);
    const qreal radius = rect.height() / 2;
    painter.drawRoundedRect(rect, radius, radius);
    const qreal knob = rect.height() - 4;
    const bool atEnd = on != mirrored;
    painter.setBrush(on ? t.onInk : t.base);
    painter.drawEllipse(
        QRectF(atEnd ? rect.right() - knob - 2 : rect.left() + 2, rect.top() + 2, knob, knob));
    painter.restore();
}

void drawTile(QPainter &painter, const QRectF &rect, const QString &letters, const Tokens &t)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.sunken);
    painter.drawRoundedRect(rect, 6, 6);
    painter.setPen(t.text2);
    QFont font = fontFor(TextStep::Small, QFont::DemiBold);
    font.setPixelSize(std::max(9, qRound(rect.height() * 0.46)));
    painter.setFont(font);
    painter.drawText(rect, int(Qt::AlignCenter), letters);
    painter.restore();
}

} // namespace signalbox::ui
