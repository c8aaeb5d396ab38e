#pragma once

#include "config/configuration.h"
#include "secrets/environment_store.h"
#include "secrets/file_store.h"
#include "secrets/keychain_store.h"
#include "secrets/memory_store.h"
#include "secrets/resolver.h"

#include <filesystem>
#include <memory>
#include <set>
#include <string>

namespace signalbox::app {

/// All stores that references can point to, and the resolver over them. Main thread.
class SecretsAccess final
{
public:
    SecretsAccess(const Clock &clock, const std::filesystem::path &configFile,
                  secrets::Resolver::Publish publish);

    [[nodiscard]] secrets::Resolver &resolver() { return m_resolver; }

private:
    secrets::EnvironmentStore m_environment;
    secrets::FileStore m_files;
    secrets::KeychainStore m_keychain;
    secrets::MemoryStore m_memory;
    secrets::Resolver m_resolver;
};

/// Every reference that the configuration names.
[[nodiscard]] std::set<std::string> referencesOf(const config::Configuration &configuration);

} // namespace signalbox::app
