#pragma once

#include "catalog/model_family.h"
#include "catalog/model_row.h"
#include "catalog/provider_row.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::catalog {

/// Providers and their models, as data. Immutable, so any thread reads it; snapshots of it are shared. Knows
/// nothing of what is configured: routing lays the configuration over it.
class Catalog final
{
public:
    /// What ships inside the program.
    [[nodiscard]] static std::shared_ptr<const Catalog> builtIn();
    /// From the documents of resources/catalog; strict, as they are ours.
    [[nodiscard]] static Result<Catalog> create(std::string_view providersJson, std::string_view modelsJson,
                                                std::string_view rulesJson = R"({"families":[]})");

    [[nodiscard]] const std::vector<ProviderRow> &providers() const { return m_providers; }
    /// By kind; null where there is none.
    [[nodiscard]] const ProviderRow *provider(std::string_view kind) const;
    [[nodiscard]] std::span<const ModelRow> models(std::string_view kind) const;
    /// The row of that id, else the one of the longest id that it is a dated or "latest" name of
    /// ("gpt-5.4-2026-03-05" of "gpt-5.4"), else the one that stands for all others, else null.
    [[nodiscard]] const ModelRow *model(std::string_view kind, std::string_view id) const;
    /// What the model takes and refuses, whoever serves it.
    [[nodiscard]] FieldValues rules(std::string_view model) const { return rulesFor(m_families, model); }
    [[nodiscard]] const std::vector<ModelFamily> &families() const { return m_families; }
    [[nodiscard]] record::Cost priceOf(const record::Usage &usage, std::string_view kind,
                                       std::string_view model, WallTime at) const;

private:
    std::vector<ProviderRow> m_providers; // by id
    std::vector<ModelFamily> m_families;
    std::map<std::string, std::vector<ModelRow>, std::less<>> m_models;
};

/// Whether `text`, what stands behind a known model's id, only says which day's version is meant.
[[nodiscard]] bool isVersionSuffix(std::string_view text);

} // namespace signalbox::catalog
