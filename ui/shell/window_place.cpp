#include "ui/shell/window_place.h"

namespace signalbox::ui {

QRect placedOn(QRect window, const QRect &screen)
{
    window.setSize(window.size().boundedTo(screen.size()));
    // The start and the top last: there are the title and the navigation.
    window.moveRight(qMin(window.right(), screen.right()));
    window.moveBottom(qMin(window.bottom(), screen.bottom()));
    window.moveLeft(qMax(window.left(), screen.left()));
    window.moveTop(qMax(window.top(), screen.top()));
    return window;
}

} // namespace signalbox::ui
