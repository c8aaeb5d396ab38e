#include "ui/theme/typography.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QHash>
#include <QPainter>

#include <algorithm>
#include <array>

namespace signalbox::ui {

namespace {

constexpr std::array<qreal, 6> kPixelsAt13{11, 12, 13, 15, 18, 24};

qreal basePixels()
{
    const QFont font = QGuiApplication::font();
    const int pixels = font.pixelSize() > 0 ? font.pixelSize() : QFontInfo(font).pixelSize();
    return pixels > 0 ? pixels : 13;
}

int pixelsFor(TextStep step)
{
    return std::max(1, qRound(basePixels() * kPixelsAt13[std::size_t(step)] / 13));
}

/// The widest digit's advance, or 0 where all are equal. Asked for at every paint, so kept by font.
qreal digitCell(const QFont &font)
{
    static QHash<QString, qreal> cells; // the main thread's alone, like all of ui
    const QString key = font.key();
    if (const auto it = cells.constFind(key); it != cells.constEnd())
        return *it;
    const QFontMetricsF metrics(font);
    qreal least = metrics.horizontalAdvance(u'0');
    qreal most = least;
    for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
        const qreal advance = metrics.horizontalAdvance(QChar(digit));
        least = std::min(least, advance);
        most = std::max(most, advance);
    }
    const qreal cell = most - least < 0.01 ? 0 : most;
    cells.insert(key, cell);
    return cell;
}

bool hasRightToLeft(const QString &text)
{
    return std::ranges::any_of(
        text, [](QChar c) { return c.direction() == QChar::DirR || c.direction() == QChar::DirAL; });
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Calls `piece(text, isDigit)` for each digit and each run between digits.
template<class F>
void forEachPiece(const QString &text, F &&piece)
{
    qsizetype start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isDigit(text[i]))
            continue;
        if (i > start)
            piece(text.mid(start, i - start), false);
        piece(QString(text[i]), true);
        start = i + 1;
    }
    if (start < text.size())
        piece(text.mid(start), false);
}

} // namespace

QFont fontFor(TextStep step, QFont::Weight weight)
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(pixelsFor(step));
    font.setWeight(weight);
    return font;
}

QFont codeFont(TextStep step)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(pixelsFor(step));
    return font;
}

TabularText::TabularText(const QFont &font) : m_font(font), m_cell(digitCell(font))
{
}

qreal TabularText::width(const QString &text) const
{
    const QFontMetricsF metrics(m_font);
    if (m_cell == 0)
        return metrics.horizontalAdvance(text);
    qreal width = 0;
    forEachPiece(text, [&](const QString &part, bool digit) {
        width += digit ? m_cell : metrics.horizontalAdvance(part);
    });
    return width;
}

void TabularText::draw(QPainter &painter, const QRectF &rect, Qt::Alignment alignment,
                       const QString &text) const
{
    const QFontMetricsF metrics(m_font);
    painter.setFont(m_font);
    const qreal total = width(text);
    const bool tooWide = total > rect.width() + 0.5;
    // In a mirrored window a Latin run, a figure or a code keeps its own direction.
    const Qt::LayoutDirection direction = painter.layoutDirection();
    const bool mixed = hasRightToLeft(text);
    painter.setLayoutDirection(mixed ? direction : Qt::LeftToRight);
    if (m_cell == 0 || tooWide || mixed) {
        const QString shown = tooWide ? metrics.elidedText(text, Qt::ElideRight, rect.width()) : text;
        painter.drawText(rect, int(alignment) | Qt::AlignAbsolute | Qt::TextSingleLine, shown);
        painter.setLayoutDirection(direction);
        return;
    }
    qreal x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - total;
    else if (alignment & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - total) / 2;
    qreal baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    if (alignment & Qt::AlignTop)
        baseline = rect.top() + metrics.ascent();
    else if (alignment & Qt::AlignBottom)
        baseline = rect.bottom() - metrics.descent();
    forEachPiece(text, [&](const QString &part, bool digit) {
        const qreal advance = metrics.horizontalAdvance(part);
        const qreal cell = digit ? m_cell : advance;
        painter.drawText(QPointF(x + (cell - advance) / 2, baseline), part);
        x += cell;
    });
    painter.setLayoutDirection(direction);
}

} // namespace signalbox::ui
