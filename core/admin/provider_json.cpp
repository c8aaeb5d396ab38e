#include "admin/provider_json.h"

#include "base/rfc3339.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <utility>

namespace signalbox::admin {

namespace {

using Json = nlohmann::ordered_json;
using Verdict = control::ProviderTest::Verdict;
using Time = std::optional<std::chrono::microseconds>;

constexpr std::array<std::pair<Verdict, std::string_view>, 11> kVerdicts{
    {{Verdict::Answered, "answered"},
     {Verdict::NoSecret, "no_secret"},
     {Verdict::NoModel, "no_model"},
     {Verdict::Unreachable, "unreachable"},
     {Verdict::RefusedKey, "refused_key"},
     {Verdict::RefusedModel, "refused_model"},
     {Verdict::TooMany, "too_many"},
     {Verdict::RefusedOther, "refused_other"},
     {Verdict::ProviderError, "provider_error"},
     {Verdict::TimedOut, "timed_out"},
     {Verdict::NotSupported, "not_supported"}}};

Json milliseconds(const Time &time)
{
    return time ? Json(static_cast<double>(time->count()) / 1000.0) : Json();
}

Time timeAt(const nlohmann::json &json, const char *name)
{
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number())
        return std::nullopt;
    return std::chrono::microseconds(std::llround(found->get<double>() * 1000.0));
}

std::string textAt(const nlohmann::json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

std::string_view toString(Verdict verdict)
{
    for (const auto &[value, name] : kVerdicts) {
        if (value == verdict)
            return name;
    }
    return {};
}

Json toJson(const control::ProviderView &view)
{
    Json keys = Json::array();
    for (const control::ProviderKeyView &key : view.keys)
        keys.push_back({{"id", key.id},
                        {"secret", key.reference},
                        {"enabled", key.enabled},
                        {"usable", key.usable},
                        {"problem", key.problem}});
    return {{"id", view.id},           {"kind", view.kind},    {"name", view.name},
            {"enabled", view.enabled}, {"wire", view.wire},    {"problem", view.problem},
            {"keys", std::move(keys)}, {"models", view.models}};
}

Json toJson(const control::ProviderTest &test)
{
    return {{"provider", test.provider},
            {"key", test.key},
            {"model", test.model},
            {"at", toRfc3339(test.at)},
            {"verdict", std::string(toString(test.verdict))},
            {"status", test.status},
            {"connected_ms", milliseconds(test.connected)},
            {"first_token_ms", milliseconds(test.firstToken)},
            {"total_ms", milliseconds(test.total)},
            {"cost_usd", test.cost ? Json(test.cost->toDecimal()) : Json()},
            {"said", test.said},
            {"problem", test.problem}};
}

control::ProviderView readProviderView(const nlohmann::json &json)
{
    control::ProviderView view;
    view.id = textAt(json, "id");
    view.kind = textAt(json, "kind");
    view.name = textAt(json, "name");
    view.enabled = json.value("enabled", true);
    view.wire = json.value("wire", std::vector<std::string>());
    view.problem = textAt(json, "problem");
    for (const auto &key : json.value("keys", nlohmann::json::array()))
        view.keys.push_back({.id = textAt(key, "id"),
                             .reference = textAt(key, "secret"),
                             .enabled = key.value("enabled", true),
                             .usable = key.value("usable", false),
                             .problem = textAt(key, "problem")});
    view.models = json.value("models", 0);
    return view;
}

control::ProviderTest readProviderTest(const nlohmann::json &json)
{
    control::ProviderTest test;
    test.provider = textAt(json, "provider");
    test.key = textAt(json, "key");
    test.model = textAt(json, "model");
    if (const auto at = parseRfc3339(textAt(json, "at")))
        test.at = *at;
    test.verdict = Verdict::ProviderError; // of a newer gateway, one that is not known here
    for (const auto &[value, name] : kVerdicts) {
        if (name == textAt(json, "verdict"))
            test.verdict = value;
    }
    test.status = json.value("status", 0);
    test.connected = timeAt(json, "connected_ms");
    test.firstToken = timeAt(json, "first_token_ms");
    test.total = timeAt(json, "total_ms");
    if (const std::string cost = textAt(json, "cost_usd"); !cost.empty())
        test.cost = Money::parse(cost);
    test.said = textAt(json, "said");
    test.problem = textAt(json, "problem");
    return test;
}

} // namespace signalbox::admin
