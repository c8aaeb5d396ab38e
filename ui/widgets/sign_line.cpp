#include "ui/widgets/sign_line.h"

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kGlyph = 12;
constexpr int kGap = 8;
} // namespace

SignLine::SignLine(QWidget *parent) : SignLine(Sign::Waiting, {}, {}, parent)
{
}

SignLine::SignLine(Sign sign, const QString &fact, const QString &rest, QWidget *parent)
    : QWidget(parent), m_label(new QLabel(this)), m_sign(sign), m_fact(fact), m_rest(rest)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addSpacing(kGlyph + kGap);
    layout->addWidget(m_label, 1);
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::RichText);
    m_label->setFont(fontFor(TextStep::Small));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_label->setSizePolicy(policy);
    setSizePolicy(policy);
    refresh();
}

void SignLine::setLine(Sign sign, const QString &fact, const QString &rest)
{
    if (sign == m_sign && fact == m_fact && rest == m_rest)
        return;
    m_sign = sign;
    m_fact = fact;
    m_rest = rest;
    refresh();
}

QString SignLine::text() const
{
    return (m_fact + u' ' + m_rest).trimmed();
}

void SignLine::refresh()
{
    // Texts come from files and providers too: none of it is markup.
    const QString rest = m_rest.isEmpty() ? QString()
                                          : u" <span style=\"color:%1\">%2</span>"_s.arg(
                                                tokensFor(palette()).text2.name(), m_rest.toHtmlEscaped());
    // Latin text in a mirrored window still begins at the glyph.
    const QString side = layoutDirection() == Qt::RightToLeft ? u"right"_s : u"left"_s;
    m_label->setText(u"<div align=\"%1\"><span style=\"font-weight:600\">%2</span>%3</div>"_s.arg(
        side, m_fact.toHtmlEscaped(), rest));
    m_label->setAccessibleName(text());
    setAccessibleName(text());
    updateGeometry();
    update();
}

void SignLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LayoutDirectionChange)
        refresh();
}

void SignLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const QRectF glyph(mirrored ? width() - kGlyph : 0, m_label->y() + 2, kGlyph, kGlyph);
    drawSign(painter, m_sign, glyph, tokensFor(palette()));
}

} // namespace signalbox::ui
