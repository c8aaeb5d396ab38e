#include "ui/sample_providers.h"

#include "ui/models/format.h"
#include "ui/models/provider_facts.h"
#include "ui/sample_traffic.h"

namespace signalbox::tests {

using namespace std::chrono_literals;
using Verdict = control::ProviderTest::Verdict;

namespace {

config::Provider entry(const std::string &id, const std::string &kind,
                       const std::vector<std::pair<std::string, std::string>> &keys)
{
    config::Provider provider;
    provider.id = id;
    provider.kind = kind;
    for (const auto &[name, reference] : keys) {
        config::ProviderKey key;
        key.id = name;
        key.secret = reference;
        provider.keys.push_back(key);
    }
    return provider;
}

control::OfferedModel model(const std::string &id, const char *input, const char *cached, const char *output)
{
    control::OfferedModel offered;
    offered.id = id;
    offered.context = 400'000;
    offered.listed = true;
    if (input != nullptr) {
        offered.inputPerMtok = Money::parse(input);
        offered.cachedPerMtok = Money::parse(cached);
        offered.outputPerMtok = Money::parse(output);
        offered.pricedAt = "2026-09-23";
        offered.inCatalogue = true;
    }
    return offered;
}

/// A bucket with few requests at night and many by day; every seventh has a failure or two.
void addTraffic(FakeDesk &desk, const std::string &provider, int scale, double dollars, double firstToken,
                int failEvery, WallTime since, WallTime until)
{
    control::SeriesGroup group;
    control::UsageRow row;
    group.key = row.key = provider;
    int number = 0;
    for (WallTime at = since; at < until; at += ui::kHealthBucket, ++number) {
        const int hour = number / 4;
        control::SeriesPoint point;
        point.start = at;
        point.requests = hour < 8 ? (number % 5 == 1 ? 2 : 0) : scale + (number * 7) % (scale + 3);
        point.failed =
            point.requests > 0 && failEvery > 0 && number % failEvery == 2 ? 1 + number % 3 / 2 : 0;
        point.requests = std::max(point.requests, point.failed);
        if (point.requests == 0)
            continue;
        point.cost = Money::fromNano(std::int64_t(double(point.requests) * dollars * 1e9));
        row.requests += point.requests;
        row.failed += point.failed;
        row.cost += point.cost;
        group.points.push_back(point);
    }
    row.firstTokenP50Ms = firstToken;
    desk.control.usageByProvider.rows.push_back(row);
    desk.control.seriesByProvider.groups.push_back(group);
}

} // namespace

void fillProviders(FakeDesk &desk, WallTime now)
{
    fillBusy(desk.control, now);
    desk.providers.when = now - 1min;
    config::Configuration &configuration = desk.control.view.configuration;
    configuration.providers = {
        entry("openai", "openai", {{"main", "keychain:openai/main"}, {"second", "env:OPENAI_API_KEY_2"}}),
        entry("anthropic", "anthropic", {{"main", "keychain:anthropic/main"}}),
        entry("gemini", "gemini", {{"main", "keychain:gemini/main"}}), entry("lab", "openai-compatible", {}),
        entry("sim", "simulated", {})};
    configuration.providers[3].baseUrl = "http://127.0.0.1:8000/v1";
    configuration.providers[4].enabled = false;
    configuration.models.clear();
    configuration.models.resize(1);
    configuration.models[0].name = "coder";
    configuration.models[0].targets = {{"openai", "gpt-5.4", 60}, {"anthropic", "claude-sonnet-4-5", 40}};
    configuration.models[0].fallbacks = {{"openai", "gpt-5.4-mini", 1}, {"openai", "gpt-5.6", 1}};
    for (const char *reference : {"keychain:openai/main", "env:OPENAI_API_KEY_2", "keychain:anthropic/main",
                                  "keychain:gemini/main"}) {
        desk.secrets.setState(reference, control::SecretState::Ready);
        desk.secrets.kept[reference] = std::string("sk-test-") + reference;
    }
    desk.providers.offered["openai"] = {
        "openai",
        now - 5h,
        {model("gpt-5-mini", "0.25", "0.025", "2"), model("gpt-5.4", "2.5", "0.25", "15"),
         model("gpt-5.4-mini", "0.75", "0.075", "4.5"), model("gpt-5.6", nullptr, nullptr, nullptr)}};
    desk.providers.offered["anthropic"] = {"anthropic", {}, {model("claude-sonnet-4-5", "3", "0.3", "15")}};
    const WallTime since = ui::wallTime(ui::localTime(now).date().startOfDay());
    const WallTime until = since +
                           (now - since) / std::chrono::microseconds(ui::kHealthBucket) *
                               std::chrono::microseconds(ui::kHealthBucket) +
                           ui::kHealthBucket;
    desk.control.usageByProvider = {since, until, {}, {}};
    desk.control.seriesByProvider = {since, until, ui::kHealthBucket, {}};
    addTraffic(desk, "openai", 28, 0.0215, 907, 13, since, until);
    addTraffic(desk, "anthropic", 12, 0.034, 1400, 17, since, until);
    addTraffic(desk, "gemini", 10, 0.0147, 1800, 0, since, until);
    addTraffic(desk, "lab", 4, 0, 336, 5, since, until);
    desk.providers.last = {desk.providers.sample("openai", "main", Verdict::Answered, 1),
                           desk.providers.sample("openai", "second", Verdict::Answered, 9),
                           desk.providers.sample("lab", "", Verdict::Unreachable)};
    desk.providers.findings = {
        {control::Finding::Source::EnvironmentVariable,
         "OPENROUTER_API_KEY",
         "openrouter",
         {},
         {},
         "env:OPENROUTER_API_KEY",
         0},
        {control::Finding::Source::LocalServer, "http://127.0.0.1:11434", "ollama", {}, {}, {}, 3},
        {control::Finding::Source::AgentFile,
         "~/.config/opencode/opencode.json",
         "deepseek",
         {},
         "deepseek",
         {},
         0}};
}

void lockKeychain(FakeDesk &desk)
{
    desk.secrets.answer.keychain = control::KeychainState::Locked;
    desk.secrets.answer.keychainMessage = "The keychain is locked. Open it, then try again.";
    for (control::SecretStatus &status : desk.secrets.answer.references) {
        if (status.reference.starts_with("keychain:")) {
            status.state = control::SecretState::Locked;
            status.message = "The keychain is locked.";
        }
    }
}

} // namespace signalbox::tests
