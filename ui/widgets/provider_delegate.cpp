#include "ui/widgets/provider_delegate.h"

#include "ui/theme/signs.h"
#include "ui/theme/typography.h"
#include "ui/widgets/switch_button.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace signalbox::ui {

namespace {

constexpr int kTile = 26;
constexpr int kTileGap = 9;
constexpr qreal kBarStep = 3.5;
constexpr qreal kBarWidth = 2;
constexpr int kPadding = 8;

/// A bar a stretch of the day: its height is how bad it was.
void drawHealth(QPainter &painter, const QRect &room, const QByteArray &bars, bool mirrored, const Tokens &t)
{
    painter.setPen(Qt::NoPen);
    const qreal step = std::min(kBarStep, room.width() / std::max<qreal>(1, qreal(bars.size())));
    const qreal bottom = room.center().y() + 8;
    for (qsizetype i = 0; i < bars.size(); ++i) {
        const char severity = bars[i];
        const qreal height = severity == '2' ? 16 : severity == '1' ? 10 : severity == '0' ? 5 : 1;
        painter.setBrush(severity == '2'   ? t.err
                         : severity == '1' ? t.warn
                         : severity == '0' ? mixed(t.base, t.ok, 0.6)
                                           : t.line2);
        // Time runs from left to right in every language.
        const qreal first = mirrored ? room.right() + 1 - step * qreal(bars.size()) : room.left();
        painter.drawRect(QRectF(first + step * qreal(i), bottom - height, std::min(kBarWidth, step), height));
    }
}

/// To the connection, to the first token, to the end: three pieces of one bar.
void drawTiming(QPainter &painter, const QRect &room, const QVariantList &shares, const Tokens &t)
{
    painter.setPen(Qt::NoPen);
    const QColor colours[] = {t.text3, mixed(t.base, t.text3, 0.5), t.text};
    qreal from = 0;
    for (qsizetype i = 0; i < std::min<qsizetype>(3, shares.size()); ++i) {
        const qreal to = std::clamp(shares[i].toDouble(), from, 1.0);
        const qreal height = i == 0 ? 4 : 8;
        const QRectF piece(room.left() + from * room.width(), room.center().y() - height / 2 + 0.5,
                           std::max<qreal>(0, (to - from) * room.width() - 1), height);
        painter.setBrush(colours[i]);
        painter.drawRect(piece);
        from = to;
    }
}

void drawTwoLines(QPainter &painter, const QRect &room, const QModelIndex &index, bool mirrored,
                  const Tokens &t)
{
    const Qt::Alignment side = mirrored ? Qt::AlignRight : Qt::AlignLeft;
    const QString second = index.data(SecondLineRole).toString();
    const QFont first = fontFor(TextStep::Body, QFont::DemiBold);
    // Below a provider stand words, below a key its reference.
    const bool words = index.data(TileRole).isValid();
    const QFont code = words ? fontFor(TextStep::Caption) : codeFont(TextStep::Caption);
    const qreal firstHeight = QFontMetricsF(first).height();
    const qreal secondHeight = second.isEmpty() ? 0 : QFontMetricsF(code).height();
    QRectF line(room.left(), room.center().y() - (firstHeight + secondHeight) / 2 + 0.5, room.width(),
                firstHeight);
    painter.setPen(index.data(QuietRole).toBool() ? t.text3 : t.text);
    TabularText(first).draw(painter, line, side | Qt::AlignVCenter, index.data().toString());
    if (second.isEmpty())
        return;
    line.moveTop(line.bottom());
    line.setHeight(secondHeight);
    painter.setPen(t.text3);
    TabularText(code).draw(painter, line, side | Qt::AlignVCenter, second);
}

} // namespace

QRect ProviderDelegate::switchRect(const QRect &cell, bool mirrored)
{
    QRect rect(QPoint(), kSwitchSize);
    rect.moveCenter(cell.center());
    mirrored ? rect.moveRight(cell.right() - kPadding) : rect.moveLeft(cell.left() + kPadding);
    return rect;
}

void ProviderDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const QVariant tile = index.data(TileRole);
    const QVariant health = index.data(HealthRole);
    const QVariant on = index.data(SwitchRole);
    const QVariant timing = index.data(TimingRole);
    const bool twoLines = tile.isValid() || index.data(SecondLineRole).isValid();
    if (!twoLines && !health.isValid() && !on.isValid() && !timing.isValid()) {
        TableDelegate::paint(painter, option, index);
        return;
    }
    const Tokens &t = tokensFor(option.palette);
    const bool mirrored = option.direction == Qt::RightToLeft;
    painter->save();
    QRect room = paintGround(painter, option, index);
    if (tile.isValid()) {
        const QRectF where(mirrored ? room.right() - kTile + 1 : room.left(),
                           room.center().y() - kTile / 2.0 + 0.5, kTile, kTile);
        drawTile(*painter, where, tile.toString(), t);
        room.adjust(mirrored ? 0 : kTile + kTileGap, 0, mirrored ? -kTile - kTileGap : 0, 0);
    }
    if (twoLines)
        drawTwoLines(*painter, room, index, mirrored, t);
    else if (health.isValid())
        drawHealth(*painter, room, health.toByteArray(), mirrored, t);
    else if (timing.isValid())
        drawTiming(*painter, room, timing.toList(), t);
    else
        drawSwitch(*painter, switchRect(option.rect, mirrored), on.toBool(), mirrored, t);
    painter->restore();
}

} // namespace signalbox::ui
