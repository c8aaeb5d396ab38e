#include "gateway/refused_parameters.h"

#include <algorithm>

namespace signalbox::gateway {

namespace {

/// The address and not the provider's id: what is behind an id can be changed while the gateway runs.
std::string keyOf(const Candidate &candidate)
{
    const FormatEndpoint &endpoint = *candidate.endpoint;
    return endpoint.endpoint.host + ':' + std::to_string(endpoint.endpoint.port) + endpoint.pathPrefix + ' ' +
           std::string(wire::toString(endpoint.format)) + ' ' + candidate.target->model;
}

} // namespace

void RefusedParameters::learn(const Candidate &candidate, const std::string &name)
{
    const std::string key = keyOf(candidate);
    if (m_names.size() >= kMostTargets && !m_names.contains(key))
        m_names.clear();
    std::vector<std::string> &names = m_names[key];
    if (names.size() < kMostNames && std::ranges::find(names, name) == names.end())
        names.push_back(name);
}

const std::vector<std::string> *RefusedParameters::of(const Candidate &candidate) const
{
    if (m_names.empty()) // as nearly always: no key need be made
        return nullptr;
    const auto found = m_names.find(keyOf(candidate));
    return found != m_names.end() ? &found->second : nullptr;
}

} // namespace signalbox::gateway
