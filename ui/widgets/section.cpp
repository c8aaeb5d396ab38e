#include "ui/widgets/section.h"

#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace signalbox::ui {

QHBoxLayout *newSectionHead(QVBoxLayout &rows)
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 4);
    head->setSpacing(8);
    rows.addLayout(head);
    return head;
}

Label *newSectionTitle(const QString &text, QWidget *parent)
{
    auto *title = new Label(text, TextStep::Body, parent);
    title->setWeight(QFont::DemiBold);
    title->setFixed(true);
    return title;
}

QWidget *padded(QWidget *inner, const QMargins &margins, QWidget *parent)
{
    auto *room = new QWidget(parent);
    auto *layout = new QVBoxLayout(room);
    layout->setContentsMargins(margins);
    layout->addWidget(inner);
    return room;
}

} // namespace signalbox::ui
