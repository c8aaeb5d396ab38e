#include "ui/theme/style.h"

#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal kControlRadius = 6;
constexpr int kScrollBarWidth = 10;
constexpr int kStepperWidth = 18;
constexpr int kOuterPadding = 8;

/// A line of one pixel lies in the pixel's middle.
QRectF onPixels(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

/// `changed`: the field holds what is not in force yet.
void drawField(QPainter &painter, const QStyleOption &option, const Tokens &t, bool changed = false,
               bool wrong = false)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(!enabled ? t.line2 : wrong ? t.err : changed ? t.intent : t.control, 1));
    painter.setBrush(enabled ? t.base : t.alt);
    painter.drawRoundedRect(onPixels(option.rect), kControlRadius, kControlRadius);
}

void drawArrow(QPainter &painter, const QRectF &rect, bool up, const QColor &colour)
{
    const QPointF c = rect.center();
    const qreal way = up ? -1 : 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(
        QPolygonF({c + QPointF(-3, -1.5 * way), c + QPointF(3, -1.5 * way), c + QPointF(0, 2 * way)}));
}

void drawScrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &handle, const Tokens &t)
{
    const bool lifted = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(lifted ? t.control : t.line2);
    const QRectF bar = QRectF(handle).adjusted(2, 2, -2, -2);
    const qreal radius = std::min(bar.width(), bar.height()) / 2;
    painter.drawRoundedRect(bar, radius, radius);
}

} // namespace

Style::Style() : QProxyStyle(u"fusion"_s)
{
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Tokens &t = tokensFor(option->palette);
    painter->save();
    switch (element) {
    case PE_FrameFocusRect:
        break; // the ring is drawn outside the control, by QFocusFrame
    case PE_PanelItemViewRow:
        break; // delegates paint whole cells
    case PE_IndicatorItemViewItemCheck:
    case PE_IndicatorCheckBox: {
        const bool checked = option->state & State_On;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(checked ? t.ink : t.control, 1));
        painter->setBrush(checked ? t.ink : t.base);
        painter->drawRoundedRect(onPixels(option->rect), 4, 4);
        if (checked) {
            painter->setPen(QPen(t.onInk, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter->setBrush(Qt::NoBrush);
            const QPointF c = QRectF(option->rect).center();
            painter->drawPolyline(
                QPolygonF({c + QPointF(-3.4, 0.3), c + QPointF(-1, 2.7), c + QPointF(3.5, -2.5)}));
        }
        break;
    }
    case PE_IndicatorRadioButton: {
        const bool chosen = option->state & State_On;
        const bool enabled = option->state & State_Enabled;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(!enabled ? t.line2 : chosen ? t.ink : t.control, 1));
        painter->setBrush(chosen ? t.ink : enabled ? t.base : t.alt);
        painter->drawEllipse(onPixels(option->rect));
        if (chosen) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.onInk);
            painter->drawEllipse(QRectF(option->rect).center(), 3, 3);
        }
        break;
    }
    case PE_IndicatorBranch:
        if (option->state & State_Children) {
            const bool open = option->state & State_Open;
            const QString name = open                                   ? u"chevron-down"_s
                                 : option->direction == Qt::RightToLeft ? u"chevron-left"_s
                                                                        : u"chevron-right"_s;
            const QPixmap pixmap = iconPixmap(name, t.text2, 14, painter->device()->devicePixelRatioF());
            const QPoint c = option->rect.center();
            painter->drawPixmap(QPoint(c.x() - 6, c.y() - 6), pixmap);
        }
        break;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        // The editor inside a spin box or choice has its frame drawn by that.
        if (static_cast<const QStyleOptionFrame *>(option)->lineWidth > 0)
            drawField(*painter, *option, t, false, widget && widget->property("wrong").toBool());
        break;
    default:
        painter->restore();
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        return;
    }
    painter->restore();
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const Tokens &t = tokensFor(option->palette);
    painter->save();
    switch (element) {
    case CE_FocusFrame:
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(t.intent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), kControlRadius + 3,
                                 kControlRadius + 3);
        break;
    case CE_HeaderEmptyArea:
    case CE_HeaderSection:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.line);
        break;
    case CE_HeaderLabel: {
        const auto &header = *static_cast<const QStyleOptionHeader *>(option);
        painter->setPen(t.text2);
        const TabularText text(fontFor(TextStep::Caption, QFont::Medium));
        const auto alignment = visualAlignment(option->direction, header.textAlignment);
        const bool mirrored = option->direction == Qt::RightToLeft;
        const bool first = header.position == QStyleOptionHeader::Beginning;
        const bool last = header.position == QStyleOptionHeader::End;
        // The outermost labels keep the padding of the card.
        QRectF room(option->rect);
        room.adjust((mirrored ? last : first) ? kOuterPadding : 0, 0,
                    (mirrored ? first : last) ? -kOuterPadding : 0, 0);
        text.draw(*painter, room, alignment | Qt::AlignVCenter, header.text);
        break;
    }
    default:
        painter->restore();
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    }
    painter->restore();
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const Tokens &t = tokensFor(option->palette);
    painter->save();
    switch (control) {
    case CC_ComboBox: {
        drawField(*painter, *option, t, false, widget && widget->property("wrong").toBool());
        const QRect arrow = subControlRect(control, option, SC_ComboBoxArrow, widget);
        const QPixmap pixmap =
            iconPixmap(u"chevron-down"_s, t.text2, 14, painter->device()->devicePixelRatioF());
        painter->drawPixmap(QPoint(arrow.center().x() - 6, arrow.center().y() - 6), pixmap);
        break;
    }
    case CC_SpinBox: {
        drawField(*painter, *option, t, widget && widget->property("changed").toBool(),
                  widget && widget->property("wrong").toBool());
        const QColor colour = option->state & State_Enabled ? t.text2 : t.line2;
        drawArrow(*painter, QRectF(subControlRect(control, option, SC_SpinBoxUp, widget)), true, colour);
        drawArrow(*painter, QRectF(subControlRect(control, option, SC_SpinBoxDown, widget)), false, colour);
        break;
    }
    case CC_ScrollBar: {
        const QRect handle = subControlRect(control, option, SC_ScrollBarSlider, widget);
        drawScrollBar(*painter, *static_cast<const QStyleOptionSlider *>(option), handle, t);
        break;
    }
    default:
        painter->restore();
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    painter->restore();
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    const QRect r = option->rect;
    const auto visual = [&](const QRect &rect) { return visualRect(option->direction, r, rect); };
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return visual(r.adjusted(10, 1, -26, -1));
    if (control == CC_ComboBox && part == SC_ComboBoxArrow)
        return visual(QRect(r.right() - 25, r.top(), 20, r.height()));
    if (control == CC_SpinBox) {
        const int steppers = r.right() - kStepperWidth;
        switch (part) {
        case SC_SpinBoxEditField:
            return visual(QRect(r.left() + 6, r.top() + 2, steppers - r.left() - 6, r.height() - 4));
        case SC_SpinBoxUp:
            return visual(QRect(steppers, r.top() + 3, kStepperWidth - 2, r.height() / 2 - 3));
        case SC_SpinBoxDown:
            return visual(QRect(steppers, r.top() + r.height() / 2, kStepperWidth - 2, r.height() / 2 - 3));
        default:
            return r;
        }
    }
    if (control == CC_ScrollBar && option->subControls != SC_None) {
        const auto &bar = *static_cast<const QStyleOptionSlider *>(option);
        const bool flat = bar.orientation == Qt::Horizontal;
        const int room = flat ? r.width() : r.height();
        const qint64 range = qint64(bar.maximum) - bar.minimum;
        const int length = range > 0 ? std::clamp(int(qint64(bar.pageStep) * room / (range + bar.pageStep)),
                                                  std::min(24, room), room)
                                     : room;
        const int start = sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, room - length,
                                                  bar.upsideDown);
        const auto piece = [&](int from, int size) {
            return flat ? visual(QRect(r.left() + from, r.top(), size, r.height()))
                        : QRect(r.left(), r.top() + from, r.width(), size);
        };
        switch (part) {
        case SC_ScrollBarSlider:
            return piece(start, length);
        case SC_ScrollBarGroove:
            return r;
        case SC_ScrollBarSubPage:
            return piece(0, start);
        case SC_ScrollBarAddPage:
            return piece(start + length, room - start - length);
        default:
            return {}; // no buttons at the ends
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox || type == CT_SpinBox || type == CT_LineEdit)
        result.setHeight(std::max(28, size.height() + 6));
    if (type == CT_HeaderSection)
        result.setHeight(28);
    return result;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 4; // a ring of 2, 2 away
    case PM_ScrollBarExtent:
        return kScrollBarWidth;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_HeaderMarkSize:
        return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_HeaderMargin:
        return 8;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_FocusFrame_Mask:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace signalbox::ui
