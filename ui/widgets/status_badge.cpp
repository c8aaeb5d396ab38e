#include "ui/widgets/status_badge.h"

#include "ui/theme/typography.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace signalbox::ui {

namespace {
constexpr int kGlyph = 12;
constexpr int kGap = 6;
} // namespace

Badge::Badge(Sign sign, QWidget *parent) : QWidget(parent), m_sign(sign)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    const TabularText text(fontFor(TextStep::Caption, QFont::DemiBold));
    return {int(std::ceil(text.width(m_text))) + 13, 18};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokensFor(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(signGround(m_sign, t));
    painter.drawRoundedRect(QRectF(rect()), 4, 4);
    painter.setPen(m_sign == Sign::Off ? t.text2 : signColour(m_sign, t));
    TabularText(fontFor(TextStep::Caption, QFont::DemiBold))
        .draw(painter, QRectF(rect()), Qt::AlignCenter, m_text);
}

StatusLabel::StatusLabel(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatusLabel::setStatus(Sign sign, const QString &word)
{
    if (sign == m_sign && word == m_text)
        return;
    m_sign = sign;
    m_text = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize StatusLabel::sizeHint() const
{
    const QFont font = fontFor(TextStep::Small, QFont::Medium);
    return {kGlyph + kGap + int(std::ceil(TabularText(font).width(m_text))) + 1,
            std::max(16, int(std::ceil(QFontMetricsF(font).height())))};
}

QSize StatusLabel::minimumSizeHint() const
{
    return {kGlyph, sizeHint().height()};
}

void StatusLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokensFor(palette());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const QRectF glyph(mirrored ? width() - kGlyph : 0, (height() - kGlyph) / 2.0, kGlyph, kGlyph);
    drawSign(painter, m_sign, glyph, t);
    painter.setPen(signColour(m_sign, t));
    const QRectF where =
        QRectF(rect()).adjusted(mirrored ? 0 : kGlyph + kGap, 0, mirrored ? -kGlyph - kGap : 0, 0);
    TabularText(fontFor(TextStep::Small, QFont::Medium))
        .draw(painter, where, (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, m_text);
}

} // namespace signalbox::ui
