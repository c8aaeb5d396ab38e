#pragma once

#include "base/clock.h"
#include "catalog/catalog.h"
#include "config/configuration.h"
#include "control/providers.h"
#include "gateway/providers/model_lists.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What is known of a provider's models, from three sources. Pure.
namespace signalbox::gateway {

/// What a provider listed, and when.
struct FetchedModels
{
    WallTime at{};
    std::vector<ListedByProvider> models; ///< by id

    bool operator==(const FetchedModels &) const = default;
};

/// The configuration's word over the catalogue's over the provider's own.
[[nodiscard]] control::OfferedModels offered(const config::Provider &entry, const catalog::Catalog &catalog,
                                             const FetchedModels *fetched, WallTime now);

/// The model to test with: the cheapest of those that the configuration names (in the entry, or as a virtual
/// model's target), else the catalogue's cheapest, else the first that the provider listed and that is no
/// embedding or the like. Only what `mayUse` lets through. Nothing where none is known.
[[nodiscard]] std::optional<std::string> modelToTest(const config::Provider &entry,
                                                     const config::Configuration &configuration,
                                                     const catalog::Catalog &catalog,
                                                     const FetchedModels *fetched, WallTime now,
                                                     const std::function<bool(const std::string &)> &mayUse);

} // namespace signalbox::gateway
