#include "ui/widgets/paragraph.h"

#include "ui/theme/tokens.h"

#include <QFontMetrics>
#include <QPainter>

namespace signalbox::ui {

namespace {
constexpr int kPreferredWidth = 320;
constexpr int kLeastWidth = 80;
} // namespace

Paragraph::Paragraph(const QString &text, TextStep step, QWidget *parent)
    : QWidget(parent), m_step(step), m_tone(&Tokens::text2), m_text(text)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(text);
}

void Paragraph::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Paragraph::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void Paragraph::setCentred(bool centred)
{
    m_centred = centred;
    update();
}

int Paragraph::heightForWidth(int width) const
{
    if (m_text.isEmpty())
        return 0;
    return QFontMetrics(fontFor(m_step))
        .boundingRect(QRect(0, 0, std::max(1, width), 10'000), int(Qt::TextWordWrap), m_text)
        .height();
}

QSize Paragraph::sizeHint() const
{
    const int line = QFontMetrics(fontFor(m_step)).horizontalAdvance(m_text) + 2;
    const int width = std::min(line, kPreferredWidth);
    return {width, heightForWidth(width)};
}

QSize Paragraph::minimumSizeHint() const
{
    return {std::min(kLeastWidth, sizeHint().width()), QFontMetrics(fontFor(m_step)).height()};
}

void Paragraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(tokensFor(palette()).*m_tone);
    painter.setFont(fontFor(m_step));
    // A text runs in its own direction, also where the window runs in the other.
    painter.setLayoutDirection(m_text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const Qt::Alignment side = m_centred ? Qt::AlignHCenter : mirrored ? Qt::AlignRight : Qt::AlignLeft;
    painter.drawText(rect(), int(Qt::TextWordWrap) | int(side | Qt::AlignTop | Qt::AlignAbsolute), m_text);
}

} // namespace signalbox::ui
