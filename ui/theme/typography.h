#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace signalbox::ui {

/// The six sizes of text. Base is the system font's size; the others keep their proportion to it.
enum class TextStep { Caption, Small, Body, Lead, Page, Figure };

[[nodiscard]] QFont fontFor(TextStep step, QFont::Weight weight = QFont::Normal);
[[nodiscard]] QFont codeFont(TextStep step);

/// Text whose digits all take the same width, so that a number changes in place. Fonts that have it so
/// already are painted as they are; for others each digit is set in the middle of a cell as wide as the
/// widest digit (Qt 6.4 cannot ask a font for its "tnum" feature).
class TabularText final
{
public:
    explicit TabularText(const QFont &font);

    [[nodiscard]] qreal width(const QString &text) const;
    /// Elides at the end where the rectangle is too narrow. Colour is the painter's pen.
    void draw(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, const QString &text) const;

private:
    QFont m_font;
    qreal m_cell = 0; ///< 0: the font's digits are equal
};

} // namespace signalbox::ui
