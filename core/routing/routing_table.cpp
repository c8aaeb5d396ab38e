#include "routing/routing_table.h"

namespace signalbox::routing {

RoutingTable::RoutingTable(std::shared_ptr<const config::Configuration> configuration,
                           std::vector<ServedModel> served)
    : m_configuration(std::move(configuration)), m_served(std::move(served))
{
    for (const config::Provider &provider : m_configuration->providers) {
        if (provider.enabled)
            m_providers.insert(provider.id);
    }
    for (std::size_t i = 0; i < m_served.size(); ++i) {
        m_byTarget[m_served[i].provider].emplace(m_served[i].model, i);
        m_byModel.emplace(m_served[i].model, i);
    }
}

Result<Resolved> RoutingTable::resolve(std::string_view name) const
{
    if (m_configuration) {
        for (const config::VirtualModel &model : m_configuration->models) {
            if (model.name == name)
                return Resolved{.virtualModel = &model, .provider = {}, .model = {}};
        }
    }
    if (const std::size_t slash = name.find('/'); slash != std::string_view::npos) {
        const std::string_view provider = name.substr(0, slash);
        if (hasProvider(provider) && slash + 1 < name.size())
            return Resolved{.virtualModel = nullptr,
                            .provider = std::string(provider),
                            .model = std::string(name.substr(slash + 1))};
    }
    const auto [begin, end] = m_byModel.equal_range(name);
    if (begin == end) {
        return fail(ErrorCode::NotFound,
                    "There is no model \"" + std::string(name) +
                        "\" here. Ask for a virtual model, for provider/model, or for a model that "
                        "a configured provider serves (GET /v1/models lists them).");
    }
    if (std::next(begin) != end) {
        std::string names;
        for (auto entry = begin; entry != end; ++entry)
            names += (names.empty() ? "" : ", ") + m_served[entry->second].provider + '/' + std::string(name);
        return fail(ErrorCode::InvalidInput,
                    "Several providers serve \"" + std::string(name) + "\". Write one of: " + names + '.');
    }
    const ServedModel &served = m_served[begin->second];
    return Resolved{.virtualModel = nullptr, .provider = served.provider, .model = served.model};
}

const ServedModel *RoutingTable::served(std::string_view provider, std::string_view model) const
{
    const auto ofProvider = m_byTarget.find(provider);
    if (ofProvider == m_byTarget.end())
        return nullptr;
    const auto found = ofProvider->second.find(model);
    return found == ofProvider->second.end() ? nullptr : &m_served[found->second];
}

} // namespace signalbox::routing
