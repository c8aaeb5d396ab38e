#include "ui/widgets/fitting_scroll.h"

#include <QEvent>
#include <QLayout>
#include <QResizeEvent>

#include <algorithm>

namespace signalbox::ui {

FittingScroll::FittingScroll(int smallest, QWidget *parent) : QScrollArea(parent), m_smallest(smallest)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setWidget(new QWidget);
    viewport()->setAutoFillBackground(false);
    widget()->setAutoFillBackground(false);
    widget()->installEventFilter(this);
}

QSize FittingScroll::sizeHint() const
{
    const QLayout *layout = widget()->layout();
    if (!layout)
        return {};
    const int wide = viewport()->width();
    return {wide, layout->hasHeightForWidth() ? layout->heightForWidth(wide) : layout->sizeHint().height()};
}

QSize FittingScroll::minimumSizeHint() const
{
    return {0, std::min(m_smallest, sizeHint().height())};
}

bool FittingScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

void FittingScroll::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

} // namespace signalbox::ui
