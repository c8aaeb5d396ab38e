#include "ui/sample_traffic.h"

#include "ui/models/format.h"
#include "ui/models/time_range.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace signalbox::tests {

using namespace std::chrono_literals;

namespace {

struct Sample
{
    const char *provider;
    const char *model;
    double dollarsPerRequest;
    double share;
    double p50;
};

constexpr std::array<Sample, 5> kSamples{{
    {"sim", "steady", 0.0174, 0.42, 6100},
    {"sim", "reasoner", 0.0241, 0.24, 7600},
    {"sim", "tools", 0.0112, 0.17, 5900},
    {"sim", "fast", 0.0016, 0.12, 1200},
    {"lab", "qwen3-coder", 0, 0.05, 2200},
}};

/// How busy a moment of the day is: quiet at night, one peak before and one after noon.
double busyness(double hour)
{
    const auto hill = [hour](double at, double width, double height) {
        return height * std::exp(-std::pow((hour - at) / width, 2));
    };
    return 0.02 + hill(2, 0.7, 0.12) + hill(10.6, 1.1, 1) + hill(12, 0.7, 0.5) + hill(14.4, 0.9, 0.8);
}

config::VirtualModel virtualModel(std::string name, std::vector<config::RouteTarget> targets,
                                  std::vector<config::RouteTarget> fallbacks)
{
    config::VirtualModel model;
    model.name = std::move(name);
    model.targets = std::move(targets);
    model.fallbacks = std::move(fallbacks);
    return model;
}

record::RequestRecord sampleRecord(int number, WallTime at, const Sample &sample)
{
    record::RequestRecord record;
    record.id = "req_" + std::to_string(number);
    record.startedAt = at;
    constexpr std::array<const char *, 4> kAgents{"codex", "claude-code", "gemini-cli", "opencode"};
    record.agent = kAgents[std::size_t(number) % kAgents.size()];
    record.askedModel = record.virtualModel = "coder";
    record.provider = sample.provider;
    record.model = sample.model;
    record.usage =
        record::Usage{.inputTokens = 2300 + number * 2711 % 30'000, .outputTokens = 120 + number * 177 % 800};
    record.cost.total =
        Money::fromNano(std::int64_t(sample.dollarsPerRequest * 1e9 * (0.5 + number % 7 / 5.0)));
    record.total = std::chrono::milliseconds(1800 + number * 1337 % 12'000);
    record.attempts.resize(number % 5 == 3 ? 2 : 1);
    return record;
}

} // namespace

WallTime sampleNow()
{
    return ui::wallTime(QDateTime(QDate(2026, 11, 20), QTime(14, 31, 48)));
}

void fillIdle(FakeControl &control)
{
    control::Status status;
    status.state = control::GatewayState::Running;
    status.addresses = {"http://127.0.0.1:7717"};
    status.version = "0.1.0";
    status.revision = 1;
    control.liveAnswer = {};
    control.liveAnswer.status = status;
    control.view.revision = 1;
    control.view.file = "config.json";
    config::Configuration &configuration = control.view.configuration;
    configuration = {};
    configuration.providers.resize(2);
    configuration.providers[0].id = "sim";
    configuration.providers[0].kind = "simulated";
    configuration.providers[1].id = "lab";
    configuration.providers[1].kind = "openai-compatible";
    configuration.models.push_back(
        virtualModel("coder", {{"sim", "steady", 50}, {"sim", "reasoner", 30}, {"sim", "tools", 20}},
                     {{"lab", "qwen3-coder", 1}}));
    configuration.models.back().affinity = config::Affinity::Conversation;
    configuration.models.push_back(virtualModel("fast", {{"sim", "fast", 4}, {"lab", "qwen3-coder", 1}}, {}));
    configuration.models.push_back(
        virtualModel("review", {{"sim", "reasoner", 1}, {"sim", "steady", 1}}, {}));
    configuration.models.back().strategy = config::Strategy::Priority;
    control.usageAnswer = {};
    control.seriesByModel = {};
    control.seriesTotal = {};
    control.requestsAnswer.clear();
}

void fillBusy(FakeControl &control, WallTime now)
{
    fillIdle(control);
    const ui::TimeSpan span = ui::timeSpan(ui::TimeRange::Today, now);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> jitter(0.75, 1.25);
    control::Series series{span.since, span.until, span.bucket, {}};
    control::Series total = series;
    total.groups.emplace_back();
    for (WallTime at = span.since; at < now; at += span.bucket) {
        control::SeriesPoint point;
        point.start = at;
        total.groups[0].points.push_back(point);
    }
    for (const Sample &sample : kSamples) {
        control::SeriesGroup group;
        control::UsageRow row;
        group.key = row.key = std::string(sample.provider) + "/" + sample.model;
        std::size_t bucket = 0;
        for (WallTime at = span.since; at < now; at += span.bucket, ++bucket) {
            const double hour =
                double(std::chrono::duration_cast<std::chrono::minutes>(at - span.since).count()) / 60;
            const double passed = std::min(1.0, double((now - at) / 1s) / double(span.bucket.count()));
            control::SeriesPoint point;
            point.start = at;
            point.requests = std::llround(150 * busyness(hour) * sample.share * jitter(random) * passed);
            if (point.requests == 0)
                continue;
            point.cost = Money::fromNano(
                std::llround(double(point.requests) * sample.dollarsPerRequest * 1e9 * jitter(random)));
            point.failed = hour > 9 && point.requests > 12 && bucket % 9 == 0 ? 1 : 0;
            point.p50Ms = sample.p50 * jitter(random);
            point.p95Ms = *point.p50Ms * 3 * jitter(random);
            group.points.push_back(point);
            control::SeriesPoint &sum = total.groups[0].points[bucket];
            sum.requests += point.requests;
            sum.failed += point.failed;
            sum.cost += point.cost;
            sum.p95Ms = std::max(sum.p95Ms.value_or(0), *point.p95Ms);
            row.requests += point.requests;
            row.failed += point.failed;
            row.cost += point.cost;
        }
        if (row.requests >= 20) {
            row.p50Ms = sample.p50;
            row.p95Ms = sample.p50 * 3.3;
            row.p99Ms = sample.p50 * 5.6;
            row.firstTokenP50Ms = sample.p50 / 6;
            row.firstTokenP95Ms = sample.p50 / 2.5;
        }
        control.usageAnswer.total.requests += row.requests;
        control.usageAnswer.total.failed += row.failed;
        control.usageAnswer.total.cost += row.cost;
        control.usageAnswer.rows.push_back(row);
        series.groups.push_back(group);
    }
    control.usageAnswer.total.p50Ms = 5400;
    control.usageAnswer.total.p95Ms = 20'800;
    control.usageAnswer.total.p99Ms = 36'100;
    control.seriesByModel = series;
    control.seriesTotal = total;

    control::Live &live = control.liveAnswer;
    live.requestsPerMinute = 8.4;
    live.spentToday = control.usageAnswer.total.cost;
    live.status.inFlight = 3;
    live.running = {{"run_1", now - 2s, "codex", "coder", "sim", "steady", true},
                    {"run_2", now - 5s, "claude-code", "fast", "sim", "fast", true},
                    {"run_3", now - 7s, "gemini-cli", "coder", "", "", false}};
    live.shares = {{"coder", "sim", "steady", 93},    {"coder", "sim", "reasoner", 51},
                   {"coder", "sim", "tools", 15},     {"fast", "sim", "fast", 31},
                   {"fast", "lab", "qwen3-coder", 9}, {"review", "sim", "reasoner", 35}};
    for (int i = 0; i < 12; ++i) {
        control.requestsAnswer.push_back(
            sampleRecord(40 - i, now - std::chrono::seconds(16 + i * 7), kSamples[std::size_t(i * 3 % 5)]));
    }
}

void fillBroken(FakeControl &control, WallTime now)
{
    fillBusy(control, now);
    control::Status &status = control.liveAnswer.status;
    status.state = control::GatewayState::NotServing;
    status.addresses.clear();
    status.problem = "port 7717 is taken by node (process 48213).";
    status.configurationProblem = "config.json, line 41: unknown key “wieghts”.";
    status.ledgerLost = 3;
    status.inFlight = 0;
    control.liveAnswer.running.clear();
    control.liveAnswer.shares.clear();
    control.liveAnswer.requestsPerMinute = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        record::RequestRecord &record = control.requestsAnswer[i];
        record.outcome = record::Outcome::Failed;
        record.errorCode = "no_target_available";
        record.provider.clear();
        record.model.clear();
        record.usage.reset();
        record.cost = {};
        record.total = std::chrono::milliseconds(4 + i * 3);
    }
    control.requestsAnswer[5].cost.total.reset(); // a price nobody knows
}

void fillFirstRun(FakeDesk &desk, WallTime now)
{
    fillIdle(desk.control);
    config::Configuration &configuration = desk.control.view.configuration;
    configuration.providers.resize(1); // the simulated one, as every first start has it
    configuration.models.clear();
    configuration.models.push_back(virtualModel("demo", {{"sim", "tools", 70}, {"sim", "reasoner", 30}}, {}));
    fillAgents(desk.agents);
    using control::Finding;
    desk.providers.findings = {
        {Finding::Source::EnvironmentVariable, "OPENAI_API_KEY", "openai", "", "", "env:OPENAI_API_KEY", 0},
        {Finding::Source::LocalServer, "http://127.0.0.1:11434", "ollama", "http://127.0.0.1:11434", "Ollama",
         "", 3}};
    const auto model = [](const char *id, std::optional<std::int64_t> milliDollars) {
        control::OfferedModel offered;
        offered.id = id;
        offered.listed = true;
        if (milliDollars)
            offered.inputPerMtok = Money::fromNano(*milliDollars * 1'000'000);
        return offered;
    };
    for (const char *provider : {"openai", "anthropic", "deepseek"})
        desk.providers.offered[provider].models = {model("gpt-5.4", 2'500), model("gpt-5.4-mini", 750),
                                                   model("gpt-5.6-preview", {})};
    control::ProviderTest &test = desk.providers.testAnswer.emplace();
    test.model = "gpt-5.4-mini";
    test.status = 200;
    test.connected = 38ms;
    test.firstToken = 440ms;
    test.total = 558ms;
    test.cost = Money::fromNano(200'000);
    test.said = "Clear line ahead.";
    for (int i = 0; i < 2; ++i) {
        record::RequestRecord record =
            sampleRecord(2 - i, now - std::chrono::seconds(4 + 6 * i), kSamples[0]);
        record.agent = "codex";
        record.model = "gpt-5.4-mini";
        record.provider = "openai";
        desk.control.requestsAnswer.push_back(record);
    }
}

} // namespace signalbox::tests
