#pragma once

#include "base/clock.h"
#include "base/mailbox.h"
#include "base/random.h"
#include "control/gateway_control.h"
#include "gateway/even_sequence.h"
#include "gateway/flow.h"
#include "gateway/host_check.h"
#include "gateway/live_counters.h"
#include "gateway/providers/errand.h"
#include "gateway/settings.h"
#include "http/server.h"
#include "ledger/ledger.h"
#include "net/transport.h"
#include "telemetry/metrics.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox::gateway {

/// What an engine is made of. Everything referred to outlives it.
struct EngineParts
{
    const Clock &clock;
    /// Called on the gateway thread.
    std::function<std::unique_ptr<net::Transport>()> makeTransport;
    /// The transport of a simulated provider, by its configuration.
    std::function<std::unique_ptr<net::Transport>(const config::Simulation &)> makeSimulatedTransport;
    ledger::Ledger &ledger;
    telemetry::Metrics &metrics;
    std::string machineName;
    std::string version;
    /// Each finished request, on the gateway thread: for the log.
    std::function<void(std::shared_ptr<const record::RequestRecord>)> onFinished;
    /// A provider did not take this key (401), on the gateway thread: a token may have been revoked.
    std::function<void(std::shared_ptr<const Secret>)> onKeyRefused{};
};

/// The gateway itself: takes requests from the server, runs their flows, answers what is no model call. Lives
/// on the gateway thread and is called there only; other threads reach it by queued calls through
/// GatewayThread.
class Engine final : public QObject, private http::Handler, private FlowHost
{
    Q_OBJECT

public:
    explicit Engine(EngineParts parts);
    ~Engine() override;

    /// New settings: the next request begins with them, running ones keep theirs.
    void apply(std::shared_ptr<const Settings> settings);
    /// Binds every address of the list; all or none. Answers the addresses as URLs.
    [[nodiscard]] Result<std::vector<std::string>> listen(const std::vector<std::string> &addresses);
    /// Refuses new requests with 503 until resumed.
    void setPaused(bool paused) { m_paused = paused; }
    /// Stops accepting; `done` is called when no request runs any more, or after `patience`, when the rest
    /// was cut.
    void drain(std::chrono::milliseconds patience, std::function<void()> done);
    /// Outcomes from the ledger's threads; called on the gateway thread.
    void takeOutcomes(const std::vector<ledger::SettleOutcome> &outcomes);
    /// Runs a request of our own; it is destroyed when it is over, or cut when the engine goes.
    void run(std::unique_ptr<Errand> errand);
    /// The machine slept or its clock was set: connections to providers are not to be trusted.
    void dropConnections();

    /// Status and live figures; the parts that others know are left as they are.
    [[nodiscard]] control::Live live() const;
    void setSpentToday(Money spent, WallTime midnight);

private:
    // http::Handler
    [[nodiscard]] std::optional<http::Response> refuseEarly(const http::RequestHead &head,
                                                            const std::string &peer) override;
    void handle(http::Exchange &exchange) override;
    [[nodiscard]] http::Response protocolError(int status, const std::string &message,
                                               const http::RequestHead &head) override;

    // FlowHost
    [[nodiscard]] const Clock &clock() const override { return m_parts.clock; }
    [[nodiscard]] std::expected<AttemptPlan, Refusal> plan(const wire::RequestSummary &summary,
                                                           const ClientFacts &client,
                                                           const governance::KeyIdentity &key,
                                                           const wire::FormatCodec &inbound) override;
    [[nodiscard]] upstream::HttpClient &clientFor(const ProviderLine &line) override;
    [[nodiscard]] record::Cost costOf(const record::Usage &usage, const ProviderLine &line,
                                      const std::string &model) override;
    void noteAttemptStarted(const std::string &virtualModel, const Candidate &candidate, bool first) override;
    void noteAttemptEnded(const Candidate &candidate, record::AttemptResult result) override;
    void noteKeyRefused(const LineKey &key) override;
    void settle(Flow &flow, std::shared_ptr<const record::RequestRecord> record) override;
    void later(Flow &flow, std::chrono::milliseconds delay, std::function<void()> work) override;
    void bury(std::unique_ptr<Attempt> attempt) override;
    [[nodiscard]] RefusedParameters &refusedParameters() override { return m_refused; }
    [[nodiscard]] double chance() override { return m_random.unit(); }
    void ended(Flow &flow) override;

    void tick();
    void sweep();
    void releaseAfterRush();
    void answerOperation(http::Exchange &exchange, const Route &route);
    void answerCount(http::Exchange &exchange, const Route &route, const governance::KeyIdentity &key);
    [[nodiscard]] std::string newRequestId() const;
    [[nodiscard]] std::optional<Refusal> authenticate(const http::Fields &fields,
                                                      governance::KeyIdentity &key) const;
    void noteSpent(const record::RequestRecord &record);

    struct Client // a pool of connections and the transport under it
    {
        std::unique_ptr<net::Transport> transport;
        std::unique_ptr<upstream::HttpClient> http;
        config::Simulation simulation;
    };

    /// Whose key the head that came last showed: where the body came with it, it is not looked up again.
    struct Identified
    {
        const http::RequestHead *head = nullptr;
        std::shared_ptr<const Settings> settings;
        governance::KeyIdentity key;
    };

    const EngineParts m_parts;
    Identified m_identified;
    std::shared_ptr<const Settings> m_settings;
    HostCheck m_hosts; // of m_settings
    SeededRandom m_random;
    /// Of one virtual model.
    struct Drawing
    {
        EvenSequence sequence;
        std::uint64_t turn = 0;
    };
    std::map<std::string, Drawing> m_drawings;
    std::map<std::pair<std::string, std::string>, std::int64_t> m_inFlight; // by provider and model
    RefusedParameters m_refused;
    LiveCounters m_counters;
    Client m_client;
    std::map<std::string, Client> m_simulated; // by provider id
    std::vector<Client> m_retired;             // of settings before, with requests that began under them
    std::unique_ptr<http::Server> m_server;
    std::unordered_map<Flow *, std::unique_ptr<Flow>> m_flows;
    std::unordered_map<std::uint64_t, Flow *> m_waiting; // by ticket of the ledger
    std::vector<std::unique_ptr<Flow>> m_endedFlows;
    std::vector<std::unique_ptr<Attempt>> m_buriedAttempts;
    std::vector<std::unique_ptr<Errand>> m_errands;
    std::vector<std::string> m_addresses;
    std::uint64_t m_nextTicket = 1;
    QTimer m_tick;
    bool m_sweepQueued = false;
    std::size_t m_requestsInRush = 0; // since memory was given back last
    std::size_t m_mostConnections = 0;
    int m_quietTicks = 0;
    bool m_paused = false;
    bool m_draining = false;
    WallTime m_startedAt;
    Money m_spentToday;
    WallTime m_midnight{};
    std::function<void()> m_drained;
};

} // namespace signalbox::gateway
