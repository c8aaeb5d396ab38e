#pragma once

#include <QColor>

class QPalette;

namespace signalbox::ui {

/// The colours that have no role in QPalette, and those that have, by the name the design gives them. Two
/// fixed sets; a widget asks for the one that fits its own palette, so a change of palette is all that a
/// change of scheme takes.
struct Tokens
{
    bool dark = false;
    QColor window, base, alt, rail, sunken;
    QColor line, line2, grid, control, hover;
    QColor text, text2, text3;
    QColor ink, onInk, inkHover;
    QColor intent, onIntent, intentBg, link;
    QColor tip, onTip;
    QColor ok, okBg, warn, warnBg, err, errBg, off, offBg;
};

/// Areas take the fill; lines, borders and shapes' edges the stroke.
struct ModelColour
{
    QColor fill;
    QColor stroke;
};

/// Slots 1 to 7 in Okabe–Ito order; 0 is "all others".
inline constexpr int kModelSlots = 7;
inline constexpr int kOtherSlot = 0;

[[nodiscard]] const Tokens &lightTokens();
[[nodiscard]] const Tokens &darkTokens();
/// By the luminance of the palette's window colour.
[[nodiscard]] const Tokens &tokensFor(const QPalette &palette);
[[nodiscard]] QPalette paletteFor(const Tokens &tokens);

[[nodiscard]] ModelColour modelColour(int slot, const Tokens &tokens);

/// Contrast of two opaque colours as WCAG 2 defines it, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

/// `over` painted with `share` of its opacity on `ground`.
[[nodiscard]] QColor mixed(const QColor &ground, const QColor &over, double share);

} // namespace signalbox::ui
