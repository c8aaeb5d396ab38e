#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "record/usage.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What an answer costs. Pure; exact in nano-dollars.
namespace signalbox::catalog {

/// For a million tokens of each kind; absent is unknown, never free.
struct Rates
{
    std::optional<Money> input;
    std::optional<Money> output;
    std::optional<Money> cacheRead;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWrite1h;

    bool operator==(const Rates &) const = default;
};

/// Other rates for the whole request once its input is larger.
struct PriceTier
{
    std::int64_t overInputTokens = 0;
    Rates rates;

    bool operator==(const PriceTier &) const = default;
};

/// Other rates at certain hours (UTC) of certain days of the week.
struct PriceWindow
{
    std::chrono::minutes begin{0};
    std::chrono::minutes end{0}; ///< exclusive
    unsigned firstDay = 1;       ///< ISO: Monday is 1
    unsigned lastDay = 7;        ///< inclusive
    Rates rates;

    bool operator==(const PriceWindow &) const = default;
};

/// A model's price from a day on. `asOf` is the day it was last read from a price page, for people.
struct PriceRow
{
    std::string asOf;
    std::optional<std::chrono::sys_days> from; ///< absent: since ever
    Rates rates;
    std::vector<PriceTier> tiers;     ///< by rising overInputTokens
    std::vector<PriceWindow> windows; ///< win over `rates`, lose against tiers

    bool operator==(const PriceRow &) const = default;
};

/// The row in force at a moment: the last whose day has come. Null where all begin later or there is none.
[[nodiscard]] const PriceRow *rowAt(std::span<const PriceRow> rows, WallTime at);

/// The rates of a request with so much input.
[[nodiscard]] const Rates &ratesFor(const PriceRow &row, std::int64_t inputTokens, WallTime at);

/// Cached and cache-written tokens at their own rates, the rest of the input at the input's; reasoning is
/// part of the output. Rounded once, half up, to a nano-dollar. The total is unknown where a rate is missing
/// for a kind of token that occurs; only a missing cache-read rate is taken from the input's, because a
/// provider that publishes none gives no discount. Counts that contradict each other are clamped, never
/// negative.
[[nodiscard]] record::Cost costOf(const record::Usage &usage, std::span<const PriceRow> rows, WallTime at);

/// One number to compare models by: four parts input and one part output, as agents use them. For strategies
/// only.
[[nodiscard]] std::optional<Money> comparablePrice(std::span<const PriceRow> rows, WallTime at);

} // namespace signalbox::catalog
