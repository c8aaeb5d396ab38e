#include "ui/widgets/focus_ring.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QFocusEvent>

namespace signalbox::ui {

namespace {

bool byKey(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

/// Widgets that show the focus inside themselves.
bool showsItself(const QWidget &widget)
{
    return qobject_cast<const QAbstractScrollArea *>(&widget) != nullptr ||
           widget.property("ownFocusRing").toBool();
}

} // namespace

FocusRing::FocusRing(QWidget &window) : QObject(&window), m_window(window)
{
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing()
{
    delete m_frame;
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::FocusIn && event->type() != QEvent::FocusOut)
        return false;
    auto *widget = qobject_cast<QWidget *>(watched);
    if (!widget || widget->window() != &m_window)
        return false;
    const auto *focus = static_cast<QFocusEvent *>(event);
    // Focus also moves on by itself, when what had it is disabled: no key was pressed then.
    const bool keyboard = byKey(focus->reason()) && m_window.testAttribute(Qt::WA_KeyboardFocusChange);
    if (event->type() == QEvent::FocusIn && keyboard && !showsItself(*widget)) {
        if (!m_frame)
            m_frame = new QFocusFrame(&m_window);
        m_frame->setWidget(widget);
    } else if (m_frame) {
        m_frame->setWidget(nullptr);
    }
    return false;
}

} // namespace signalbox::ui
