#include "app/command_control.h"

#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "app/composition.h"
#include "config/configuration_file.h"
#include "config/document.h"
#include "gateway/ledger_answers.h"
#include "ledger/ledger_reader.h"

#include <QPromise>

#include <memory>

namespace signalbox::app {

namespace {

template<class T>
QFuture<Result<T>> ready(Result<T> value)
{
    QPromise<Result<T>> promise;
    auto future = promise.future();
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return future;
}

template<class T>
QFuture<Result<T>> notForCommands()
{
    return ready(Result<T>(fail(ErrorCode::Unavailable, "commands do not ask for this")));
}

Result<std::unique_ptr<admin::ControlClient>> gateway(const Paths &paths)
{
    const auto path = admin::controlSocketPath(paths.dataDir);
    if (!path)
        return std::unexpected(path.error());
    auto client = admin::ControlClient::connect(*path);
    if (!client && client.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::Unavailable,
                    "no gateway is running: start the window, or `signalbox serve`, and try again");
    return client;
}

Result<std::unique_ptr<config::ConfigurationFile>> configurationFile(const Paths &paths)
{
    auto file = std::make_unique<config::ConfigurationFile>(config::ConfigurationFile::Options{
        .path = paths.configFile.string(), .kinds = knownKinds(*catalog::Catalog::builtIn())});
    if (const auto loaded = file->load(); !loaded)
        return std::unexpected(loaded.error());
    return file;
}

Result<control::Live> liveOf(const Paths &paths)
{
    const auto client = gateway(paths);
    if (!client)
        return std::unexpected(client.error());
    const auto running = (*client)->status();
    if (!running)
        return std::unexpected(running.error());
    control::Live live;
    live.status.state =
        running->addresses.empty() ? control::GatewayState::NotServing : control::GatewayState::Running;
    live.status.addresses = running->addresses;
    live.status.problem = running->problem;
    live.status.version = running->version;
    live.status.pid = running->pid;
    live.status.configurationProblem = running->configurationProblem;
    return live;
}

Result<void> revokeInFile(const Paths &paths, const std::string &id)
{
    const auto file = configurationFile(paths);
    if (!file)
        return std::unexpected(file.error());
    const auto saved = (*file)->edit(
        [&](config::Document &document) { return document.removeVirtualKey(id); }, (*file)->revision());
    return saved ? Result<void>() : std::unexpected(saved.error());
}

} // namespace

QFuture<Result<control::Live>> CommandControl::live()
{
    return ready(liveOf(m_paths));
}

QFuture<Result<control::ConfigurationView>> CommandControl::configuration()
{
    const auto file = configurationFile(m_paths);
    if (!file)
        return ready(Result<control::ConfigurationView>(std::unexpected(file.error())));
    return ready(Result<control::ConfigurationView>(
        control::ConfigurationView{.configuration = *(*file)->configuration(),
                                   .revision = (*file)->revision(),
                                   .file = m_paths.configFile.string()}));
}

QFuture<Result<std::uint64_t>> CommandControl::setWeights(control::WeightChange, std::uint64_t)
{
    return notForCommands<std::uint64_t>();
}

QFuture<Result<control::UsageReport>> CommandControl::usage(control::UsageQuery)
{
    return notForCommands<control::UsageReport>();
}

QFuture<Result<control::Series>> CommandControl::series(control::SeriesQuery)
{
    return notForCommands<control::Series>();
}

QFuture<Result<std::vector<record::RequestRecord>>> CommandControl::requests(control::RequestQuery query)
{
    using Rows = std::vector<record::RequestRecord>;
    auto reader = ledger::LedgerReader::open(m_paths.database());
    if (!reader)
        return ready(Result<Rows>(std::unexpected(reader.error())));
    auto page = reader->requests(gateway::toLedger(query));
    return ready(page ? Result<Rows>(std::move(page->rows)) : Result<Rows>(std::unexpected(page.error())));
}

QFuture<Result<void>> CommandControl::setPaused(bool)
{
    return notForCommands<void>();
}

QFuture<Result<std::string>> CommandControl::createKey(control::NewVirtualKey key)
{
    const auto client = gateway(m_paths);
    const auto made = client ? (*client)->createKey(key) : Result<Secret>(std::unexpected(client.error()));
    return ready(made ? Result<std::string>(made->reveal())
                      : Result<std::string>(std::unexpected(made.error())));
}

QFuture<Result<void>> CommandControl::revokeKey(std::string id)
{
    if (const auto client = gateway(m_paths))
        return ready((*client)->revokeKey(id));
    return ready(revokeInFile(m_paths, id)); // nobody else holds the configuration
}

} // namespace signalbox::app
