#pragma once

#include "catalog/price.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::catalog {

/// A model of one provider. What no source told is absent.
struct ModelRow
{
    std::string id; ///< as the provider names it
    std::string name;
    std::optional<std::int64_t> context;
    std::optional<std::int64_t> maxOutput;
    std::optional<bool> toolCall;
    std::optional<bool> reasoning;
    std::optional<bool> images;
    bool vectors = false; ///< what it gives; it answers nothing
    std::vector<PriceRow> prices;

    bool operator==(const ModelRow &) const = default;
};

/// What a configuration says of a model over, or without, a row of the catalogue.
struct ModelOverride
{
    std::optional<std::int64_t> context;
    std::optional<std::int64_t> maxOutput;
    std::optional<bool> toolCall;
    std::optional<bool> reasoning;
    std::optional<bool> images;
    std::optional<Rates> rates; ///< replace all prices: a mixture of two sources would be nobody's price

    bool operator==(const ModelOverride &) const = default;
};

/// `row` (null: nothing is known) under `id`, with what `over` says.
[[nodiscard]] ModelRow merged(const ModelRow *row, std::string id, const ModelOverride &over);

/// As `pricedAsOf` of costs by a configuration's own price.
inline constexpr std::string_view kConfiguredPrice = "configured";

} // namespace signalbox::catalog
