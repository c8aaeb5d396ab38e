#include "config/value_json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::config {

namespace {

using Json = nlohmann::ordered_json;

// In the order of `Strategy`.
constexpr std::array<const char *, 7> kStrategies{
    "weighted", "priority", "round-robin", "least-busy", "lowest-latency", "lowest-cost", "hash"};

/// One object being written: members that have their default are left out, or not, as is wanted.
class Members final
{
public:
    explicit Members(Defaults defaults) : m_defaults(defaults) {}

    void add(const char *name, Json value) { m_json[name] = std::move(value); }
    template<class T>
    void add(const char *name, const T &value, const T &usual)
    {
        if (m_defaults == Defaults::Written || value != usual)
            m_json[name] = asJson(value);
    }
    template<class T>
    void add(const char *name, const std::optional<T> &value)
    {
        if (value)
            m_json[name] = asJson(*value);
    }
    /// A list or object of its own: empty is what is usual.
    void addPart(const char *name, Json part)
    {
        if (m_defaults == Defaults::Written || !part.empty())
            m_json[name] = std::move(part);
    }
    [[nodiscard]] Json take() { return std::move(m_json); }

private:
    static Json asJson(double value) { return numberOf(value); }
    static Json asJson(bool value) { return value; }
    static Json asJson(int value) { return value; }
    static Json asJson(std::int64_t value) { return value; }
    static Json asJson(const std::string &value) { return value; }
    static Json asJson(const std::vector<std::string> &value) { return value; }
    static Json asJson(const std::map<std::string, std::string> &value)
    {
        Json object = Json::object();
        for (const auto &[name, text] : value)
            object[name] = text;
        return object;
    }
    template<class Rep, class Period>
    static Json asJson(std::chrono::duration<Rep, Period> value)
    {
        return static_cast<std::int64_t>(value.count());
    }
    /// The shortest number that is read back as the same nano-dollars.
    static Json asJson(Money value)
    {
        const double number = value.toDouble();
        return numberOf(number);
    }

    const Defaults m_defaults;
    Json m_json = Json::object();
};

Json keyJson(const ProviderKey &key, Defaults defaults)
{
    const ProviderKey usual;
    Members json(defaults);
    json.add("id", key.id);
    json.add("secret", key.secret);
    json.add("weight", key.weight, usual.weight);
    json.add("models", key.models, usual.models);
    json.add("enabled", key.enabled, usual.enabled);
    return json.take();
}

Json modelJson(const ModelEntry &model, Defaults defaults)
{
    Members json(defaults);
    json.add("id", model.id);
    json.add("context", model.context);
    json.add("max_output", model.maxOutput);
    json.add("tool_call", model.toolCall);
    json.add("reasoning", model.reasoning);
    json.add("images", model.images);
    if (model.price) {
        Members price(defaults);
        price.add("input_per_mtok", model.price->inputPerMtok);
        price.add("output_per_mtok", model.price->outputPerMtok);
        price.add("cache_read_per_mtok", model.price->cacheReadPerMtok);
        price.add("cache_write_per_mtok", model.price->cacheWritePerMtok);
        json.add("price", price.take());
    }
    return json.take();
}

Json keyHeaderJson(const KeyHeader &auth, Defaults defaults)
{
    Members json(defaults);
    json.add("header", auth.header);
    json.add("prefix", auth.prefix, std::string());
    return json.take();
}

Json timeoutsJson(const Timeouts &timeouts, Defaults defaults)
{
    const Timeouts usual;
    Members json(defaults);
    json.add("connect_ms", timeouts.connect, usual.connect);
    json.add("first_byte_ms", timeouts.firstByte, usual.firstByte);
    json.add("idle_ms", timeouts.idle, usual.idle);
    json.add("total_ms", timeouts.total, usual.total);
    return json.take();
}

Json retryJson(const Retry &retry, Defaults defaults)
{
    const Retry usual;
    Members json(defaults);
    json.add("max", retry.max, usual.max);
    json.add("base_ms", retry.base, usual.base);
    json.add("max_ms", retry.limit, usual.limit);
    return json.take();
}

Json breakerJson(const Breaker &breaker, Defaults defaults)
{
    const Breaker usual;
    Members json(defaults);
    json.add("failures", breaker.failures, usual.failures);
    json.add("window_seconds", breaker.window, usual.window);
    json.add("error_rate", breaker.errorRate, usual.errorRate);
    json.add("min_requests", breaker.minRequests, usual.minRequests);
    json.add("open_seconds", breaker.open, usual.open);
    return json.take();
}

void addSimulation(Members &json, const Simulation &simulation)
{
    const Simulation usual;
    json.add("tokens_per_second", simulation.tokensPerSecond, usual.tokensPerSecond);
    json.add("first_token_ms", simulation.firstToken, usual.firstToken);
    json.add("fail_rate", simulation.failRate, usual.failRate);
    json.add("stall_rate", simulation.stallRate, usual.stallRate);
    json.add("cut_rate", simulation.cutRate, usual.cutRate);
}

enum class Weight { Told, None };

Json targetsJson(const std::vector<RouteTarget> &targets, Weight weight, Defaults defaults)
{
    Json list = Json::array();
    for (const RouteTarget &target : targets) {
        Members json(defaults);
        json.add("provider", target.provider);
        json.add("model", target.model);
        if (weight == Weight::Told)
            json.add("weight", target.weight, RouteTarget().weight);
        list.push_back(json.take());
    }
    return list;
}

template<class T, class Write>
Json listOf(const std::vector<T> &values, Write write, Defaults defaults)
{
    Json list = Json::array();
    for (const T &value : values)
        list.push_back(write(value, defaults));
    return list;
}

/// "openai-chat" may stand for ["openai-chat"].
bool meansTheSame(const Json &written, const Json &wanted)
{
    return written == wanted ||
           (written.is_string() && wanted.is_array() && wanted.size() == 1 && wanted[0] == written);
}

bool isListOfEntries(const Json &list)
{
    return list.is_array() && !list.empty() && std::ranges::all_of(list, [](const Json &each) {
               return each.is_object() && (each.contains("id") || each.contains("provider"));
           });
}

bool isSameEntry(const Json &a, const Json &b)
{
    for (const char *name : {"id", "provider", "model"}) {
        if (a.contains(name) != b.contains(name) || (a.contains(name) && a[name] != b[name]))
            return false;
    }
    return true;
}

/// In the order of `sparse`, each item changed from the one that stood there before.
void bringListTo(Json &list, const Json &sparse, const Json &full)
{
    Json before = std::move(list);
    list = Json::array();
    for (std::size_t i = 0; i < sparse.size(); ++i) {
        const auto found = std::ranges::find_if(
            before, [&](const Json &each) { return each.is_object() && isSameEntry(each, sparse[i]); });
        Json item = found == before.end() ? sparse[i] : *found;
        bringTo(item, sparse[i], full[i]);
        list.push_back(std::move(item));
    }
}

} // namespace

Json numberOf(double value)
{
    if (std::floor(value) == value && std::abs(value) < 0x1p53)
        return static_cast<std::int64_t>(value);
    return value;
}

Json toJson(const Provider &provider, Defaults defaults)
{
    const Provider usual;
    Members json(defaults);
    json.add("id", provider.id);
    json.add("kind", provider.kind);
    json.add("enabled", provider.enabled, usual.enabled);
    if (!provider.baseUrl.empty())
        json.add("base_url", provider.baseUrl);
    if (!provider.wire.empty())
        json.add("wire", provider.wire);
    json.addPart("keys", listOf(provider.keys, keyJson, defaults));
    json.addPart("models", listOf(provider.models, modelJson, defaults));
    if (provider.auth)
        json.addPart("auth", keyHeaderJson(*provider.auth, defaults));
    json.add("headers", provider.headers, usual.headers);
    json.add("variables", provider.variables, usual.variables);
    json.addPart("timeouts", timeoutsJson(provider.timeouts, defaults));
    json.addPart("retry", retryJson(provider.retry, defaults));
    json.addPart("breaker", breakerJson(provider.breaker, defaults));
    if (provider.kind == "simulated")
        addSimulation(json, provider.simulation);
    json.add("proxy", provider.proxy);
    return json.take();
}

Json toJson(const VirtualModel &model, Defaults defaults)
{
    const VirtualModel usual;
    Members json(defaults);
    json.add("name", model.name);
    const auto strategy = static_cast<std::size_t>(model.strategy);
    json.add("strategy", std::string(kStrategies.at(strategy)), std::string(kStrategies.front()));
    json.add("affinity", std::string(model.affinity == Affinity::Conversation ? "conversation" : "none"),
             std::string("none"));
    json.add("targets", targetsJson(model.targets, Weight::Told, defaults));
    json.addPart("fallbacks", targetsJson(model.fallbacks, Weight::None, defaults));
    return json.take();
}

void bringTo(Json &entry, const Json &sparse, const Json &full)
{
    Json changed = Json::object();
    for (const auto &[name, value] : entry.items()) {
        const auto all = full.find(name);
        const auto said = sparse.find(name);
        if (all == full.end())
            continue; // what is not said any more
        if (meansTheSame(value, *all) || (said != sparse.end() && meansTheSame(value, *said))) {
            changed[name] = value;
        } else if (value.is_object() && all->is_object() && name != "headers" && name != "variables") {
            changed[name] = value;
            bringTo(changed[name], said != sparse.end() ? *said : Json::object(), *all);
            if (changed[name].empty())
                changed.erase(name);
        } else if (said != sparse.end()) {
            changed[name] = value;
            if (value.is_array() && isListOfEntries(*said))
                bringListTo(changed[name], *said, *all);
            else
                changed[name] = *said;
        }
    }
    for (const auto &[name, value] : sparse.items()) {
        if (!changed.contains(name))
            changed[name] = value;
    }
    entry = std::move(changed);
}

} // namespace signalbox::config
