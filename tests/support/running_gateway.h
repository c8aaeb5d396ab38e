#pragma once

#include "app/composition.h"
#include "ledger/ledger_reader.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdint>
#include <memory>

namespace signalbox::test {

/// The whole program in this process, as `signalbox serve` runs it: real sockets, a real ledger, a
/// configuration of the test's. The client's key is kKey, the providers' is in
/// env:SIGNALBOX_TEST_PROVIDER_KEY. Main thread; the gateway's own threads are inside.
class RunningGateway final
{
public:
    static constexpr const char *kKey = "sk-sbx-hostile-input";

    /// `providers` and `models` are the insides of the lists of these names, `server` what the server's
    /// section has besides its address. `catalog` stands for the built-in one.
    RunningGateway(const QByteArray &transport, const QByteArray &providers, const QByteArray &models = {},
                   const QByteArray &server = {},
                   const std::shared_ptr<const catalog::Catalog> &catalog = catalog::Catalog::builtIn())
    {
        qputenv("SIGNALBOX_TRANSPORT", transport);
        qputenv("SIGNALBOX_TEST_KEY", kKey);
        qputenv("SIGNALBOX_TEST_PROVIDER_KEY", "sk-of-the-provider");
        m_paths.configFile = m_folder.filePath(QStringLiteral("config.json")).toStdString();
        m_paths.dataDir = m_folder.filePath(QStringLiteral("data")).toStdString();
        m_paths.stateDir = m_folder.filePath(QStringLiteral("state")).toStdString();
        QFile file(m_folder.filePath(QStringLiteral("config.json")));
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write("{\"version\":1,\"server\":{\"listen\":[\"127.0.0.1:0\"],\"drain_seconds\":0" + server +
                   "},\"proxy\":\"none\",\"providers\":[" + providers + "],\"models\":[" + models +
                   "],\"virtual_keys\":[{\"id\":\"me\",\"secret\":\"env:SIGNALBOX_TEST_KEY\",\"models\":"
                   "[\"*\"]}]}");
        file.close();
        auto created = app::Composition::create(
            {.paths = m_paths, .listen = {}, .notice = [](const std::string &) {}, .catalog = catalog});
        if (!created) {
            problem = created.error().message;
            return;
        }
        m_composition = std::move(*created);
        m_composition->start([this](const Result<std::vector<std::string>> &addresses) {
            if (addresses)
                m_port = static_cast<quint16>(
                    std::stoi(addresses->front().substr(addresses->front().rfind(':') + 1)));
            else
                problem = addresses.error().message;
        });
        (void)QTest::qWaitFor([this] { return m_port != 0 || !problem.empty(); }, 10'000);
    }

    ~RunningGateway()
    {
        if (!m_composition)
            return;
        bool done = false;
        m_composition->shutdown([&] { done = true; });
        (void)QTest::qWaitFor([&] { return done; }, 10'000);
    }
    RunningGateway(const RunningGateway &) = delete;
    RunningGateway &operator=(const RunningGateway &) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] gateway::LocalProviders &providers() { return m_composition->providers(); }

    [[nodiscard]] Result<record::RequestRecord> record(const QByteArray &id) const
    {
        auto reader = ledger::LedgerReader::open(m_paths.database());
        return reader ? reader->request(id.toStdString())
                      : Result<record::RequestRecord>(std::unexpected(reader.error()));
    }

    /// How many requests the ledger knows.
    [[nodiscard]] std::int64_t rows() const
    {
        auto reader = ledger::LedgerReader::open(m_paths.database());
        return reader ? reader->count({}).value_or(-1) : -1;
    }

    std::string problem; ///< why it does not run

private:
    QTemporaryDir m_folder;
    app::Paths m_paths;
    std::unique_ptr<app::Composition> m_composition;
    quint16 m_port = 0;
};

} // namespace signalbox::test
