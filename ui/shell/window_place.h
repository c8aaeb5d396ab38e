#pragma once

#include <QRect>

/// Where a window may stand. Pure.
namespace signalbox::ui {

/// `window` wholly on `screen` (both without frames): moved, and made smaller where it is too large.
[[nodiscard]] QRect placedOn(QRect window, const QRect &screen);

} // namespace signalbox::ui
