#include "gateway/local_control.h"

#include "base/ids.h"
#include "config/document.h"
#include "gateway/ledger_answers.h"
#include "gateway/ready.h"
#include "gateway/thread_answer.h"
#include "governance/virtual_key.h"
#include "ledger/ledger_reader.h"

#include <QMetaObject>
#include <QPromise>

#include <algorithm>
#include <optional>
#include <utility>

namespace signalbox::gateway {

/// Opens the ledger for reading with the first question: before that there may be none.
class LocalControl::Reading : public QObject
{
public:
    explicit Reading(std::filesystem::path database) : m_database(std::move(database)) {}

    Result<ledger::LedgerReader *> reader()
    {
        if (!m_reader) {
            auto opened = ledger::LedgerReader::open(m_database);
            if (!opened)
                return std::unexpected(opened.error());
            m_reader.emplace(std::move(*opened));
        }
        return &*m_reader;
    }

private:
    std::filesystem::path m_database;
    std::optional<ledger::LedgerReader> m_reader;
};

LocalControl::LocalControl(GatewayThread &gateway, config::ConfigurationFile &file,
                           std::filesystem::path database, QThread &slow)
    : m_gateway(gateway), m_file(file), m_reading(new Reading(std::move(database)))
{
    m_reading->moveToThread(&slow);
}

LocalControl::~LocalControl()
{
    m_reading->deleteLater();
}

template<class Answer, class Work>
QFuture<Result<Answer>> LocalControl::read(Work work)
{
    const ThreadAnswer<Result<Answer>> answer;
    QMetaObject::invokeMethod(
        m_reading,
        [answer, reading = m_reading, work = std::move(work)] {
            answer.give([&] {
                auto reader = reading->reader();
                return reader ? work(**reader) : Result<Answer>(std::unexpected(reader.error()));
            });
        },
        Qt::QueuedConnection);
    return answer.future();
}

QFuture<Result<control::Live>> LocalControl::live()
{
    std::string findings;
    for (const config::Finding &finding : m_file.findings())
        findings += (findings.empty() ? "" : "\n") + describe(finding);
    return m_gateway.call([findings, problem = m_problem](Engine &engine) -> Result<control::Live> {
        control::Live live = engine.live();
        live.status.configurationProblem = findings;
        if (!problem.empty()) {
            live.status.problem = problem;
            live.status.state = control::GatewayState::NotServing;
        }
        return live;
    });
}

QFuture<Result<control::ConfigurationView>> LocalControl::configuration()
{
    if (!m_file.configuration())
        return ready<control::ConfigurationView>(
            fail(ErrorCode::Unavailable, "no configuration is in force"));
    return ready<control::ConfigurationView>(control::ConfigurationView{
        .configuration = *m_file.configuration(), .revision = m_file.revision(), .file = m_file.path()});
}

QFuture<Result<std::uint64_t>> LocalControl::setWeights(control::WeightChange change, std::uint64_t basedOn)
{
    return ready<std::uint64_t>(m_file.edit(
        [&](config::Document &document) { return document.setWeights(change.model, change.weights); },
        basedOn));
}

QFuture<Result<control::UsageReport>> LocalControl::usage(control::UsageQuery query)
{
    return read<control::UsageReport>([query](ledger::LedgerReader &reader) -> Result<control::UsageReport> {
        const auto report = reader.usage(toLedger(query));
        if (!report)
            return std::unexpected(report.error());
        return toControl(*report);
    });
}

QFuture<Result<control::Series>> LocalControl::series(control::SeriesQuery query)
{
    return read<control::Series>([query](ledger::LedgerReader &reader) -> Result<control::Series> {
        const auto points = reader.series(toLedger(query));
        if (!points)
            return std::unexpected(points.error());
        return toControl(query, *points);
    });
}

QFuture<Result<std::vector<record::RequestRecord>>> LocalControl::requests(control::RequestQuery query)
{
    using Rows = std::vector<record::RequestRecord>;
    return read<Rows>([query](ledger::LedgerReader &reader) -> Result<Rows> {
        auto page = reader.requests(toLedger(query));
        if (!page)
            return std::unexpected(page.error());
        for (record::RequestRecord &row : page->rows) {
            if (!query.whole)
                break;
            if (auto whole = reader.request(row.id))
                row = std::move(*whole);
        }
        return std::move(page->rows);
    });
}

QFuture<Result<void>> LocalControl::setPaused(bool paused)
{
    return m_gateway.call([paused](Engine &engine) -> Result<void> {
        engine.setPaused(paused);
        return {};
    });
}

QFuture<Result<std::string>> LocalControl::createKey(control::NewVirtualKey key)
{
    std::string text = governance::generateKey();
    config::VirtualKey entry;
    entry.id = key.id;
    entry.hash = governance::hashKey(text);
    entry.models = key.models;
    const auto saved = m_file.edit([&](config::Document &document) { return document.addVirtualKey(entry); },
                                   m_file.revision());
    if (!saved)
        return ready<std::string>(std::unexpected(saved.error()));
    return ready<std::string>(std::move(text));
}

QFuture<Result<void>> LocalControl::revokeKey(std::string id)
{
    const auto saved = m_file.edit([&](config::Document &document) { return document.removeVirtualKey(id); },
                                   m_file.revision());
    return ready<void>(saved ? Result<void>() : Result<void>(std::unexpected(saved.error())));
}

QFuture<Result<control::EphemeralKey>> LocalControl::create(std::string purpose)
{
    control::EphemeralKey key{.id = randomId((purpose.empty() ? "memory" : purpose) + "-", 4),
                              .key = governance::generateKey()};
    m_memoryKeys.push_back({.id = key.id, .hash = governance::hashKey(key.key)});
    Q_EMIT memoryKeysChanged();
    // The answer follows the settings on the gateway's queue: who has the key can use it at once.
    return m_gateway.call([key](Engine &) -> Result<control::EphemeralKey> { return key; });
}

void LocalControl::end(const std::string &id)
{
    std::erase_if(m_memoryKeys, [&](const SettingsInput::MemoryKey &key) { return key.id == id; });
    Q_EMIT memoryKeysChanged();
}

} // namespace signalbox::gateway
