#include "ui/widgets/card.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {
constexpr int kHeaderHeight = 42;
constexpr int kPadding = 16;
} // namespace

Card::Card(const QString &title, QWidget *parent) : QWidget(parent), m_body(new QVBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    if (!title.isEmpty()) {
        auto *header = new QWidget(this);
        header->setFixedHeight(kHeaderHeight - 1);
        m_header = new QHBoxLayout(header);
        m_header->setContentsMargins(kPadding - 1, 0, kPadding - 1, 0);
        m_header->setSpacing(8);
        m_title = new Label(title, TextStep::Body, header);
        m_title->setWeight(QFont::DemiBold);
        m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        m_header->addWidget(m_title, 1);
        layout->addWidget(header);
        setAccessibleName(title);
    }
    m_body->setContentsMargins({});
    m_body->setSpacing(0);
    layout->addLayout(m_body, 1);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Card::addHeaderWidget(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Card::paintEvent(QPaintEvent *)
{
    paintSheet(*this);
}

void paintSheet(QWidget &widget, bool hovered)
{
    const Tokens &t = tokensFor(widget.palette());
    QPainter painter(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hovered ? t.line2 : t.line);
    painter.setBrush(t.base);
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace signalbox::ui
