#pragma once

#include "simulator/simulation_settings.h"

#include "base/clock.h"
#include "net/transport.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace signalbox::simulator {

class SimulatedHost;

/// The simulated provider: connections whose far end is a host of its own that speaks HTTP/1.1 with
/// `POST …/responses`, `POST …/chat/completions` and `GET …/models`. It looks at nothing of the endpoint and
/// sends nothing anywhere. Lives on the gateway thread and outlives its connections.
class SimulatedTransport final : public net::Transport
{
public:
    explicit SimulatedTransport(const Clock &clock, const SimulationSettings &settings = {});
    ~SimulatedTransport() override;
    SimulatedTransport(const SimulatedTransport &) = delete;
    SimulatedTransport &operator=(const SimulatedTransport &) = delete;

    /// For answers that begin from now on.
    void setSettings(const SimulationSettings &settings) { m_settings = settings; }
    [[nodiscard]] const SimulationSettings &settings() const { return m_settings; }

    /// Null: there is nothing to take over.
    [[nodiscard]] std::unique_ptr<net::Connection> adopt(qintptr descriptor) override;
    [[nodiscard]] std::unique_ptr<net::Connection> connect(const net::Endpoint &endpoint) override;

    /// Looks at the clock now instead of when the timers say: after the machine slept, and in tests.
    void wake();
    [[nodiscard]] std::size_t connectionCount() const { return m_hosts.size(); }

private:
    friend class SimulatedHost;
    /// How often a request of that seed has been asked before this time.
    [[nodiscard]] std::uint64_t countAttempt(std::uint64_t seed);

    const Clock &m_clock;
    SimulationSettings m_settings;
    std::unordered_set<SimulatedHost *> m_hosts;
    std::unordered_map<std::uint64_t, std::uint64_t> m_attempts;
};

} // namespace signalbox::simulator
