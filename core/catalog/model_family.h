#pragma once

#include "catalog/provider_row.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::catalog {

/// Models that take and refuse the same, whoever serves them.
struct ModelFamily
{
    /// Each stands for every model in whose name it begins a word and ends before a letter or digit that
    /// would make it another name: "claude-opus-4-6" also for "us.anthropic.claude-opus-4-6-v1:0" and
    /// "anthropic/claude-opus-4.6".
    std::vector<std::string> names;
    FieldValues rules; ///< of wire::ModelRules

    bool operator==(const ModelFamily &) const = default;
};

/// How much of `model` a family's `name` explains: its length, or 0 where it does not stand for it.
[[nodiscard]] std::size_t matchedLength(std::string_view name, std::string_view model);

/// The rules of the family whose name explains most of the model's; empty where none stands for it.
[[nodiscard]] FieldValues rulesFor(const std::vector<ModelFamily> &families, std::string_view model);

} // namespace signalbox::catalog
