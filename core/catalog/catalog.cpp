#include "catalog/catalog.h"

#include "catalog/catalog_reader.h"

#include <algorithm>
#include <cassert>

namespace signalbox::resources {
extern const std::string_view kCatalogProviders;  // made from resources/catalog/providers.json
extern const std::string_view kCatalogModels;     // models.json
extern const std::string_view kCatalogModelRules; // and model_rules.json
} // namespace signalbox::resources

namespace signalbox::catalog {

std::shared_ptr<const Catalog> Catalog::builtIn()
{
    static const std::shared_ptr<const Catalog> catalog = [] {
        Result<Catalog> result =
            create(resources::kCatalogProviders, resources::kCatalogModels, resources::kCatalogModelRules);
        assert(result.has_value()); // our own data, held by a test
        return std::make_shared<const Catalog>(result ? std::move(*result) : Catalog());
    }();
    return catalog;
}

Result<Catalog> Catalog::create(std::string_view providersJson, std::string_view modelsJson,
                                std::string_view rulesJson)
{
    auto providers = readProviders(providersJson);
    if (!providers)
        return std::unexpected(std::move(providers.error()));
    auto models = readModels(modelsJson);
    if (!models)
        return std::unexpected(std::move(models.error()));
    auto families = readModelRules(rulesJson);
    if (!families)
        return std::unexpected(std::move(families.error()));
    Catalog catalog;
    catalog.m_families = std::move(*families);
    catalog.m_providers = std::move(*providers);
    std::ranges::sort(catalog.m_providers, {}, &ProviderRow::id);
    for (auto &[kind, rows] : *models) {
        if (catalog.provider(kind) == nullptr)
            return fail(ErrorCode::InvalidInput, "models of a provider that is not in the catalogue", kind);
        std::ranges::sort(rows, {}, &ModelRow::id);
        const auto twice = std::ranges::adjacent_find(rows, {}, &ModelRow::id);
        if (twice != rows.end())
            return fail(ErrorCode::InvalidInput, "model stands twice", kind + "/" + twice->id);
        catalog.m_models.emplace(kind, std::move(rows));
    }
    return catalog;
}

const ProviderRow *Catalog::provider(std::string_view kind) const
{
    const auto found = std::ranges::lower_bound(m_providers, kind, {}, &ProviderRow::id);
    return found != m_providers.end() && found->id == kind ? &*found : nullptr;
}

std::span<const ModelRow> Catalog::models(std::string_view kind) const
{
    const auto found = m_models.find(kind);
    return found == m_models.end() ? std::span<const ModelRow>() : found->second;
}

const ModelRow *Catalog::model(std::string_view kind, std::string_view id) const
{
    const ModelRow *best = nullptr;
    for (const ModelRow &row : models(kind)) {
        if (row.id == id)
            return &row;
        if (id.starts_with(row.id) && isVersionSuffix(id.substr(row.id.size())) &&
            (best == nullptr || row.id.size() > best->id.size()))
            best = &row;
    }
    const ProviderRow *row = best == nullptr ? provider(kind) : nullptr;
    // Only a name that is listed is looked up again, so this ends.
    if (row != nullptr && !row->anyModel.empty() && id != row->anyModel)
        return model(kind, row->anyModel);
    return best;
}

record::Cost Catalog::priceOf(const record::Usage &usage, std::string_view kind, std::string_view model,
                              WallTime at) const
{
    const ModelRow *row = this->model(kind, model);
    return row == nullptr ? record::Cost() : costOf(usage, row->prices, at);
}

bool isVersionSuffix(std::string_view text)
{
    if (text.size() < 2 || (text[0] != '-' && text[0] != '@'))
        return false;
    text.remove_prefix(1);
    if (text == "latest" || text == "default")
        return true;
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (digit(text[i]))
            digits += text[i];
        else if (text[i] != '-' || text.size() != 10 || (i != 4 && i != 7))
            return false; // "-mini" is another model, not another day
    }
    // 20260305, 2026-03-05, or 0305 and 2603 as some hosts shorten it.
    return digits.size() == 8 || (digits.size() == 4 && text.size() == 4);
}

} // namespace signalbox::catalog
