#include "telemetry/metrics.h"

#include "telemetry/metric_family.h"

#include <mutex>
#include <unordered_map>

namespace signalbox::telemetry {

using namespace std::chrono_literals;

namespace {

// From an answer out of a cache to a long agent turn.
constexpr std::array<std::chrono::microseconds, 14> kLatencyBounds{
    50ms, 100ms, 250ms, 500ms, 1s, 2500ms, 5s, 10s, 20s, 30s, 60s, 120s, 300s, 600s};
constexpr std::array<std::chrono::microseconds, 16> kOverheadBounds{
    10us, 25us, 50us, 100us, 250us, 500us, 1ms, 2500us, 5ms, 10ms, 25ms, 50ms, 100ms, 250ms, 500ms, 1s};

using Latency = Distribution<kLatencyBounds.size()>;
using Overhead = Distribution<kOverheadBounds.size()>;
constexpr std::size_t kMost = Metrics::kMostSeries;

constexpr std::array<std::string_view, 5> kTokenTypes{"input", "cached_input", "cache_write", "output",
                                                      "reasoning"};

/// In the order of kTokenTypes.
std::array<std::int64_t, kTokenTypes.size()> tokensOf(const record::Usage &usage)
{
    return {usage.inputTokens, usage.cachedInputTokens, usage.cacheWriteTokens + usage.cacheWrite1hTokens,
            usage.outputTokens, usage.reasoningTokens};
}

std::int64_t numberOf(BreakerState state)
{
    switch (state) {
    case BreakerState::Closed:
        return 0;
    case BreakerState::HalfOpen:
        return 1;
    case BreakerState::Open:
        return 2;
    }
    return 0;
}

template<std::size_t Size>
void renderCounters(std::string &out, std::string_view name, std::string_view help,
                    const MetricFamily<Counter, Size> &family)
{
    appendHead(out, name, "counter", help);
    family.render(out, [name](std::string &text, std::string_view labels, const Counter &counter) {
        appendSample(text, name, labels, std::to_string(counter.value()));
    });
}

void renderLatencies(std::string &out, std::string_view name, std::string_view help,
                     const MetricFamily<Latency, 2> &family)
{
    appendHead(out, name, "histogram", help);
    family.render(out, [name](std::string &text, std::string_view labels, const Latency &latency) {
        latency.append(text, name, labels, kLatencyBounds);
    });
}

void renderNumber(std::string &out, std::string_view name, std::string_view type, std::string_view help,
                  const Counter &value)
{
    appendHead(out, name, type, help);
    appendSample(out, name, {}, std::to_string(value.value()));
}

} // namespace

/// Where requests with the same labels count, found once: a series stays where it is.
struct Metrics::Cells
{
    std::array<Counter *, record::kOutcomeCount> requests{};
    Latency *duration = nullptr;
    Latency *firstToken = nullptr;
    std::array<Counter *, kTokenTypes.size()> tokens{};
    Counter *cost = nullptr;
};

struct Metrics::Families
{
    explicit Families(std::string_view programVersion) : version(programVersion) {}

    /// Of all requests with this one's labels.
    [[nodiscard]] Cells &cellsOf(const record::RequestRecord &record);

    void renderRequests(std::string &out) const;
    void renderGauges(std::string &out) const;

    const std::string version;
    MetricFamily<Counter, 4> requests{{"provider", "model", "surface", "outcome"}, 2, kMost};
    MetricFamily<Latency, 2> durations{{"provider", "model"}, 0, kMost};
    MetricFamily<Latency, 2> firstTokens{{"provider", "model"}, 0, kMost};
    Overhead overhead;
    MetricFamily<Counter, 3> tokens{{"provider", "model", "type"}, 1, kMost};
    MetricFamily<Counter, 4> cost{{"provider", "model", "key", "team"}, 0, kMost};
    MetricFamily<Counter, 3> attempts{{"provider", "model", "result"}, 1, kMost};
    Counter inFlight;
    Counter ledgerQueue;
    Counter ledgerLost;

    std::string key; // reused: a look-up allocates nothing
    std::unordered_map<std::string, Cells> cells;

    mutable std::mutex mutex; // guards the two lists
    std::vector<BreakerGauge> breakers;
    std::vector<BudgetGauge> budgets;
};

Metrics::Cells &Metrics::Families::cellsOf(const record::RequestRecord &record)
{
    key.clear();
    for (const std::string_view label :
         {std::string_view(record.provider), std::string_view(record.model), std::string_view(record.surface),
          std::string_view(record.keyId), std::string_view(record.team)}) {
        key += label;
        key += '\xff'; // in no UTF-8 text
    }
    const auto found = cells.find(key);
    if (found != cells.end())
        return found->second;
    if (cells.size() >= kMost) // clients can ask for models without end; the series themselves stay
        cells.clear();
    return cells[key];
}

Metrics::Metrics(std::string_view version) : m_families(std::make_unique<Families>(version))
{
}

Metrics::~Metrics() = default;

void Metrics::observe(const record::RequestRecord &record, std::chrono::microseconds settleWait)
{
    Families &all = *m_families;
    const std::string_view provider = record.provider;
    const std::string_view model = record.model;
    // A series exists from its first count on, not before.
    const auto cell = [](auto *&known, auto &family, const auto &labels) -> auto & {
        if (known == nullptr)
            known = &family.at(labels);
        return *known;
    };
    Cells &cells = all.cellsOf(record);
    cell(cells.requests[static_cast<std::size_t>(record.outcome)], all.requests,
         std::array{provider, model, std::string_view(record.surface), record::toString(record.outcome)})
        .add(1);
    cell(cells.duration, all.durations, std::array{provider, model}).observe(kLatencyBounds, record.total);
    if (record.firstToken)
        cell(cells.firstToken, all.firstTokens, std::array{provider, model})
            .observe(kLatencyBounds, *record.firstToken);
    all.overhead.observe(kOverheadBounds, record.overhead + settleWait);
    if (record.usage) {
        const auto counts = tokensOf(*record.usage);
        for (std::size_t type = 0; type < counts.size(); ++type) {
            if (counts[type] > 0)
                cell(cells.tokens[type], all.tokens, std::array{provider, model, kTokenTypes[type]})
                    .add(counts[type]);
        }
    }
    if (record.cost.total)
        cell(cells.cost, all.cost,
             std::array{provider, model, std::string_view(record.keyId), std::string_view(record.team)})
            .add(record.cost.total->nano());
    for (const record::Attempt &attempt : record.attempts)
        all.attempts.at({attempt.provider, attempt.model, record::toString(attempt.result)}).add(1);
}

void Metrics::setInFlight(std::int64_t requests)
{
    m_families->inFlight.set(requests);
}

void Metrics::setLedger(std::int64_t queued, std::int64_t lost)
{
    m_families->ledgerQueue.set(queued);
    m_families->ledgerLost.set(lost);
}

void Metrics::setBreakers(const std::vector<BreakerGauge> &breakers)
{
    const std::scoped_lock lock(m_families->mutex);
    m_families->breakers = breakers;
}

void Metrics::setBudgets(const std::vector<BudgetGauge> &budgets)
{
    const std::scoped_lock lock(m_families->mutex);
    m_families->budgets = budgets;
}

std::string Metrics::renderPrometheus() const
{
    std::string out;
    m_families->renderRequests(out);
    m_families->renderGauges(out);
    return out;
}

void Metrics::Families::renderRequests(std::string &out) const
{
    renderCounters(out, "signalbox_requests_total", "Requests that ended.", requests);
    renderLatencies(out, "signalbox_request_duration_seconds",
                    "From a request's arrival to the end of its answer.", durations);
    renderLatencies(out, "signalbox_time_to_first_token_seconds",
                    "From a request's arrival to the first part of an answer.", firstTokens);
    appendHead(out, "signalbox_overhead_seconds", "histogram",
               "Time a request spent in the gateway itself, not waiting for the upstream or the client.");
    overhead.append(out, "signalbox_overhead_seconds", {}, kOverheadBounds);
    renderCounters(out, "signalbox_tokens_total",
                   "Tokens. cached_input and cache_write are parts of input, reasoning is a part of output.",
                   tokens);
    appendHead(out, "signalbox_cost_usd_total", "counter", "Cost of the requests whose price is known.");
    cost.render(out, [](std::string &text, std::string_view labels, const Counter &nano) {
        appendSample(text, "signalbox_cost_usd_total", labels, Money::fromNano(nano.value()).toDecimal());
    });
    renderCounters(out, "signalbox_upstream_attempts_total", "Tries at a provider.", attempts);
}

void Metrics::Families::renderGauges(std::string &out) const
{
    {
        const std::scoped_lock lock(mutex);
        appendHead(out, "signalbox_breaker_state", "gauge", "0 closed, 1 half open, 2 open.");
        for (const BreakerGauge &breaker : breakers) {
            std::string labels;
            appendLabel(labels, "provider", breaker.provider);
            appendLabel(labels, "model", breaker.model);
            appendSample(out, "signalbox_breaker_state", labels, std::to_string(numberOf(breaker.state)));
        }
        appendHead(out, "signalbox_budget_remaining_usd", "gauge",
                   "What is left of a budget in its present period.");
        for (const BudgetGauge &budget : budgets) {
            std::string labels;
            appendLabel(labels, "scope", budget.scope);
            appendLabel(labels, "id", budget.id);
            appendSample(out, "signalbox_budget_remaining_usd", labels, budget.remaining.toDecimal());
        }
    }
    renderNumber(out, "signalbox_in_flight_requests", "gauge", "Requests under way.", inFlight);
    renderNumber(out, "signalbox_ledger_queue", "gauge", "Records that the ledger has not settled yet.",
                 ledgerQueue);
    renderNumber(out, "signalbox_ledger_lost_total", "counter", "Records that the ledger could not keep.",
                 ledgerLost);
    appendHead(out, "signalbox_build_info", "gauge", "Always 1; the version is a label.");
    std::string labels;
    appendLabel(labels, "version", version);
    appendSample(out, "signalbox_build_info", labels, "1");
}

} // namespace signalbox::telemetry
