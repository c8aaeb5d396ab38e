#include "base/money.h"

#include <limits>

namespace signalbox {

std::optional<Money> Money::parse(std::string_view decimal)
{
    bool negative = false;
    if (!decimal.empty() && decimal.front() == '-') {
        negative = true;
        decimal.remove_prefix(1);
    }
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 10 - 1;
    std::int64_t value = 0;
    int decimals = -1;
    bool digits = false;
    for (const char c : decimal) {
        if (c == '.' && decimals < 0 && digits) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9' || value > limit || decimals == 9)
            return std::nullopt;
        value = value * 10 + (c - '0');
        digits = true;
        if (decimals >= 0)
            ++decimals;
    }
    if (!digits || decimals == 0)
        return std::nullopt;
    for (int i = decimals < 0 ? 0 : decimals; i < 9; ++i) {
        if (value > limit)
            return std::nullopt;
        value *= 10;
    }
    return fromNano(negative ? -value : value);
}

std::string Money::toDecimal() const
{
    const bool negative = m_nano < 0;
    const auto magnitude =
        negative ? 0 - static_cast<std::uint64_t>(m_nano) : static_cast<std::uint64_t>(m_nano);
    std::string text = std::to_string(magnitude / 1'000'000'000);
    std::string fraction = std::to_string(magnitude % 1'000'000'000 + 1'000'000'000).substr(1);
    while (!fraction.empty() && fraction.back() == '0')
        fraction.pop_back();
    if (!fraction.empty())
        text += '.' + fraction;
    return negative ? '-' + text : text;
}

} // namespace signalbox
