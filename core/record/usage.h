#pragma once

#include "base/money.h"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox::record {

/// Tokens of one answer in the neutral count (inputs include cached ones, outputs include reasoning). Details
/// are subsets of their total. `estimated` says that the upstream told nothing and we guessed.
struct Usage
{
    std::int64_t inputTokens = 0;
    std::int64_t cachedInputTokens = 0;  ///< read from the provider's cache
    std::int64_t cacheWriteTokens = 0;   ///< written to it, with the provider's usual lifetime
    std::int64_t cacheWrite1hTokens = 0; ///< written with the one-hour lifetime; not in cacheWriteTokens
    std::int64_t outputTokens = 0;
    std::int64_t reasoningTokens = 0;
    bool estimated = false;

    bool operator==(const Usage &) const = default;
};

/// What an answer cost. No total means that the price is not known, never that it is zero.
struct Cost
{
    std::optional<Money> total;
    /// Day of the price row that was used, "2026-09-23"; empty where there was none.
    std::string pricedAsOf;

    bool operator==(const Cost &) const = default;
};

} // namespace signalbox::record
