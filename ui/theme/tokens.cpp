#include "ui/theme/tokens.h"

#include <QPalette>

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::ui {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(QRgb(0xff000000U | value));
}

Tokens makeLight()
{
    Tokens t;
    t.window = rgb(0xF3F4F6), t.base = rgb(0xFFFFFF), t.alt = rgb(0xF8F9FA), t.rail = rgb(0xEBEDF0);
    t.sunken = rgb(0xE9ECF0), t.line = rgb(0xDDE1E7), t.line2 = rgb(0xC2C9D3), t.grid = rgb(0xE6E9EE);
    t.control = rgb(0x828B99), t.hover = rgb(0xEEF0F3);
    t.text = rgb(0x161B22), t.text2 = rgb(0x4A5360), t.text3 = rgb(0x5E6875);
    t.ink = rgb(0x1B2430), t.onInk = rgb(0xFFFFFF), t.inkHover = rgb(0x323D4C);
    t.intent = rgb(0x5B45D6), t.onIntent = rgb(0xFFFFFF), t.intentBg = rgb(0xEFEDFC), t.link = rgb(0x0B5CAD);
    t.tip = rgb(0x1B2430), t.onTip = rgb(0xFFFFFF);
    t.ok = rgb(0x137A47), t.okBg = rgb(0xE4F3EA), t.warn = rgb(0x8A5A00), t.warnBg = rgb(0xFFF2D6);
    t.err = rgb(0xB3261E), t.errBg = rgb(0xFCE8E6), t.off = rgb(0x5E6875), t.offBg = rgb(0xE9ECF0);
    return t;
}

Tokens makeDark()
{
    Tokens t;
    t.dark = true;
    t.window = rgb(0x121519), t.base = rgb(0x191D23), t.alt = rgb(0x1D2229), t.rail = rgb(0x0D1013);
    t.sunken = rgb(0x0D1013), t.line = rgb(0x2A3039), t.line2 = rgb(0x3C4551), t.grid = rgb(0x262C34);
    t.control = rgb(0x707B8A), t.hover = rgb(0x20252D);
    t.text = rgb(0xE9EDF2), t.text2 = rgb(0xB4BDC9), t.text3 = rgb(0x929CAA);
    t.ink = rgb(0xE9EDF2), t.onInk = rgb(0x14181D), t.inkHover = rgb(0xFFFFFF);
    t.intent = rgb(0xA99BFF), t.onIntent = rgb(0x14181D), t.intentBg = rgb(0x25213F), t.link = rgb(0x7FB8F0);
    t.tip = rgb(0xE9EDF2), t.onTip = rgb(0x14181D);
    t.ok = rgb(0x5CCB90), t.okBg = rgb(0x15291F), t.warn = rgb(0xE6B450), t.warnBg = rgb(0x2D2513);
    t.err = rgb(0xFF8C80), t.errBg = rgb(0x351D1B), t.off = rgb(0x929CAA), t.offBg = rgb(0x242A32);
    return t;
}

constexpr std::array<unsigned, 8> kLightFill{0x9AA3AF, 0x0072B2, 0xE69F00, 0x009E73,
                                             0xD55E00, 0x56B4E9, 0xCC79A7, 0xF0E442};
constexpr std::array<unsigned, 8> kLightStroke{0x6B7482, 0x0072B2, 0xA86F00, 0x007F5C,
                                               0xC25300, 0x2583B8, 0xA9527F, 0x857A00};
constexpr std::array<unsigned, 8> kDarkFill{0x78828F, 0x2F8FD0, 0xE6A519, 0x17A77E,
                                            0xDE6B1F, 0x7CC6F2, 0xD58DB5, 0xEFE45A};
constexpr std::array<unsigned, 8> kDarkStroke{0x98A2AF, 0x4BA3DE, 0xF0B53A, 0x35BE96,
                                              0xF0864A, 0x8FD0F5, 0xE0A3C5, 0xF2E970};

double luminance(const QColor &colour)
{
    const auto linear = [](double v) {
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

} // namespace

const Tokens &lightTokens()
{
    static const Tokens tokens = makeLight();
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens = makeDark();
    return tokens;
}

const Tokens &tokensFor(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::Window)) < 0.18 ? darkTokens() : lightTokens();
}

QPalette paletteFor(const Tokens &t)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &colour) {
        palette.setColor(QPalette::All, role, colour);
    };
    set(QPalette::Window, t.window);
    set(QPalette::Base, t.base);
    set(QPalette::Button, t.base);
    set(QPalette::Light, t.base);
    set(QPalette::AlternateBase, t.alt);
    set(QPalette::Midlight, t.alt);
    set(QPalette::Mid, t.line);
    set(QPalette::Dark, t.line2);
    set(QPalette::Shadow, t.control);
    set(QPalette::WindowText, t.text);
    set(QPalette::Text, t.text);
    set(QPalette::ButtonText, t.text);
    set(QPalette::PlaceholderText, t.text3);
    set(QPalette::Highlight, t.intent);
    set(QPalette::HighlightedText, t.onIntent);
    set(QPalette::Link, t.link);
    set(QPalette::LinkVisited, t.link);
    set(QPalette::ToolTipBase, t.tip);
    set(QPalette::ToolTipText, t.onTip);
    set(QPalette::BrightText, t.err);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.text3);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, t.line2);
    return palette;
}

ModelColour modelColour(int slot, const Tokens &tokens)
{
    const std::size_t index = slot >= 1 && slot <= kModelSlots ? std::size_t(slot) : 0;
    if (tokens.dark)
        return {rgb(kDarkFill[index]), rgb(kDarkStroke[index])};
    return {rgb(kLightFill[index]), rgb(kLightStroke[index])};
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

QColor mixed(const QColor &ground, const QColor &over, double share)
{
    const auto mix = [share](float from, float to) { return float(from + (to - from) * share); };
    return QColor::fromRgbF(mix(ground.redF(), over.redF()), mix(ground.greenF(), over.greenF()),
                            mix(ground.blueF(), over.blueF()));
}

} // namespace signalbox::ui
