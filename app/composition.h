#pragma once

#include "admin/control_server.h"
#include "agents/local_agents.h"
#include "app/first_key.h"
#include "app/paths.h"
#include "app/secrets_access.h"
#include "app/secrets_desk.h"
#include "base/clock.h"
#include "base/mailbox.h"
#include "catalog/catalog.h"
#include "config/configuration_file.h"
#include "gateway/gateway_thread.h"
#include "gateway/local_control.h"
#include "gateway/providers/local_providers.h"
#include "ledger/ledger.h"
#include "net/proxy.h"
#include "net/transport_choice.h"
#include "telemetry/metrics.h"
#include "telemetry/request_log.h"

#include <QLockFile>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::app {

/// The one place that builds the object graph of a running gateway, and takes it apart again. Main thread.
class Composition final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        Paths paths;
        std::optional<std::string> listen; ///< instead of the configuration's addresses
        telemetry::LogLevel logLevel = telemetry::LogLevel::Info;
        /// Told of what a person should know: first start's key, damaged database …
        std::function<void(const std::string &)> notice;
        /// The providers and models that are known.
        std::shared_ptr<const catalog::Catalog> catalog = catalog::Catalog::builtIn();
    };

    /// Takes the data directory, reads the configuration (writes one on the first start) and opens the
    /// ledger. Conflict where another process holds the directory; InvalidInput where the configuration is
    /// wrong, or SIGNALBOX_TRANSPORT.
    [[nodiscard]] static Result<std::unique_ptr<Composition>> create(Options options);
    ~Composition() override;

    /// Begins to serve. `done` gets the addresses, or why not.
    void start(std::function<void(Result<std::vector<std::string>>)> done);
    enum class Running { Drained, Cut }; ///< requests: within the time that is configured, or now
    /// Stops in a fixed order (see the .cpp); `done` is called when everything is written.
    void shutdown(std::function<void()> done, Running running = Running::Drained);

    [[nodiscard]] gateway::LocalControl &control() { return *m_control; }
    /// Ends with shutdown(): who asks it ends before.
    [[nodiscard]] control::Secrets &secrets() { return *m_secretsDesk; }
    [[nodiscard]] gateway::LocalProviders &providers() { return *m_providers; }
    /// Lets the keychain be asked for what waits for it. Not before whoever started us knows that we are
    /// there: it may want a password, or hang. `start` calls it; who does not serve calls it by himself.
    void openKeychain();
    /// Some secret is still asked for: a keychain takes its time.
    [[nodiscard]] bool waitsForSecrets() const { return m_secrets->resolver().isWaiting(); }
    [[nodiscard]] agents::LocalAgents &agents() { return *m_agents; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] admin::ControlServer &controlServer() { return *m_controlServer; }

private:
    class LogWriter;

    Composition(Options options, net::TransportKind transport);
    [[nodiscard]] Result<void> takeDataDirectory();
    [[nodiscard]] Result<void> loadConfiguration();
    [[nodiscard]] Result<void> openLedger();
    void startEngine();
    void makeTokens();
    void startSecrets();
    void makeProviders();
    void buildSettings();
    [[nodiscard]] gateway::SecretState secretState(const std::string &reference) const;
    [[nodiscard]] std::string proxyFor(const std::string &setting, const net::Endpoint &endpoint) const;
    void tellSpentToday();
    void lookForInterruptedAgents();
    void stopThreads();

    const Options m_options;
    const net::TransportKind m_transport;
    const SystemClock m_clock;
    const net::ProxyEnvironment m_proxies;
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<config::ConfigurationFile> m_file;
    telemetry::Metrics m_metrics;
    QThread m_slow;
    LogWriter *m_log = nullptr; // on the slow thread
    std::unique_ptr<ledger::Ledger> m_ledger;
    gateway::GatewayThread m_gateway;
    std::shared_ptr<const secrets::SecretValues> m_secretValues;
    std::unique_ptr<SecretsAccess> m_secrets;
    std::unique_ptr<SecretsDesk> m_secretsDesk;
    Secret m_newKey; // of a configuration that was written just now; else empty
    std::unique_ptr<FirstKey> m_firstKey;
    std::unique_ptr<gateway::LocalControl> m_control;
    SeededRandom m_random; // for what must not happen at the same moment everywhere
    std::unique_ptr<gateway::TokenKeeper> m_tokens;
    std::unique_ptr<gateway::LocalProviders> m_providers;
    agents::FileOperations m_files;
    std::unique_ptr<agents::LocalAgents> m_agents;
    std::unique_ptr<admin::ControlServer> m_controlServer;
    bool m_stopped = false;
};

/// The catalogue's kinds, as the configuration's reader wants to know them.
[[nodiscard]] std::vector<config::KnownKind> knownKinds(const catalog::Catalog &catalog);

/// The program's version.
[[nodiscard]] std::string version();

} // namespace signalbox::app
