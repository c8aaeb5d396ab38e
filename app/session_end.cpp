#include "app/session_end.h"

#include <QCoreApplication>
#include <QEvent>

namespace signalbox::app {

SessionEnd::SessionEnd()
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool SessionEnd::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != QCoreApplication::instance() || event->type() != QEvent::Quit)
        return QObject::eventFilter(watched, event);
    event->ignore();
    Q_EMIT ended();
    return true;
}

} // namespace signalbox::app
