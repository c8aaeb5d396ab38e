#pragma once

#include "config/configuration.h"

#include <nlohmann/json.hpp>

/// Entries of the document as JSON, for Document. Pure.
namespace signalbox::config {

enum class Defaults { LeftOut, Written };

/// The reader reads back the same value from either form.
[[nodiscard]] nlohmann::ordered_json toJson(const Provider &provider, Defaults defaults);
[[nodiscard]] nlohmann::ordered_json toJson(const VirtualModel &model, Defaults defaults);

/// A whole number without a point, as people write weights.
[[nodiscard]] nlohmann::ordered_json numberOf(double value);

/// Changes `entry`, as somebody wrote it, to mean what `sparse` (defaults left out) and `full` (all written)
/// mean. Members that mean it already stay as they are, defaults that are spelt out too; what is no longer
/// said goes. Items of lists that have an "id" are met by it.
void bringTo(nlohmann::ordered_json &entry, const nlohmann::ordered_json &sparse,
             const nlohmann::ordered_json &full);

} // namespace signalbox::config
