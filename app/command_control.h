#pragma once

#include "app/paths.h"
#include "control/gateway_control.h"

#include <functional>

namespace signalbox::app {

/// control::GatewayControl for a command: the running gateway is asked through its control socket, the
/// configuration and the ledger are read where they lie. Without a gateway only what needs none is answered:
/// a key can be revoked, none be made. Its calls wait (a command has nothing else to do); futures are ready.
class CommandControl final : public control::GatewayControl
{
public:
    explicit CommandControl(Paths paths) : m_paths(std::move(paths)) {}

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

private:
    const Paths m_paths;
};

} // namespace signalbox::app
