#include "app/composition.h"

#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "app/environment.h"
#include "app/port_holder.h"
#include "app/provider_checkup.h"
#include "governance/virtual_key.h"
#include "ledger/ledger_reader.h"
#include "net/transport_choice.h"
#include "simulator/simulated_transport.h"

#include <QDateTime>
#include <QSysInfo>
#include <QTimer>

#include <sys/stat.h>

#include <cstdlib>
#include <utility>

namespace signalbox::app {

namespace {

std::optional<std::string> environmentVariable(const char *name)
{
    const char *value = std::getenv(name);
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

Result<void> makePrivateFolder(const std::filesystem::path &folder)
{
    std::error_code error;
    if (std::filesystem::is_directory(folder, error))
        return {};
    std::filesystem::create_directories(folder.parent_path(), error);
    if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return fail(ErrorCode::Io, "cannot make the folder " + folder.string() + ": " +
                                       std::generic_category().message(errno));
    return {};
}

simulator::SimulationSettings toSimulator(const config::Simulation &simulation)
{
    return {.tokensPerSecond = simulation.tokensPerSecond,
            .firstToken = simulation.firstToken,
            .failRate = simulation.failRate,
            .stallRate = simulation.stallRate,
            .cutRate = simulation.cutRate};
}

} // namespace

std::string version()
{
    return SIGNALBOX_VERSION;
}

std::vector<config::KnownKind> knownKinds(const catalog::Catalog &catalog)
{
    std::vector<config::KnownKind> kinds;
    for (const catalog::ProviderRow &row : catalog.providers())
        kinds.push_back({.id = row.id,
                         .needsBaseUrl = row.baseUrl.empty() && !row.simulated,
                         .variables = row.variables()});
    return kinds;
}

/// Writes log lines on the slow thread, as many at a time as come within a blink: a thread that is woken for
/// each request costs more than the line. The rest is written at the end.
class Composition::LogWriter : public QObject
{
public:
    LogWriter(std::filesystem::path file, telemetry::LogLevel level)
        : m_log(std::move(file), level), m_lines([this] {
              QMetaObject::invokeMethod(
                  this, [this] { QTimer::singleShot(kGathering, this, [this] { write(); }); },
                  Qt::QueuedConnection);
          })
    {
    }
    ~LogWriter() override { write(); }

    /// Any thread.
    void add(std::shared_ptr<const record::RequestRecord> record)
    {
        if (m_lines.post(std::move(record)) == kMostGathered)
            QMetaObject::invokeMethod(this, [this] { write(); }, Qt::QueuedConnection);
    }

private:
    static constexpr std::chrono::milliseconds kGathering{200};
    /// More would be out of the processor's cache by the time they are written and freed.
    static constexpr std::size_t kMostGathered = 128;

    void write() { m_log.add(m_lines.take()); }

    telemetry::RequestLog m_log;
    Mailbox<std::shared_ptr<const record::RequestRecord>> m_lines;
};

Composition::Composition(Options options, net::TransportKind transport)
    : m_options(std::move(options)), m_transport(transport),
      m_proxies(net::readProxyEnvironment(environmentVariable)), m_metrics(version()),
      m_random(static_cast<std::uint64_t>(m_clock.wallNow().time_since_epoch().count()))
{
    m_slow.setObjectName(QStringLiteral("slow"));
}

Composition::~Composition()
{
    stopThreads();
}

Result<std::unique_ptr<Composition>> Composition::create(Options options)
{
    const auto transport = net::readTransportKind(environmentVariable("SIGNALBOX_TRANSPORT"));
    if (!transport)
        return std::unexpected(transport.error());
    auto composition = std::unique_ptr<Composition>(new Composition(std::move(options), *transport));
    // The directory first: whoever does not hold it must not touch what is in it.
    if (const auto taken = composition->takeDataDirectory(); !taken)
        return std::unexpected(taken.error());
    if (const auto loaded = composition->loadConfiguration(); !loaded)
        return std::unexpected(loaded.error());
    if (const auto opened = composition->openLedger(); !opened)
        return std::unexpected(opened.error());
    composition->startEngine();
    return composition;
}

Result<void> Composition::takeDataDirectory()
{
    const Paths &paths = m_options.paths;
    for (const auto &folder : {paths.dataDir, paths.stateDir}) {
        if (const auto made = makePrivateFolder(folder); !made)
            return made;
    }
    m_lock = std::make_unique<QLockFile>(QString::fromStdString(paths.lockFile().string()));
    m_lock->setStaleLockTime(0);
    if (m_lock->tryLock(0))
        return {};
    qint64 pid = 0;
    QString host;
    QString program;
    if (m_lock->error() != QLockFile::LockFailedError || !m_lock->getLockInfo(&pid, &host, &program))
        return fail(ErrorCode::Io, "cannot lock the data directory " + paths.dataDir.string());
    std::string where;
    if (const auto path = admin::controlSocketPath(paths.dataDir)) {
        if (const auto client = admin::ControlClient::connect(*path)) {
            if (const auto running = (*client)->status(); running && !running->addresses.empty())
                where = ", serving at " + running->addresses.front();
        }
    }
    return fail(ErrorCode::Conflict, "the data directory " + paths.dataDir.string() +
                                         " is held by another Signalbox (process " + std::to_string(pid) +
                                         where + ")");
}

Result<void> Composition::loadConfiguration()
{
    const std::string path = m_options.paths.configFile.string();
    if (!config::ConfigurationFile::exists(path)) {
        std::string key = governance::generateKey();
        config::VirtualKey entry;
        entry.id = "default";
        entry.hash = governance::hashKey(key);
        if (const auto written = config::ConfigurationFile::writeDefault(path, entry); !written)
            return written;
        m_options.notice("A configuration was written to " + path + ".");
        m_options.notice("Your virtual key, shown this once (only its hash is kept): " + key);
        m_newKey = Secret(std::move(key));
    }
    m_file = std::make_unique<config::ConfigurationFile>(
        config::ConfigurationFile::Options{.path = path, .kinds = knownKinds(*m_options.catalog)});
    return m_file->load();
}

Result<void> Composition::openLedger()
{
    ledger::Ledger::Options options;
    options.database = m_options.paths.database();
    options.spill = m_options.paths.spillFile();
    options.keep = std::chrono::days(m_file->configuration()->ledger.keepDays);
    auto opened = ledger::Ledger::open(
        std::move(options), m_clock, [this](std::vector<ledger::SettleOutcome> outcomes) {
            m_gateway.post(
                [outcomes = std::move(outcomes)](gateway::Engine &engine) { engine.takeOutcomes(outcomes); });
        });
    if (!opened)
        return std::unexpected(opened.error());
    m_ledger = std::move(*opened);
    for (const std::string &notice : m_ledger->notices())
        m_options.notice(notice);
    return {};
}

void Composition::startEngine()
{
    m_log = new LogWriter(m_options.paths.logFile(), m_options.logLevel);
    m_log->moveToThread(&m_slow);
    connect(&m_slow, &QThread::finished, m_log, &QObject::deleteLater);
    m_slow.start();
    m_gateway.start({.clock = m_clock,
                     .makeTransport =
                         [kind = m_transport] {
                             // As other programs have it, for an authority of one's own; here it is trusted
                             // besides the system's.
                             return net::createTransport(
                                 kind, {.extraCaFile = environmentVariable("SSL_CERT_FILE").value_or("")});
                         },
                     .makeSimulatedTransport =
                         [this](const config::Simulation &simulation) {
                             return std::make_unique<simulator::SimulatedTransport>(m_clock,
                                                                                    toSimulator(simulation));
                         },
                     .ledger = *m_ledger,
                     .metrics = m_metrics,
                     .machineName = QSysInfo::machineHostName().toStdString(),
                     .version = version(),
                     .onFinished =
                         [log = m_log](std::shared_ptr<const record::RequestRecord> record) {
                             log->add(std::move(record));
                         },
                     .onKeyRefused =
                         [this](std::shared_ptr<const Secret> key) {
                             QMetaObject::invokeMethod(this, [this, key = std::move(key)] {
                                 if (m_tokens)
                                     m_tokens->noteRefused(*key);
                             });
                         }});
    m_control =
        std::make_unique<gateway::LocalControl>(m_gateway, *m_file, m_options.paths.database(), m_slow);
    m_controlServer = std::make_unique<admin::ControlServer>(*m_control, *m_control);
    const auto keyVariables = [this] {
        return m_file->configuration() ? keyVariablesOf(*m_file->configuration())
                                       : std::vector<std::string>();
    };
    m_agents = std::make_unique<agents::LocalAgents>(
        *m_control, m_clock, m_files,
        agents::LocalAgents::Options{.dataDir = m_options.paths.dataDir.string(),
                                     .environment = currentEnvironment(keyVariables()),
                                     .keyVariables = keyVariables});
    lookForInterruptedAgents();
    tellSpentToday();

    makeTokens();
    startSecrets();
    makeProviders();
    buildSettings();
}

void Composition::makeTokens()
{
    m_tokens = std::make_unique<gateway::TokenKeeper>(
        m_clock, m_random,
        [this](const std::string &setting, const net::Endpoint &endpoint) {
            return proxyFor(setting, endpoint);
        },
        gateway::askThrough(m_gateway, *this));
    connect(m_tokens.get(), &gateway::TokenKeeper::changed, this, &Composition::buildSettings);
}

void Composition::startSecrets()
{
    m_secrets = std::make_unique<SecretsAccess>(m_clock, m_options.paths,
                                                [this](std::shared_ptr<const secrets::SecretValues> values) {
                                                    m_secretValues = std::move(values);
                                                    buildSettings();
                                                    if (m_firstKey)
                                                        m_firstKey->valuesChanged();
                                                });
    m_secretsDesk = std::make_unique<SecretsDesk>(*m_secrets);
    connect(m_file.get(), &config::ConfigurationFile::changed, this, [this](const auto &configuration) {
        if (m_secrets)
            m_secrets->resolve(referencesOf(*configuration));
        buildSettings();
    });
    connect(m_control.get(), &gateway::LocalControl::memoryKeysChanged, this, &Composition::buildSettings);
    connect(m_controlServer.get(), &admin::ControlServer::secretsChanged, this, [this] {
        if (m_secrets)
            m_secrets->askAgain();
    });
    m_secrets->resolve(referencesOf(*m_file->configuration()));
}

void Composition::openKeychain()
{
    if (!m_secrets)
        return;
    m_secrets->openKeychain();
    if (m_newKey.isEmpty())
        return;
    m_firstKey =
        std::make_unique<FirstKey>(*m_file, *m_secrets, std::exchange(m_newKey, Secret()), m_options.notice);
    m_firstKey->moveToKeychain();
}

void Composition::buildSettings()
{
    if (!m_control) // stopped: a file may still change, and a keychain answer
        return;
    gateway::SettingsInput input;
    input.configuration = m_file->configuration();
    input.revision = m_file->revision();
    input.catalog = m_options.catalog;
    input.memoryKeys = m_control->memoryKeys();
    input.secrets = [this](const std::string &reference) { return secretState(reference); };
    m_tokens->keep(gateway::accountsOf(*input.configuration, *input.catalog, input.secrets));
    input.tokens = m_tokens->lookup();
    input.proxy = [this](const std::string &setting, const net::Endpoint &endpoint) {
        return proxyFor(setting, endpoint);
    };
    m_gateway.post(
        [settings = gateway::buildSettings(input)](gateway::Engine &engine) { engine.apply(settings); });
}

gateway::SecretState Composition::secretState(const std::string &reference) const
{
    static const secrets::SecretValue pending;
    const secrets::SecretValue &value = m_secretValues ? m_secretValues->find(reference) : pending;
    return secretStateOf(value);
}

std::string Composition::proxyFor(const std::string &setting, const net::Endpoint &endpoint) const
{
    const auto proxy = net::chooseProxy(
        setting, {.host = endpoint.host, .port = endpoint.port, .tls = endpoint.tls}, m_proxies);
    return proxy.value_or(std::string());
}

void Composition::makeProviders()
{
    gateway::ProvidersParts parts{
        .gateway = m_gateway,
        .file = *m_file,
        .catalog = m_options.catalog,
        .clock = m_clock,
        .secrets = [this](const std::string &reference) { return secretState(reference); },
        .proxy = [this](const std::string &setting,
                        const net::Endpoint &endpoint) { return proxyFor(setting, endpoint); },
        .cacheFile = m_options.paths.modelCache(),
        .places = {.environment = [](const std::string &name) { return environmentVariable(name.c_str()); },
                   .home = homeFolder()},
        .tokens = m_tokens.get()};
    m_providers = std::make_unique<gateway::LocalProviders>(std::move(parts));
    m_providers->setSecrets(m_secretsDesk.get());
    m_controlServer->setProviders(m_providers.get());
}

void Composition::tellSpentToday()
{
    const WallTime midnight(std::chrono::milliseconds(QDate::currentDate().startOfDay().toMSecsSinceEpoch()));
    auto reader = ledger::LedgerReader::open(m_options.paths.database());
    if (!reader)
        return;
    const auto today = reader->usage({.since = midnight, .until = m_clock.wallNow()});
    if (today)
        m_gateway.post([spent = today->total.cost, midnight](gateway::Engine &engine) {
            engine.setSpentToday(spent, midnight);
        });
}

/// What a crash has left half done is said at the start; the Agents page and `signalbox agents` offer the way
/// back.
void Composition::lookForInterruptedAgents()
{
    for (const std::string &agent : m_agents->pending())
        m_options.notice("Connecting or restoring " + agent + " was cut off. `signalbox agents restore " +
                         agent + "` puts its own settings back.");
}

void Composition::start(std::function<void(Result<std::vector<std::string>>)> done)
{
    const auto addresses = m_options.listen ? std::vector<std::string>{*m_options.listen}
                                            : m_file->configuration()->server.listen;
    m_gateway.call([addresses](gateway::Engine &engine) { return engine.listen(addresses); })
        .then(this, [this, done = std::move(done)](const Result<std::vector<std::string>> &bound) {
            if (!bound) {
                Error error = bound.error();
                if (error.code == ErrorCode::Conflict) {
                    if (const auto holder = portHolder(error.place))
                        error.message = error.place + " is taken by " + *holder;
                }
                m_control->setProblem(error.message);
                done(std::unexpected(error));
                openKeychain();
                return;
            }
            const auto path = admin::controlSocketPath(m_options.paths.dataDir);
            const auto listening =
                path ? m_controlServer->listen(*path) : Result<void>(std::unexpected(path.error()));
            if (!listening)
                m_options.notice(describe(listening.error()) +
                                 ". Commands such as `signalbox codex` will not find this gateway.");
            done(bound);
            openKeychain();
        });
}

void Composition::shutdown(std::function<void()> done, Running running)
{
    // 1. No command comes in any more, so nobody gets a key that is about to die.
    m_controlServer.reset();
    // 2. Nothing new is accepted; running requests end, or are cut after the time that is configured.
    const auto patience = running == Running::Cut
                              ? std::chrono::milliseconds(0)
                              : std::chrono::milliseconds(m_file->configuration()->server.drain);
    m_gateway.post([this, patience, done = std::move(done)](gateway::Engine &engine) {
        engine.drain(patience, [this, done] {
            QMetaObject::invokeMethod(
                this,
                [this, done] {
                    stopThreads();
                    done();
                },
                Qt::QueuedConnection);
        });
    });
}

void Composition::stopThreads()
{
    if (std::exchange(m_stopped, true))
        return;
    // 3. No new settings come. What a keychain still owes us is not waited for: it may never answer.
    m_firstKey.reset();
    if (m_providers)
        m_providers->setSecrets(nullptr);
    m_secretsDesk.reset();
    m_secrets.reset();
    // 4. The engine goes before what it refers to: ledger, metrics, log.
    m_gateway.stop();
    // 5. Every record that was settled is written.
    if (m_ledger)
        m_ledger->close();
    // 6. Nobody answers the errands of providers and tokens any more; readers and the log end with their
    // thread; control refers to both threads, and agents to control.
    m_providers.reset();
    m_tokens.reset();
    m_agents.reset();
    m_control.reset();
    if (m_slow.isRunning()) {
        m_slow.quit();
        m_slow.wait();
    }
    // 7. The directory is free for the next one.
    m_lock.reset();
}

} // namespace signalbox::app
