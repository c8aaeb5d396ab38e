#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace signalbox::ui {

/// A drawn icon of resources/icons, by file name without ".svg", filled with one colour. Kept in
/// QPixmapCache.
[[nodiscard]] QPixmap iconPixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio);

/// The program's own icon, in its own colours.
[[nodiscard]] QIcon programIcon();

} // namespace signalbox::ui
