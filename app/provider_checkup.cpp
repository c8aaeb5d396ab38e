#include "app/provider_checkup.h"

#include "gateway/tokens/account.h"

#include <utility>

namespace signalbox::app {

namespace {

/// An account that no token could be asked for with is no key; of others nothing is asked here.
gateway::SecretState withoutToken(gateway::SecretState key, const std::string & /*proxy*/)
{
    if (!key.secret || !gateway::isAccount(key.secret->reveal()))
        return key;
    const auto account = gateway::readAccount(key.secret->reveal());
    return account ? std::move(key)
                   : gateway::SecretState{.secret = nullptr, .problem = account.error().message};
}

const config::ProviderKey *keyOf(const config::Provider &entry, const std::string &id)
{
    for (const config::ProviderKey &key : entry.keys) {
        if (key.id == id)
            return &key;
    }
    return nullptr;
}

} // namespace

gateway::SecretState secretStateOf(const secrets::SecretValue &value)
{
    const bool waiting =
        value.state == secrets::SecretState::Pending || value.state == secrets::SecretState::Locked;
    return {.secret = value.secret,
            .problem = value.message.empty() ? std::string(toString(value.state)) : value.message,
            .waiting = waiting};
}

std::vector<std::string> providerProblems(const config::Configuration &configuration,
                                          const catalog::Catalog &catalog,
                                          const secrets::SecretValues &secrets)
{
    std::vector<std::string> problems;
    for (const config::Provider &entry : configuration.providers) {
        if (!entry.enabled)
            continue;
        const auto line = gateway::makeProviderLine(
            entry, catalog.provider(entry.kind),
            [&](const std::string &reference) { return secretStateOf(secrets.find(reference)); },
            &withoutToken, configuration.proxy,
            [](const std::string &, const net::Endpoint &) { return std::string(); });
        if (!line) {
            problems.push_back(entry.id + ": " + line.error().message);
            continue;
        }
        if ((*line)->lacksKey)
            problems.push_back((entry.id + ": ").append(gateway::kLacksKey));
        for (const gateway::LineKey &key : (*line)->keys) {
            const config::ProviderKey *configured = keyOf(entry, key.id);
            if (!key.secret && configured != nullptr && secrets.find(configured->secret).secret)
                problems.push_back(entry.id + '/' + key.id + ": " + key.problem);
        }
    }
    return problems;
}

} // namespace signalbox::app
