#pragma once

#include "ui/theme/tokens.h"

#include <QPainterPath>
#include <QPen>
#include <QRectF>

class QPainter;

namespace signalbox::ui {

/// What a status looks like: a glyph and a colour. A word always stands beside it.
enum class Sign {
    Ok,      ///< disc with tick: healthy, done
    Warning, ///< triangle: degraded, several attempts
    Error,   ///< octagon with a cross: failed, not serving
    Off,     ///< ring
    Waiting, ///< dashed ring
    Paused,  ///< square with bars
    Active,  ///< violet diamond: streaming, new, changed
};

[[nodiscard]] QColor signColour(Sign sign, const Tokens &tokens);
[[nodiscard]] QColor signGround(Sign sign, const Tokens &tokens);
/// In the middle of `rect`, 12 px at most.
void drawSign(QPainter &painter, Sign sign, const QRectF &rect, const Tokens &tokens);

/// The shape that stands for a model's slot, filled and edged.
void drawModelShape(QPainter &painter, int slot, const QRectF &rect, const Tokens &tokens);
[[nodiscard]] QPainterPath modelShape(int slot, const QRectF &rect);
/// The slot's stroke with its dashes.
[[nodiscard]] QPen modelPen(int slot, qreal width, const Tokens &tokens);

} // namespace signalbox::ui
