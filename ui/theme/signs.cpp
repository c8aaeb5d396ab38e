#include "ui/theme/signs.h"

#include <QPainter>
#include <QPolygonF>

#include <cmath>
#include <numbers>

namespace signalbox::ui {

namespace {

/// A regular polygon in the unit circle's middle, `turn` in eighths of a circle.
QPolygonF regularPolygon(int corners, const QPointF &centre, qreal radius, qreal turn)
{
    QPolygonF polygon;
    for (int i = 0; i < corners; ++i) {
        const qreal angle = 2 * std::numbers::pi * (i + turn) / corners;
        polygon << centre + QPointF(std::sin(angle), -std::cos(angle)) * radius;
    }
    return polygon;
}

void drawCross(QPainter &painter, const QPointF &c, qreal arm)
{
    painter.drawLine(c + QPointF(-arm, -arm), c + QPointF(arm, arm));
    painter.drawLine(c + QPointF(-arm, arm), c + QPointF(arm, -arm));
}

} // namespace

QColor signColour(Sign sign, const Tokens &t)
{
    switch (sign) {
    case Sign::Ok:
        return t.ok;
    case Sign::Warning:
        return t.warn;
    case Sign::Error:
        return t.err;
    case Sign::Active:
        return t.intent;
    case Sign::Off:
    case Sign::Waiting:
    case Sign::Paused:
        break;
    }
    return t.off;
}

QColor signGround(Sign sign, const Tokens &t)
{
    switch (sign) {
    case Sign::Ok:
        return t.okBg;
    case Sign::Warning:
        return t.warnBg;
    case Sign::Error:
        return t.errBg;
    case Sign::Active:
        return t.intentBg;
    case Sign::Off:
    case Sign::Waiting:
    case Sign::Paused:
        break;
    }
    return t.offBg;
}

void drawSign(QPainter &painter, Sign sign, const QRectF &rect, const Tokens &tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = signColour(sign, tokens);
    const QPointF c = rect.center();
    const QPen cut(tokens.base, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (sign) {
    case Sign::Ok:
        painter.drawEllipse(c, 5.5, 5.5);
        painter.setPen(cut);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(
            QPolygonF({c + QPointF(-2.4, 0.2), c + QPointF(-0.7, 2), c + QPointF(2.5, -1.8)}));
        break;
    case Sign::Warning:
        painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolygon(QPolygonF({c + QPointF(0, -4.6), c + QPointF(5.2, 4.4), c + QPointF(-5.2, 4.4)}));
        painter.setPen(cut);
        painter.drawLine(c + QPointF(0, -1.6), c + QPointF(0, 1));
        painter.drawPoint(c + QPointF(0, 3.1));
        break;
    case Sign::Error:
        painter.drawPolygon(regularPolygon(8, c, 6, 0.5));
        painter.setPen(cut);
        drawCross(painter, c, 1.9);
        break;
    case Sign::Off:
    case Sign::Waiting: {
        QPen ring(colour, 1.6);
        if (sign == Sign::Waiting)
            ring.setDashPattern({1.2, 1.5});
        painter.setPen(ring);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(c, 4.6, 4.6);
        break;
    }
    case Sign::Paused:
        painter.drawRoundedRect(QRectF(c.x() - 5, c.y() - 5, 10, 10), 2, 2);
        painter.setPen(cut);
        painter.drawLine(c + QPointF(-1.6, -2), c + QPointF(-1.6, 2));
        painter.drawLine(c + QPointF(1.6, -2), c + QPointF(1.6, 2));
        break;
    case Sign::Active:
        painter.drawPolygon(regularPolygon(4, c, 5.6, 0));
        break;
    }
    painter.restore();
}

QPainterPath modelShape(int slot, const QRectF &r)
{
    const QPointF c = r.center();
    const qreal h = r.width() / 2;
    QPainterPath path;
    switch (slot) {
    case 1:
        path.addRoundedRect(r.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1);
        break;
    case 2:
        path.addPolygon(regularPolygon(4, c, h * 1.1, 0));
        break;
    case 3:
        path.addPolygon(QPolygonF({{c.x(), r.top()}, {r.right(), r.bottom()}, {r.left(), r.bottom()}}));
        break;
    case 4:
        path.addEllipse(c, h, h);
        break;
    case 5: {
        const qreal arm = h * 0.4;
        path.addPolygon(QPolygonF({{c.x() - arm, r.top()},
                                   {c.x() + arm, r.top()},
                                   {c.x() + arm, c.y() - arm},
                                   {r.right(), c.y() - arm},
                                   {r.right(), c.y() + arm},
                                   {c.x() + arm, c.y() + arm},
                                   {c.x() + arm, r.bottom()},
                                   {c.x() - arm, r.bottom()},
                                   {c.x() - arm, c.y() + arm},
                                   {r.left(), c.y() + arm},
                                   {r.left(), c.y() - arm},
                                   {c.x() - arm, c.y() - arm}}));
        break;
    }
    case 6:
        path.addPolygon(QPolygonF({{c.x(), r.bottom()}, {r.left(), r.top()}, {r.right(), r.top()}}));
        break;
    case 7:
        path.addPolygon(regularPolygon(6, c, h * 1.08, 0.5));
        break;
    default:
        path.addRoundedRect(QRectF(r.left(), c.y() - h * 0.45, r.width(), h * 0.9), 1.5, 1.5);
        break;
    }
    path.closeSubpath();
    return path;
}

void drawModelShape(QPainter &painter, int slot, const QRectF &rect, const Tokens &tokens)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const ModelColour colour = modelColour(slot, tokens);
    painter.setBrush(colour.fill);
    painter.setPen(QPen(colour.stroke, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(modelShape(slot, rect));
    painter.restore();
}

QPen modelPen(int slot, qreal width, const Tokens &tokens)
{
    QPen pen(modelColour(slot, tokens).stroke, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    // The design gives dashes in pixels; Qt counts them in widths of the pen.
    const auto dashes = [&](QList<qreal> pixels) {
        for (qreal &length : pixels)
            length /= width;
        pen.setDashPattern(pixels);
    };
    switch (slot) {
    case 2:
        dashes({6, 3});
        break;
    case 3:
        dashes({2, 3});
        break;
    case 4:
        dashes({8, 3, 2, 3});
        break;
    case 5:
        dashes({3, 3});
        break;
    case 6:
        dashes({8, 3, 2, 3, 2, 3});
        break;
    case 7:
        dashes({1, 2});
        break;
    default:
        break;
    }
    return pen;
}

} // namespace signalbox::ui
