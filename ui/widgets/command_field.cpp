#include "ui/widgets/command_field.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

namespace signalbox::ui {

CommandField::CommandField(const QString &command, Copy copy, QWidget *parent)
    : QWidget(parent), m_text(new Label(TextStep::Small, this)),
      m_copy(new CopyButton(copy == Copy::Text ? tr("Copy") : tr("Copy command"), this,
                            copy == Copy::Text ? Button::Kind::Plain : Button::Kind::Flat))
{
    setLayoutDirection(Qt::LeftToRight);
    setFixedHeight(copy == Copy::Text ? 36 : 28);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(9, 0, copy == Copy::Text ? 6 : 2, 0);
    layout->setSpacing(6);
    m_text->setCode(true);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_copy);
    m_copy->button()->setHeight(24);
    m_copy->setIconOnly(copy == Copy::Icon);
    setCommand(command);
}

void CommandField::setCommand(const QString &command)
{
    m_text->setText(command);
    m_copy->setText(command);
    m_copy->button()->setAccessibleDescription(command);
    setAccessibleName(command);
}

QString CommandField::command() const
{
    return m_text->text();
}

void CommandField::addWidget(QWidget *widget)
{
    layout()->addWidget(widget);
}

void CommandField::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(t.line2);
    painter.setBrush(t.alt);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace signalbox::ui
