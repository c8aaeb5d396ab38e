#pragma once

#include "catalog/provider_row.h"
#include "wire/model_rules.h"

#include <string>
#include <vector>

namespace signalbox::gateway {

/// The catalogue's words on a model as the formats take them.
[[nodiscard]] wire::ModelRules modelRulesFrom(const catalog::FieldValues &values);
/// Names among them that are no rule, or hold a value of another type; for the test that holds the table.
[[nodiscard]] std::vector<std::string> wrongRules(const catalog::FieldValues &values);

} // namespace signalbox::gateway
