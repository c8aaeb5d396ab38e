#pragma once

#include "base/result.h"
#include "config/configuration.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::routing {

/// A model of a configured provider, and what routing has to know of it.
struct ServedModel
{
    std::string provider;
    std::string model;
    bool tools = true;
    bool images = true;

    bool operator==(const ServedModel &) const = default;
};

/// What a client's model name stands for: a virtual model, or one model of one provider.
struct Resolved
{
    const config::VirtualModel *virtualModel = nullptr; ///< in the table; null for a direct one
    std::string provider;
    std::string model;
};

/// All names that clients may ask for. Immutable, made with each configuration.
class RoutingTable final
{
public:
    RoutingTable() = default;
    /// `served` are the models that are known of the configured providers.
    RoutingTable(std::shared_ptr<const config::Configuration> configuration, std::vector<ServedModel> served);

    /// In this order: a virtual model, `provider/model` (also of a model that is not known: providers have
    /// new ones before catalogues do), a bare id that exactly one provider serves. NotFound, or InvalidInput
    /// where several serve it, with what to write instead.
    [[nodiscard]] Result<Resolved> resolve(std::string_view name) const;
    /// Null where nothing is known.
    [[nodiscard]] const ServedModel *served(std::string_view provider, std::string_view model) const;
    [[nodiscard]] const std::vector<ServedModel> &all() const { return m_served; }
    [[nodiscard]] bool hasProvider(std::string_view id) const { return m_providers.contains(id); }

private:
    std::shared_ptr<const config::Configuration> m_configuration;
    std::vector<ServedModel> m_served;
    std::set<std::string, std::less<>> m_providers; // configured and enabled
    std::map<std::string, std::map<std::string, std::size_t, std::less<>>, std::less<>>
        m_byTarget; // by provider, then by model
    std::multimap<std::string, std::size_t, std::less<>> m_byModel;
};

} // namespace signalbox::routing
