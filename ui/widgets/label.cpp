#include "ui/widgets/label.h"

#include "ui/theme/tokens.h"

#include <QAccessible>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <cmath>

namespace signalbox::ui {

namespace {
constexpr qreal kUnitGap = 4;
}

Label::Label(TextStep step, QWidget *parent) : Label(QString(), step, parent)
{
}

Label::Label(const QString &text, TextStep step, QWidget *parent)
    : QWidget(parent), m_step(step), m_tone(&Tokens::text), m_text(text)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Label::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    refresh();
}

void Label::setUnit(const QString &unit)
{
    if (unit == m_unit)
        return;
    m_unit = unit;
    refresh();
}

void Label::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void Label::setWeight(QFont::Weight weight)
{
    m_weight = weight;
    updateGeometry();
}

void Label::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

void Label::setCode(bool code)
{
    m_code = code;
    updateGeometry();
}

void Label::setFixed(bool fixed)
{
    m_fixed = fixed;
    updateGeometry();
}

void Label::refresh()
{
    setAccessibleName(m_unit.isEmpty() ? m_text : m_text + u' ' + m_unit);
    // Layouts above are left alone while the text still fits: numbers change several times a second.
    if (sizeHint().width() > width() || m_fixed)
        updateGeometry();
    update();
}

QFont Label::textFont() const
{
    QFont font = m_code ? codeFont(m_step) : fontFor(m_step, m_weight);
    return font;
}

QSize Label::sizeHint() const
{
    const QFont font = textFont();
    qreal width = TabularText(font).width(m_text);
    if (!m_unit.isEmpty())
        width += kUnitGap + TabularText(fontFor(TextStep::Body)).width(m_unit);
    return {int(std::ceil(width)) + 1, int(std::ceil(QFontMetricsF(font).height()))};
}

QSize Label::minimumSizeHint() const
{
    const QSize hint = sizeHint();
    return m_fixed ? hint : QSize(std::min(hint.width(), 24), hint.height());
}

void Label::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = tokensFor(palette());
    painter.setPen(isEnabled() ? tokens.*m_tone : tokens.text3);
    const Qt::Alignment alignment =
        QStyle::visualAlignment(layoutDirection(), m_alignment) | Qt::AlignVCenter;
    const TabularText text(textFont());
    if (m_unit.isEmpty()) {
        text.draw(painter, QRectF(rect()), alignment, m_text);
        return;
    }
    // The unit stands on the figure's baseline.
    const qreal figure = text.width(m_text);
    text.draw(painter, QRectF(rect()), alignment, m_text);
    const QFont unitFont = fontFor(TextStep::Body);
    const QFontMetricsF big(textFont());
    const QFontMetricsF small(unitFont);
    const qreal baseline = (height() - big.height()) / 2 + big.ascent();
    const qreal top = baseline - small.ascent();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const qreal room = std::max<qreal>(0, width() - figure - kUnitGap);
    const QRectF where(mirrored ? 0 : figure + kUnitGap, top, room, small.height());
    painter.setPen(tokens.text3);
    TabularText(unitFont).draw(painter, where, (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop,
                               m_unit);
}

bool Label::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && sizeHint().width() - 1 > width()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), accessibleName(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace signalbox::ui
