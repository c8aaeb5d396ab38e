#include "app/secrets_access.h"

#include <cstdio>
#include <cstdlib>

namespace signalbox::app {

namespace {

/// A keychain may ask its owner for a password: it gets this long before requests are told that it is locked.
constexpr std::chrono::seconds kPatience{20};

std::filesystem::path home()
{
    const char *home = std::getenv("HOME");
    return home != nullptr ? home : "/";
}

} // namespace

SecretsAccess::SecretsAccess(const Clock &clock, const std::filesystem::path &configFile,
                             secrets::Resolver::Publish publish)
    : m_files(configFile.parent_path(), home(),
              [](const std::string &message) { std::fprintf(stderr, "signalbox: %s\n", message.c_str()); }),
      m_resolver(clock, kPatience, std::move(publish))
{
    m_resolver.setStore(secrets::Scheme::Environment, m_environment);
    m_resolver.setStore(secrets::Scheme::File, m_files);
    m_resolver.setStore(secrets::Scheme::Keychain, m_keychain);
    m_resolver.setStore(secrets::Scheme::Memory, m_memory);
}

std::set<std::string> referencesOf(const config::Configuration &configuration)
{
    std::set<std::string> references;
    for (const config::Provider &provider : configuration.providers) {
        for (const config::ProviderKey &key : provider.keys) {
            if (provider.enabled && key.enabled)
                references.insert(key.secret);
        }
    }
    for (const config::VirtualKey &key : configuration.virtualKeys) {
        if (!key.secret.empty())
            references.insert(key.secret);
    }
    for (const config::AdminToken &token : configuration.server.adminTokens)
        references.insert(token.secret);
    return references;
}

} // namespace signalbox::app
