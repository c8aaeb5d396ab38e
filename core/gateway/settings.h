#pragma once

#include "catalog/catalog.h"
#include "config/configuration.h"
#include "gateway/client_facts.h"
#include "gateway/flow.h"
#include "gateway/model_list.h"
#include "gateway/provider_line.h"
#include "gateway/refusal.h"
#include "governance/key_ring.h"
#include "routing/plan.h"
#include "routing/routing_table.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::gateway {

/// One model of a configured provider.
struct ProviderModel
{
    catalog::ModelRow row; ///< the catalogue's under the configuration's
    /// How it is asked, one for each of the provider's formats, in their order; empty where it cannot be
    /// called.
    std::vector<wire::Target> targets;
};

/// A configuration with everything that requests need of it looked up once: secrets, catalogue rows, keys,
/// routes. Built on the main thread, then immutable; a request keeps the one it began with.
struct Settings
{
    /// Never null.
    std::shared_ptr<const config::Configuration> configuration =
        std::make_shared<const config::Configuration>();
    std::uint64_t revision = 0;
    std::shared_ptr<const catalog::Catalog> catalog;
    governance::KeyRing keys;
    governance::KeyRing adminTokens;
    std::vector<std::string> waitingKeys; ///< ids of virtual keys whose secret is not to be had just now
    routing::RoutingTable routing;
    std::map<std::string, std::shared_ptr<const ProviderLine>, std::less<>> lines; ///< by provider id
    /// By provider id, then by model id: those that the configuration or the catalogue knows.
    std::map<std::string, std::map<std::string, std::shared_ptr<const ProviderModel>, std::less<>>,
             std::less<>>
        models;
    std::map<std::string, std::string, std::less<>> problems; ///< provider id → why it cannot be called
    std::vector<ListedModel> listed;                          ///< what GET …/models shows
    bool hasUsableProvider = false;

    /// Whose request it is.
    [[nodiscard]] std::optional<Refusal> identify(const http::Fields &fields, WallTime now,
                                                  governance::KeyIdentity &key) const;
    [[nodiscard]] bool isAdmin(const http::Fields &fields) const;
    /// What is tried for it, in which order. `draw` belongs to the virtual model, `keyChance` chooses among
    /// the keys of a provider.
    [[nodiscard]] std::expected<AttemptPlan, Refusal> plan(const wire::RequestSummary &summary,
                                                           const routing::PlanInput &input,
                                                           const wire::FormatCodec &inbound, Random &draw,
                                                           Random &keyChance) const;
    [[nodiscard]] record::Cost costOf(const record::Usage &usage, const ProviderLine &line,
                                      const std::string &model, WallTime at) const;
    /// Also of a model that is not in `models`. Never null.
    [[nodiscard]] std::shared_ptr<const ProviderModel> model(std::string_view provider,
                                                             std::string_view model) const;

    /// Looks it up in the configuration and the catalogue.
    [[nodiscard]] std::shared_ptr<const ProviderModel> makeModel(std::string_view provider,
                                                                 std::string_view model) const;
};

/// The catalogue's row of a model under what the entry says of it.
[[nodiscard]] catalog::ModelRow modelRowOf(const config::Provider &entry, const catalog::Catalog &catalog,
                                           std::string_view model);
/// How a model is asked at one of the line's endpoints.
[[nodiscard]] wire::Target targetFor(const ProviderLine &line, const FormatEndpoint &endpoint,
                                     const catalog::ModelRow &row, wire::ModelRules rules,
                                     std::string_view model);

/// What settings are built from.
struct SettingsInput
{
    std::shared_ptr<const config::Configuration> configuration;
    std::uint64_t revision = 0;
    std::shared_ptr<const catalog::Catalog> catalog;
    SecretLookup secrets;
    TokenLookup tokens{}; ///< empty: accounts cannot be used
    ProxyLookup proxy;
    struct MemoryKey
    {
        std::string id;
        std::string hash; ///< "sha256:…"
    };
    std::vector<MemoryKey> memoryKeys; ///< virtual keys that live in memory
};

/// Pure. Nothing makes it fail as a whole: what cannot be used is in `problems`.
[[nodiscard]] std::shared_ptr<const Settings> buildSettings(const SettingsInput &input);

} // namespace signalbox::gateway
