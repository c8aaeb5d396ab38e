#include "gateway/engine.h"

#include "base/ids.h"
#include "base/memory.h"
#include "gateway/client_facts.h"
#include "gateway/cloud_messages.h"
#include "gateway/operations.h"
#include "gateway/token_count.h"

#include <QDateTime>
#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

namespace {

/// How often running requests are looked at: hold-back, keep-alive, usage wait.
constexpr int kTickMilliseconds = 250;
/// So many requests, or connections that have gone, are a rush; it is over after so many ticks without a
/// request.
constexpr std::size_t kRush = 64;
constexpr int kQuietTicks = 8;

std::uint64_t seed()
{
    std::array<unsigned char, 8> bytes{};
    fillSecureRandom(bytes);
    std::uint64_t value = 0;
    for (const unsigned char byte : bytes)
        value = value << 8U | byte;
    return value;
}

Refusal refusal(RefusalCode code, std::string message)
{
    return {
        .code = code, .message = std::move(message), .param = {}, .upstream = {}, .retryAfterSeconds = {}};
}

} // namespace

Engine::Engine(EngineParts parts)
    : m_parts(std::move(parts)), m_settings(std::make_shared<const Settings>()),
      m_hosts(m_parts.machineName, {}), m_random(seed()), m_counters(m_parts.clock),
      m_startedAt(m_parts.clock.wallNow())
{
    m_client.transport = m_parts.makeTransport();
    m_client.http = upstream::HttpClient::create(*m_client.transport, m_parts.clock);
    m_server = http::Server::create(*m_client.transport, *this, m_parts.clock, {});
    m_tick.setInterval(kTickMilliseconds);
    connect(&m_tick, &QTimer::timeout, this, &Engine::tick);
    m_tick.start();
}

Engine::~Engine()
{
    // The server's exchanges refer to flows and these to the clients' calls: from the outside in.
    m_flows.clear();
    m_endedFlows.clear();
    m_buriedAttempts.clear();
    m_errands.clear();
    m_server.reset();
}

void Engine::apply(std::shared_ptr<const Settings> settings)
{
    for (const config::VirtualModel &model : settings->configuration->models) {
        const auto &before = m_settings->configuration->models;
        if (std::find(before.begin(), before.end(), model) == before.end())
            m_counters.restartShares(model.name);
    }
    m_settings = std::move(settings);
    for (const config::Provider &provider : m_settings->configuration->providers) {
        if (provider.kind != "simulated")
            continue;
        Client &client = m_simulated[provider.id];
        if (client.http && client.simulation == provider.simulation)
            continue;
        if (client.http) // running requests hold on to it until they are over
            m_retired.push_back(std::move(client));
        client.simulation = provider.simulation;
        client.transport = m_parts.makeSimulatedTransport(provider.simulation);
        client.http = upstream::HttpClient::create(*client.transport, m_parts.clock);
    }
    http::ServerLimits limits;
    limits.bodyBytes = static_cast<std::size_t>(m_settings->configuration->server.maxBodyBytes);
    m_server->setLimits(limits);
    m_hosts = HostCheck(m_parts.machineName, m_settings->configuration->server.allowedHosts);
}

Result<std::vector<std::string>> Engine::listen(const std::vector<std::string> &addresses)
{
    std::vector<std::string> urls;
    for (const std::string &address : addresses) {
        auto bound = m_server->listen(address);
        if (!bound) {
            // A machine without IPv6 still serves: only the first address has to be had.
            const bool taken = bound.error().code == ErrorCode::Conflict;
            if (!taken && !urls.empty())
                continue;
            return fail(bound.error().code, bound.error().message, address);
        }
        urls.push_back("http://" + *bound);
    }
    m_addresses = urls;
    return urls;
}

void Engine::drain(std::chrono::milliseconds patience, std::function<void()> done)
{
    m_draining = true;
    m_drained = std::move(done);
    m_server->drain([] {});
    if (m_flows.empty()) {
        std::exchange(m_drained, nullptr)();
        return;
    }
    QTimer::singleShot(patience, this, [this] {
        std::vector<Flow *> running;
        for (const auto &[flow, owned] : m_flows)
            running.push_back(flow);
        for (Flow *flow : running)
            flow->abandon();
    });
}

// ---------------------------------------------------------------- requests

std::string Engine::newRequestId() const
{
    return timedId("req_", m_parts.clock.wallNow());
}

std::optional<Refusal> Engine::authenticate(const http::Fields &fields, governance::KeyIdentity &key) const
{
    if (m_settings->configuration->server.auth == config::Auth::None) {
        key.models = {"*"};
        return std::nullopt;
    }
    return m_settings->identify(fields, m_parts.clock.wallNow(), key);
}

std::optional<http::Response> Engine::refuseEarly(const http::RequestHead &head, const std::string &peer)
{
    const Route route = routeFor(head.path());
    const auto refuse = [&](const Refusal &why) { return render(why, route, newRequestId()); };
    const auto refuseWith = [&](int status, std::string message) {
        Refusal why = refusal(RefusalCode::InvalidRequest, std::move(message));
        why.status = status;
        return refuse(why);
    };
    if (const auto host = head.fields.value("host"); host && !m_hosts.serves(*host))
        return refuseWith(
            421, "This Host is not served. Name it in the setting server.allowed_hosts if it should be.");
    if (route.operation == Operation::Unknown || (route.namesNoMethod() && head.method == "POST"))
        return refuseWith(404, "There is nothing at this path.");
    if (route.operation == Operation::Responses && head.fields.hasToken("upgrade", "websocket")) {
        // Codex goes on over HTTP at once, silently; after any other status it tries again.
        http::Response response = refuseWith(426, "WebSocket is not served here; use HTTP.");
        response.fields.add("Upgrade", "HTTP/1.1");
        return response;
    }
    const std::string_view method = methodFor(route.operation);
    if (head.method != method && !(method == "GET" && head.method == "HEAD")) {
        http::Response response = refuseWith(405, "This path takes " + std::string(method) + ".");
        response.fields.add("Allow", std::string(method));
        return response;
    }
    if (route.operation == Operation::Health || route.operation == Operation::Ready)
        return std::nullopt;
    if (route.operation == Operation::Metrics) {
        if (!m_settings->configuration->telemetry.prometheus) {
            return refuseWith(404, "Metrics are off (setting telemetry.prometheus).");
        }
        if (!isLoopbackPeer(peer) && !m_settings->isAdmin(head.fields))
            return refuse(
                refusal(RefusalCode::Unauthorized, "Metrics beyond this machine need an admin token."));
        return std::nullopt;
    }
    if (m_paused || m_draining) {
        return refuse({.code = RefusalCode::Draining,
                       .message = m_draining ? "The gateway is shutting down." : "The gateway is paused.",
                       .param = {},
                       .upstream = {},
                       .retryAfterSeconds = 5});
    }
    m_identified.head = nullptr;
    if (auto why = authenticate(head.fields, m_identified.key))
        return refuse(*why);
    m_identified.head = &head;
    m_identified.settings = m_settings;
    return std::nullopt;
}

void Engine::handle(http::Exchange &exchange)
{
    const Route route = routeFor(exchange.head().path());
    if (route.operation == Operation::Health || route.operation == Operation::Ready ||
        route.operation == Operation::Metrics) {
        answerOperation(exchange, route);
        return;
    }
    governance::KeyIdentity key;
    const bool isKnown = std::exchange(m_identified.head, nullptr) == &exchange.head() &&
                         m_identified.settings == m_settings &&
                         !m_identified.key.isExpired(m_parts.clock.wallNow());
    if (isKnown) {
        key = std::move(m_identified.key);
    } else if (auto why = authenticate(exchange.head().fields, key)) { // revoked while the body came in
        exchange.respond(render(*why, route, newRequestId()));
        return;
    }
    if (route.operation == Operation::ListModels || route.operation == Operation::ShowModel) {
        exchange.respond(
            modelsAnswer(m_settings->listed, key, route, exchange.head().fields, newRequestId()));
        return;
    }
    if (route.isCount()) {
        answerCount(exchange, route, key);
        return;
    }
    m_counters.noteRequest();
    ++m_requestsInRush;
    auto flow = std::make_unique<Flow>(static_cast<FlowHost &>(*this), exchange, route, std::move(key),
                                       newRequestId());
    Flow &running = *flow;
    m_flows.emplace(&running, std::move(flow));
    running.start();
}

http::Response Engine::protocolError(int status, const std::string &message, const http::RequestHead &head)
{
    Refusal why = refusal(status == 413 ? RefusalCode::BodyTooLarge : RefusalCode::InvalidRequest, message);
    why.status = status;
    return render(why, routeFor(head.path()), newRequestId());
}

void Engine::answerCount(http::Exchange &exchange, const Route &route, const governance::KeyIdentity &key)
{
    const std::string requestId = newRequestId();
    const wire::FormatCodec &codec = *wire::codecFor(route.format().value());
    wire::json::Document document;
    const auto refuse = [&](const Refusal &why) { exchange.respond(render(why, route, requestId)); };
    if (const auto parsed = document.parse(exchange.body()); !parsed)
        return refuse(refusal(RefusalCode::InvalidRequest, "The body is " + parsed.error().message + "."));
    auto request = codec.tokenCounting()->readRequest(document);
    if (!request) {
        Refusal why = refusal(RefusalCode::InvalidRequest, describe(request.error()));
        why.param = request.error().place;
        return refuse(why);
    }
    if (codec.format() == wire::Format::AnthropicMessages)
        request->betas = betasOf(exchange.head().fields);
    wire::RequestSummary summary;
    summary.model = route.modelId.empty() ? wire::unescape(request->model) : route.modelId;
    const auto planned = plan(summary, factsOf(exchange.head().fields), key, codec);
    if (!planned)
        return refuse(planned.error());
    CountQuestion question{.exchange = &exchange,
                           .counting = codec.tokenCounting(),
                           .request = std::move(*request),
                           .requestId = requestId};
    if (auto errand = TokenCount::create(question, planned->candidates.front()))
        run(std::move(errand));
    else
        exchange.respond(estimatedCount(question));
}

void Engine::answerOperation(http::Exchange &exchange, const Route &route)
{
    if (route.operation == Operation::Metrics) {
        m_parts.metrics.setInFlight(static_cast<std::int64_t>(m_flows.size()));
        m_parts.metrics.setLedger(static_cast<std::int64_t>(m_parts.ledger.queueLength()),
                                  static_cast<std::int64_t>(m_parts.ledger.lost()));
        exchange.respond(metricsAnswer(m_parts.metrics, newRequestId()));
    } else if (route.operation == Operation::Ready) {
        const std::string_view hindrance = m_draining                       ? "draining"
                                           : m_paused                       ? "paused"
                                           : !m_settings->hasUsableProvider ? "no usable provider"
                                                                            : "";
        exchange.respond(readyAnswer(hindrance, newRequestId()));
    } else {
        exchange.respond(healthAnswer(newRequestId()));
    }
}

// ---------------------------------------------------------------- what flows ask

std::expected<AttemptPlan, Refusal> Engine::plan(const wire::RequestSummary &summary,
                                                 const ClientFacts &client,
                                                 const governance::KeyIdentity &key,
                                                 const wire::FormatCodec &inbound)
{
    if (!key.allows(summary.model)) {
        return std::unexpected(
            refusal(RefusalCode::ModelNotAllowed,
                    "The virtual key \"" + key.id + "\" may not use \"" + summary.model + "\"."));
    }
    auto resolved = m_settings->routing.resolve(summary.model);
    if (!resolved) {
        const bool unknown = resolved.error().code == ErrorCode::NotFound;
        return std::unexpected(refusal(unknown ? RefusalCode::ModelNotFound : RefusalCode::InvalidRequest,
                                       resolved.error().message));
    }
    Drawing &drawing =
        m_drawings[resolved->virtualModel != nullptr ? resolved->virtualModel->name : std::string()];
    routing::PlanInput input;
    input.resolved = std::move(*resolved);
    input.needsTools = summary.hasTools;
    input.needsImages = summary.hasImages;
    input.affinityKey = client.session;
    input.turn = drawing.turn++;
    input.clientFallbacks = client.fallbacks;
    input.state = [this](const std::string &provider, const std::string &model) {
        routing::TargetState state;
        if (const auto found = m_inFlight.find({provider, model}); found != m_inFlight.end())
            state.inFlight = found->second;
        state.pricePerMtok =
            catalog::comparablePrice(m_settings->model(provider, model)->row.prices, m_parts.clock.wallNow());
        return state;
    };
    return m_settings->plan(summary, input, inbound, drawing.sequence, m_random);
}

upstream::HttpClient &Engine::clientFor(const ProviderLine &line)
{
    if (line.simulated) {
        if (const auto found = m_simulated.find(line.id); found != m_simulated.end() && found->second.http)
            return *found->second.http;
    }
    return *m_client.http;
}

record::Cost Engine::costOf(const record::Usage &usage, const ProviderLine &line, const std::string &model)
{
    return m_settings->costOf(usage, line, model, m_parts.clock.wallNow());
}

void Engine::noteAttemptStarted(const std::string &virtualModel, const Candidate &candidate, bool first)
{
    ++m_inFlight[{candidate.line->id, candidate.target->model}];
    if (first)
        m_counters.noteTarget(virtualModel, candidate.line->id, candidate.target->model);
}

void Engine::noteAttemptEnded(const Candidate &candidate, record::AttemptResult /*result*/)
{
    const auto found = m_inFlight.find({candidate.line->id, candidate.target->model});
    if (found != m_inFlight.end() && --found->second <= 0)
        m_inFlight.erase(found);
}

void Engine::noteKeyRefused(const LineKey &key)
{
    if (m_parts.onKeyRefused)
        m_parts.onKeyRefused(key.secret);
}

void Engine::settle(Flow &flow, std::shared_ptr<const record::RequestRecord> record)
{
    const std::uint64_t ticket = m_nextTicket++;
    m_waiting.emplace(ticket, &flow);
    noteSpent(*record);
    m_parts.ledger.settle(ticket, std::move(record));
}

void Engine::takeOutcomes(const std::vector<ledger::SettleOutcome> &outcomes)
{
    for (const ledger::SettleOutcome &outcome : outcomes) {
        const auto found = m_waiting.find(outcome.ticket);
        if (found == m_waiting.end())
            continue;
        Flow *flow = found->second;
        m_waiting.erase(found);
        flow->onSettled();
    }
}

void Engine::later(Flow &flow, std::chrono::milliseconds delay, std::function<void()> work)
{
    // By its id too: another flow may have been made at the same address meanwhile.
    QTimer::singleShot(delay, this, [this, flow = &flow, id = flow.record().id, work = std::move(work)] {
        if (m_flows.contains(flow) && flow->record().id == id)
            work();
    });
}

void Engine::bury(std::unique_ptr<Attempt> attempt)
{
    m_buriedAttempts.push_back(std::move(attempt));
    sweep();
}

void Engine::run(std::unique_ptr<Errand> errand)
{
    Errand &begun = *m_errands.emplace_back(std::move(errand));
    begun.start(clientFor(begun.line()), m_parts.clock, [this] { sweep(); });
}

void Engine::ended(Flow &flow)
{
    const auto found = m_flows.find(&flow);
    m_parts.metrics.observe(flow.record(), flow.settleWait());
    if (m_parts.onFinished)
        m_parts.onFinished(flow.sharedRecord());
    m_endedFlows.push_back(std::move(found->second));
    m_flows.erase(found);
    if (m_drained && m_flows.empty())
        std::exchange(m_drained, nullptr)();
    sweep();
}

/// Flows and attempts end from within their own calls: they are destroyed once the event loop is back.
void Engine::sweep()
{
    if (std::exchange(m_sweepQueued, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_sweepQueued = false;
            m_buriedAttempts.clear();
            m_endedFlows.clear();
            std::erase_if(m_errands, [](const auto &errand) { return errand->isOver(); });
            if (m_flows.empty() && m_errands.empty())
                m_retired.clear();
        },
        Qt::QueuedConnection);
}

void Engine::tick()
{
    std::vector<Flow *> running;
    running.reserve(m_flows.size());
    for (const auto &[flow, owned] : m_flows)
        running.push_back(flow);
    for (Flow *flow : running) {
        if (m_flows.contains(flow))
            flow->tick();
    }
    releaseAfterRush();
}

/// A rush of requests leaves memory in pieces that nobody needs again soon: once it is quiet they go back.
void Engine::releaseAfterRush()
{
    const std::size_t connections = m_server->connectionCount();
    m_mostConnections = std::max(m_mostConnections, connections);
    m_quietTicks = m_flows.empty() ? m_quietTicks + 1 : 0;
    const bool wasRush = m_requestsInRush >= kRush || m_mostConnections >= connections + kRush;
    if (m_quietTicks < kQuietTicks || !wasRush)
        return;
    m_mostConnections = connections;
    m_requestsInRush = 0;
    releaseFreeMemory();
}

void Engine::dropConnections()
{
    m_client.http->dropIdle();
}

// ---------------------------------------------------------------- figures

void Engine::setSpentToday(Money spent, WallTime midnight)
{
    m_spentToday = spent;
    m_midnight = midnight;
}

void Engine::noteSpent(const record::RequestRecord &record)
{
    if (!record.cost.total)
        return;
    const WallTime now = m_parts.clock.wallNow();
    if (now - m_midnight >=
        std::chrono::hours(23)) { // near or behind the next one: ask the calendar, days have 23 to 25 hours
        const auto today =
            QDateTime::fromMSecsSinceEpoch(
                std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count())
                .date()
                .startOfDay();
        const WallTime midnight(std::chrono::milliseconds(today.toMSecsSinceEpoch()));
        if (midnight != m_midnight) {
            m_midnight = midnight;
            m_spentToday = {};
        }
    }
    m_spentToday += *record.cost.total;
}

control::Live Engine::live() const
{
    constexpr std::size_t mostRunning = 50;
    control::Live live;
    live.status.state = m_draining            ? control::GatewayState::Draining
                        : m_paused            ? control::GatewayState::Stopped
                        : m_addresses.empty() ? control::GatewayState::NotServing
                                              : control::GatewayState::Running;
    live.status.paused = m_paused;
    live.status.addresses = m_addresses;
    live.status.version = m_parts.version;
    live.status.inFlight = static_cast<std::int64_t>(m_flows.size());
    live.status.ledgerQueue = static_cast<std::int64_t>(m_parts.ledger.queueLength());
    live.status.ledgerLost = static_cast<std::int64_t>(m_parts.ledger.lost());
    live.status.revision = m_settings->revision;
    live.status.startedAt = m_startedAt;
    live.shares = m_counters.shares();
    live.shareWindow = std::chrono::seconds(LiveCounters::kShareSeconds);
    live.requestsPerMinute = m_counters.requestsPerMinute();
    live.spentToday = m_spentToday;
    for (const auto &[flow, owned] : m_flows) {
        const record::RequestRecord &record = flow->record();
        live.running.push_back({.id = record.id,
                                .startedAt = record.startedAt,
                                .agent = record.agent,
                                .askedModel = record.askedModel,
                                .provider = record.provider,
                                .model = record.model,
                                .streaming = flow->isStreaming()});
    }
    std::sort(live.running.begin(), live.running.end(),
              [](const auto &a, const auto &b) { return a.startedAt > b.startedAt; });
    if (live.running.size() > mostRunning)
        live.running.resize(mostRunning);
    return live;
}

} // namespace signalbox::gateway
