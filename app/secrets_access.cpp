#include "app/secrets_access.h"

#include "app/paths.h"
#include "config/configuration_reader.h"
#include "secrets/qt_keychain.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

namespace signalbox::app {

namespace {

/// A keychain may ask its owner for a password: it gets this long before requests are told that it is locked.
constexpr std::chrono::seconds kPatience{20};
/// Runs only while something is awaited.
constexpr std::chrono::milliseconds kTick{250};

/// How soon a keychain that its owner has unlocked elsewhere is noticed. Costs two messages on the bus, and
/// only while something is locked.
constexpr std::chrono::seconds kLookForUnlocking{5};

bool isLockedIn(const std::pair<const std::string, secrets::SecretValue> &each)
{
    const auto ref = secrets::SecretRef::parse(each.first);
    return each.second.state == secrets::SecretState::Locked && ref &&
           ref->scheme == secrets::Scheme::Keychain;
}

std::filesystem::path home()
{
    const char *home = std::getenv("HOME");
    return home != nullptr ? home : "/";
}

} // namespace

SecretsAccess::SecretsAccess(const Clock &clock, const Paths &paths, secrets::Resolver::Publish publish)
    : m_files(paths.configFile.parent_path(), home(),
              [](const std::string &message) { std::fprintf(stderr, "signalbox: %s\n", message.c_str()); }),
      m_keychain(
          clock, secrets::systemKeychain(), secrets::StoredNames(paths.storedNames()),
          {.changed = [this](const std::string &name) { askAgain({secrets::Scheme::Keychain, name}); }}),
      m_session(m_keychain), m_resolver(clock, kPatience, std::move(publish))
{
    m_resolver.setStore(secrets::Scheme::Environment, m_environment);
    m_resolver.setStore(secrets::Scheme::File, m_files);
    m_resolver.setStore(secrets::Scheme::Keychain, m_session);
    m_resolver.setStore(secrets::Scheme::Memory, m_memory);
    m_deadlines.setInterval(kTick);
    QObject::connect(&m_deadlines, &QTimer::timeout, &m_deadlines, [this] { tick(); });
    m_unlocking.setInterval(kLookForUnlocking);
    QObject::connect(&m_unlocking, &QTimer::timeout, &m_unlocking, [this] { lookForUnlocking(); });
}

void SecretsAccess::resolve(std::set<std::string> references)
{
    m_references = std::move(references);
    askAgain();
}

void SecretsAccess::askAgain()
{
    m_resolver.resolve(m_references);
    m_deadlines.start();
}

void SecretsAccess::askAgain(const secrets::SecretRef &ref)
{
    m_resolver.renew(ref.toString());
    m_deadlines.start();
}

void SecretsAccess::openKeychain()
{
    m_keychain.open();
    m_deadlines.start();
    m_unlocking.start();
}

void SecretsAccess::read(const secrets::SecretRef &ref, secrets::SecretStore::Done done)
{
    m_session.read(ref, std::move(done));
    m_deadlines.start();
}

void SecretsAccess::write(const secrets::SecretRef &ref, Secret secret,
                          secrets::WritableSecretStore::Written done)
{
    m_keychain.write(ref, std::move(secret), std::move(done));
    m_deadlines.start();
}

void SecretsAccess::writeNew(const secrets::SecretRef &ref, Secret secret,
                             secrets::WritableSecretStore::Written done)
{
    m_keychain.writeNew(ref, std::move(secret), std::move(done));
    m_deadlines.start();
}

void SecretsAccess::remove(const secrets::SecretRef &ref, secrets::WritableSecretStore::Written done)
{
    m_keychain.remove(ref, std::move(done));
    m_deadlines.start();
}

void SecretsAccess::probe(secrets::WritableSecretStore::Written done)
{
    m_probed = true;
    m_keychain.probe(std::move(done));
    m_deadlines.start();
}

void SecretsAccess::probeOnce()
{
    if (!m_probed)
        probe([](const Result<void> &) {});
}

void SecretsAccess::tick()
{
    m_resolver.checkDeadlines();
    m_keychain.checkDeadlines();
    if (!m_resolver.isWaiting() && !m_keychain.isBusy())
        m_deadlines.stop();
}

/// Reading to find out would ask for a password again and again.
void SecretsAccess::lookForUnlocking()
{
    if (m_keychain.isBusy() || std::ranges::none_of(m_resolver.values()->all(), isLockedIn))
        return;
    m_keychain.askOpen([this](bool isOpen) {
        if (!isOpen)
            return;
        m_resolver.retry();
        m_deadlines.start();
    });
}

namespace {

enum class Named { InUse, AtAll };

std::set<std::string> referencesOf(const config::Configuration &configuration, Named which)
{
    std::set<std::string> references;
    for (const config::Provider &provider : configuration.providers) {
        for (const config::ProviderKey &key : provider.keys) {
            if (which == Named::AtAll || (provider.enabled && key.enabled))
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

} // namespace

std::set<std::string> referencesOf(const config::Configuration &configuration)
{
    return referencesOf(configuration, Named::InUse);
}

std::vector<std::string> keyVariablesOf(const config::Configuration &configuration)
{
    std::vector<std::string> variables;
    for (const std::string &reference : referencesOf(configuration, Named::AtAll)) {
        const auto ref = secrets::SecretRef::parse(reference);
        if (ref && ref->scheme == secrets::Scheme::Environment)
            variables.push_back(ref->name);
    }
    return variables;
}

std::vector<std::string> keyVariablesIn(const Paths &paths)
{
    std::ifstream file(paths.configFile, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto parsed = config::readConfiguration(text);
    return parsed.configuration ? keyVariablesOf(*parsed.configuration) : std::vector<std::string>();
}

} // namespace signalbox::app
