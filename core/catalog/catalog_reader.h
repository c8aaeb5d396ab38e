#pragma once

#include "catalog/model_family.h"
#include "catalog/model_row.h"
#include "catalog/provider_row.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Reads the documents of resources/catalog. Strict: an unknown member or a wrong type is an error with
/// its place, so that a typing error in a row does not pass for a provider without that quirk.
namespace signalbox::catalog {

[[nodiscard]] Result<std::vector<ProviderRow>> readProviders(std::string_view json);
[[nodiscard]] Result<std::map<std::string, std::vector<ModelRow>>> readModels(std::string_view json);
[[nodiscard]] Result<std::vector<ModelFamily>> readModelRules(std::string_view json);

} // namespace signalbox::catalog
