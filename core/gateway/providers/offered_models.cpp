#include "gateway/providers/offered_models.h"

#include <algorithm>
#include <array>
#include <map>

namespace signalbox::gateway {

namespace {

const config::ModelEntry *configured(const config::Provider &entry, const std::string &id)
{
    const auto found = std::ranges::find(entry.models, id, &config::ModelEntry::id);
    return found == entry.models.end() ? nullptr : &*found;
}

void addPrices(control::OfferedModel &model, const catalog::ModelRow &row, WallTime now)
{
    const catalog::PriceRow *price = catalog::rowAt(row.prices, now);
    if (price == nullptr)
        return;
    const catalog::Rates &rates = catalog::ratesFor(*price, 0, now);
    model.inputPerMtok = rates.input;
    model.cachedPerMtok = rates.cacheRead;
    model.outputPerMtok = rates.output;
    model.pricedAt = price->asOf;
}

std::optional<Money> priceOf(const config::Provider &entry, const catalog::Catalog &catalog,
                             const std::string &id, WallTime now)
{
    if (const config::ModelEntry *own = configured(entry, id); own != nullptr && own->price) {
        catalog::PriceRow price;
        price.rates.input = own->price->inputPerMtok;
        price.rates.output = own->price->outputPerMtok;
        return catalog::comparablePrice({&price, 1}, now);
    }
    const catalog::ModelRow *row = catalog.model(entry.kind, id);
    return row == nullptr ? std::nullopt : catalog::comparablePrice(row->prices, now);
}

/// Known prices first, the lowest of them; of several the one that stands first.
std::optional<std::string> cheapest(const std::vector<std::string> &ids, const config::Provider &entry,
                                    const catalog::Catalog &catalog, WallTime now)
{
    std::optional<std::string> best;
    std::optional<Money> bestPrice;
    for (const std::string &id : ids) {
        const auto price = priceOf(entry, catalog, id, now);
        if (!best || (price && (!bestPrice || *price < *bestPrice))) {
            best = id;
            bestPrice = price;
        }
    }
    return best;
}

bool talks(const std::string &id)
{
    constexpr std::array<std::string_view, 12> others{"embed",      "whisper", "tts",   "rerank",
                                                      "moderation", "dall-e",  "image", "speech",
                                                      "transcribe", "audio",   "ocr",   "guard"};
    std::string lower(id);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::none_of(others,
                                [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

} // namespace

control::OfferedModels offered(const config::Provider &entry, const catalog::Catalog &catalog,
                               const FetchedModels *fetched, WallTime now)
{
    std::map<std::string, control::OfferedModel> models;
    if (fetched != nullptr) {
        for (const ListedByProvider &listed : fetched->models) {
            control::OfferedModel &model = models[listed.id];
            model.context = listed.context;
            model.listed = true;
        }
    }
    for (const catalog::ModelRow &row : catalog.models(entry.kind))
        models[row.id].inCatalogue = true;
    for (const config::ModelEntry &own : entry.models)
        models[own.id];
    control::OfferedModels offered;
    offered.provider = entry.id;
    if (fetched != nullptr)
        offered.fetchedAt = fetched->at;
    for (auto &[id, model] : models) {
        model.id = id;
        if (const catalog::ModelRow *row = catalog.model(entry.kind, id)) {
            model.inCatalogue = true; // also under a dated name
            if (row->context)
                model.context = row->context;
            addPrices(model, *row, now);
        }
        if (const config::ModelEntry *own = configured(entry, id)) {
            if (own->context)
                model.context = own->context;
            if (own->price) {
                model.inputPerMtok = own->price->inputPerMtok;
                model.cachedPerMtok = own->price->cacheReadPerMtok;
                model.outputPerMtok = own->price->outputPerMtok;
                model.pricedAt = std::string(catalog::kConfiguredPrice);
            }
        }
        offered.models.push_back(std::move(model));
    }
    return offered;
}

std::optional<std::string> modelToTest(const config::Provider &entry,
                                       const config::Configuration &configuration,
                                       const catalog::Catalog &catalog, const FetchedModels *fetched,
                                       WallTime now, const std::function<bool(const std::string &)> &mayUse)
{
    std::vector<std::string> ids;
    const auto add = [&](const std::string &id) {
        if (mayUse(id) && std::ranges::find(ids, id) == ids.end())
            ids.push_back(id);
    };
    for (const config::ModelEntry &own : entry.models)
        add(own.id);
    for (const config::VirtualModel &model : configuration.models) {
        for (const auto &targets : {model.targets, model.fallbacks}) {
            for (const config::RouteTarget &target : targets) {
                if (target.provider == entry.id)
                    add(target.model);
            }
        }
    }
    if (!ids.empty())
        return cheapest(ids, entry, catalog, now);
    const catalog::ProviderRow *row = catalog.provider(entry.kind);
    if (row != nullptr && !row->anyModel.empty() && mayUse(row->anyModel))
        return row->anyModel;
    for (const catalog::ModelRow &known : catalog.models(entry.kind)) {
        if (!known.vectors && talks(known.id))
            add(known.id);
    }
    if (!ids.empty())
        return cheapest(ids, entry, catalog, now);
    if (fetched != nullptr) {
        for (const ListedByProvider &listed : fetched->models) {
            if (talks(listed.id) && mayUse(listed.id))
                return listed.id;
        }
    }
    return std::nullopt;
}

} // namespace signalbox::gateway
