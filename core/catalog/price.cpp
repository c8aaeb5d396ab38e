#include "catalog/price.h"

#include <algorithm>

namespace signalbox::catalog {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

/// Sums tokens × rate / 10^6 without losing a digit: whole parts and remainders apart, so that neither the
/// largest request at the dearest rate overflows nor each kind of token is rounded by itself.
class Sum final
{
public:
    void add(std::int64_t tokens, const std::optional<Money> &rate)
    {
        if (tokens == 0)
            return;
        if (!rate) {
            m_known = false;
            return;
        }
        m_whole += tokens * (rate->nano() / kMillion);
        m_remainder += tokens * (rate->nano() % kMillion);
    }

    [[nodiscard]] std::optional<Money> total() const
    {
        if (!m_known)
            return std::nullopt;
        return Money::fromNano(m_whole + (m_remainder + kMillion / 2) / kMillion);
    }

private:
    std::int64_t m_whole = 0;
    std::int64_t m_remainder = 0;
    bool m_known = true;
};

bool contains(const PriceWindow &window, WallTime at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const auto minute = std::chrono::floor<std::chrono::minutes>(at - day);
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    return weekday >= window.firstDay && weekday <= window.lastDay && minute >= window.begin &&
           minute < window.end;
}

std::int64_t clamped(std::int64_t count, std::int64_t limit)
{
    return std::clamp<std::int64_t>(count, 0, std::max<std::int64_t>(limit, 0));
}

} // namespace

const PriceRow *rowAt(std::span<const PriceRow> rows, WallTime at)
{
    const PriceRow *best = nullptr;
    for (const PriceRow &row : rows) {
        if (row.from && *row.from > at)
            continue;
        if (best == nullptr || !best->from || (row.from && *row.from >= *best->from))
            best = &row;
    }
    return best;
}

const Rates &ratesFor(const PriceRow &row, std::int64_t inputTokens, WallTime at)
{
    const Rates *rates = &row.rates;
    for (const PriceWindow &window : row.windows) {
        if (contains(window, at))
            rates = &window.rates;
    }
    for (const PriceTier &tier : row.tiers) {
        if (inputTokens > tier.overInputTokens)
            rates = &tier.rates;
    }
    return *rates;
}

record::Cost costOf(const record::Usage &usage, std::span<const PriceRow> rows, WallTime at)
{
    const PriceRow *row = rowAt(rows, at);
    if (row == nullptr)
        return {};
    const Rates &rates = ratesFor(*row, usage.inputTokens, at);
    std::int64_t left = std::max<std::int64_t>(usage.inputTokens, 0);
    const std::int64_t cached = clamped(usage.cachedInputTokens, left);
    left -= cached;
    const std::int64_t written = clamped(usage.cacheWriteTokens, left);
    left -= written;
    const std::int64_t written1h = clamped(usage.cacheWrite1hTokens, left);
    left -= written1h;

    Sum sum;
    sum.add(left, rates.input);
    sum.add(cached, rates.cacheRead ? rates.cacheRead : rates.input);
    sum.add(written, rates.cacheWrite);
    sum.add(written1h, rates.cacheWrite1h);
    sum.add(std::max<std::int64_t>(usage.outputTokens, 0), rates.output);
    return {sum.total(), row->asOf};
}

std::optional<Money> comparablePrice(std::span<const PriceRow> rows, WallTime at)
{
    const PriceRow *row = rowAt(rows, at);
    if (row == nullptr)
        return std::nullopt;
    const Rates &rates = ratesFor(*row, 0, at);
    if (!rates.input || !rates.output)
        return std::nullopt;
    return Money::fromNano((rates.input->nano() * 4 + rates.output->nano()) / 5);
}

} // namespace signalbox::catalog
