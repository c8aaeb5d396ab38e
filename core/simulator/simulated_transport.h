#pragma once

#include "simulator/simulation_settings.h"

#include "base/clock.h"
#include "http/server.h"
#include "net/transport.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox::simulator {

class SimulatedAnswer;

/// The simulated provider: connections whose far end is an HTTP/1.1 server in this process. It answers what
/// is posted to `/responses`, `/chat/completions` and `/embeddings` and lists its models at `/models`, behind
/// any prefix, whatever host was asked for. Nothing leaves the process. Lives on the gateway thread and
/// outlives the connections it made.
class SimulatedTransport final : public net::Transport, private http::Handler
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

    /// Says what is due now instead of when the timers think so: after the machine slept, and in tests.
    void wake();
    [[nodiscard]] std::size_t runningAnswers() const { return m_answers.size(); }

private:
    friend class SimulatedAnswer;

    std::optional<http::Response> refuseEarly(const http::RequestHead &head,
                                              const std::string &peer) override;
    void handle(http::Exchange &exchange) override;
    http::Response protocolError(int status, const std::string &message,
                                 const http::RequestHead &head) override;
    /// How often a request of that seed has been asked before.
    [[nodiscard]] std::uint64_t countAttempt(std::uint64_t seed);
    /// The answer has ended: it is destroyed.
    void drop(SimulatedAnswer &answer);

    const Clock &m_clock;
    SimulationSettings m_settings;
    std::unordered_map<std::uint64_t, std::uint64_t> m_attempts;
    std::vector<std::unique_ptr<SimulatedAnswer>> m_answers;
    std::unique_ptr<http::Server> m_server; // last: its connections end first, and their answers with them
};

} // namespace signalbox::simulator
