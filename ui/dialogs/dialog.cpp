#include "ui/dialogs/dialog.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/focus_ring.h"

#include <QPainter>
#include <QVBoxLayout>

namespace signalbox::ui {

Dialog::Dialog(const QString &title, QWidget *parent)
    : QDialog(parent), m_body(new QVBoxLayout), m_foot(new QHBoxLayout)
{
    setWindowTitle(title);
    setAccessibleName(title);
    // The theme's palette is the window's, not the application's.
    setAttribute(Qt::WA_WindowPropagation);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    new FocusRing(*this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(16);
    // What a field has to say must not change the size of the window it stands in.
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    layout->addLayout(m_body, 1);
    layout->addLayout(m_foot);
    m_foot->setSpacing(8);
}

Dialog::~Dialog()
{
    // Models that end tell their views, and those would tell a dialog whose members have gone.
    for (QObject *part : findChildren<QObject *>())
        part->disconnect(this);
}

void Dialog::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokensFor(palette()).window);
}

} // namespace signalbox::ui
