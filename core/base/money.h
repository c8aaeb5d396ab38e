#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// US dollars as a whole number of nano-dollars (10^-9 USD): sums are exact. Range ± 9.2 billion USD.
class Money final
{
public:
    constexpr Money() = default;
    [[nodiscard]] static constexpr Money fromNano(std::int64_t nano)
    {
        Money money;
        money.m_nano = nano;
        return money;
    }
    /// "2.5", "0.00028", "-1": at most nine decimals, no exponent. Nothing where it is not such a number.
    [[nodiscard]] static std::optional<Money> parse(std::string_view decimal);

    [[nodiscard]] constexpr std::int64_t nano() const { return m_nano; }
    /// For display and JSON only; sums are made on Money.
    [[nodiscard]] double toDouble() const { return static_cast<double>(m_nano) / 1e9; }
    /// Shortest exact decimal: "0.0042".
    [[nodiscard]] std::string toDecimal() const;

    constexpr Money &operator+=(Money other)
    {
        m_nano += other.m_nano;
        return *this;
    }
    constexpr Money &operator-=(Money other)
    {
        m_nano -= other.m_nano;
        return *this;
    }
    friend constexpr Money operator+(Money a, Money b) { return a += b; }
    friend constexpr Money operator-(Money a, Money b) { return a -= b; }
    constexpr auto operator<=>(const Money &) const = default;

private:
    std::int64_t m_nano = 0;
};

} // namespace signalbox
