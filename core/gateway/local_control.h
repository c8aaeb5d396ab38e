#pragma once

#include "config/configuration_file.h"
#include "control/ephemeral_keys.h"
#include "control/gateway_control.h"
#include "gateway/gateway_thread.h"
#include "gateway/settings.h"

#include <QObject>
#include <QThread>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::gateway {

/// control for the gateway in this process: asks the engine on its thread, the ledger on the slow thread, and
/// changes the configuration through its file. Lives on the main thread, owned by the application; its
/// futures are cancelled when it goes.
class LocalControl final : public QObject, public control::GatewayControl, public control::EphemeralKeys
{
    Q_OBJECT

public:
    /// `slow` runs and outlives this.
    LocalControl(GatewayThread &gateway, config::ConfigurationFile &file, std::filesystem::path database,
                 QThread &slow);
    ~LocalControl() override;

    [[nodiscard]] QFuture<Result<control::Live>> live() override;
    [[nodiscard]] QFuture<Result<control::ConfigurationView>> configuration() override;
    [[nodiscard]] QFuture<Result<std::uint64_t>> setWeights(control::WeightChange change,
                                                            std::uint64_t basedOn) override;
    [[nodiscard]] QFuture<Result<control::UsageReport>> usage(control::UsageQuery query) override;
    [[nodiscard]] QFuture<Result<control::Series>> series(control::SeriesQuery query) override;
    [[nodiscard]] QFuture<Result<std::vector<record::RequestRecord>>>
    requests(control::RequestQuery query) override;
    [[nodiscard]] QFuture<Result<void>> setPaused(bool paused) override;
    [[nodiscard]] QFuture<Result<std::string>> createKey(control::NewVirtualKey key) override;
    [[nodiscard]] QFuture<Result<void>> revokeKey(std::string id) override;

    // control::EphemeralKeys
    [[nodiscard]] QFuture<Result<control::EphemeralKey>> create(std::string purpose) override;
    void end(const std::string &id) override;
    [[nodiscard]] const std::vector<SettingsInput::MemoryKey> &memoryKeys() const { return m_memoryKeys; }

    /// Why no request is accepted, for the window; empty while all is well.
    void setProblem(std::string problem) { m_problem = std::move(problem); }

Q_SIGNALS:
    /// Settings have to be built anew.
    void memoryKeysChanged();

private:
    class Reading; // the ledger's reader, on the slow thread

    template<class Answer, class Work>
    [[nodiscard]] QFuture<Result<Answer>> read(Work work);

    GatewayThread &m_gateway;
    config::ConfigurationFile &m_file;
    std::vector<SettingsInput::MemoryKey> m_memoryKeys;
    std::string m_problem;
    Reading *m_reading; // lives on the slow thread and is destroyed there
};

} // namespace signalbox::gateway
