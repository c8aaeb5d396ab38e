#include "config/section_readers.h"
#include "config/text_checks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace signalbox::config {

namespace {

constexpr std::array<std::string_view, 7> kWireFormats{
    "openai-responses", "openai-chat", "anthropic-messages", "gemini", "bedrock-converse",
    "cohere",           "ollama"};
constexpr IntegerRange kTokens{1, 1'000'000'000};
constexpr IntegerRange kMilliseconds{1, 86'400'000};

/// A price's digits as they were written; an exponent (which other programs write for small prices) is
/// resolved.
std::optional<Money> moneyOf(std::string_view token)
{
    if (const auto exact = Money::parse(token))
        return exact;
    if (token.find_first_of("eE") == std::string_view::npos)
        return std::nullopt;
    const auto value = numberOf(token);
    if (!value)
        return std::nullopt;
    char text[64];
    const auto [end, error] = std::to_chars(text, text + sizeof text, *value, std::chars_format::fixed);
    if (error != std::errc())
        return std::nullopt;
    return Money::parse({text, static_cast<std::size_t>(end - text)});
}

void readPriceField(ObjectReader &reader, std::string_view name, std::optional<Money> &price)
{
    const JsonNode *node = reader.member(name);
    if (node == nullptr)
        return;
    if (node->kind != JsonNode::Kind::Number) {
        reader.add(name, "has to be a number, not " + std::string(nameOf(node->kind)));
        return;
    }
    price = moneyOf(node->text);
    if (!price || *price < Money() || *price > Money::fromNano(1'000'000'000'000'000))
        reader.add(
            name, "has to be US dollars for a million tokens: from 0 to 1000000, with at most nine decimals");
}

Price readPrice(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    Price price;
    readPriceField(reader, "input_per_mtok", price.inputPerMtok);
    readPriceField(reader, "output_per_mtok", price.outputPerMtok);
    readPriceField(reader, "cache_read_per_mtok", price.cacheReadPerMtok);
    readPriceField(reader, "cache_write_per_mtok", price.cacheWritePerMtok);
    reader.finish();
    return price;
}

template<class T>
void set(std::optional<T> &target, std::optional<T> value)
{
    target = std::move(value);
}

ModelEntry readModel(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    ModelEntry model;
    if (const auto id = reader.string("id", Need::Required)) {
        check(reader, "id", wrongModelName(*id));
        model.id = *id;
    }
    set(model.context, reader.integer("context", kTokens));
    set(model.maxOutput, reader.integer("max_output", kTokens));
    set(model.toolCall, reader.boolean("tool_call"));
    set(model.reasoning, reader.boolean("reasoning"));
    set(model.images, reader.boolean("images"));
    if (const JsonNode *price = reader.object("price"))
        model.price = readPrice(*price, reader.pointerOf("price"), findings);
    reader.finish();
    return model;
}

ProviderKey readKey(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    ProviderKey key;
    if (const auto id = reader.string("id", Need::Required)) {
        check(reader, "id", wrongId(*id));
        key.id = *id;
    }
    if (const auto secret = reader.string("secret", Need::Required)) {
        check(reader, "secret", wrongReference(*secret));
        key.secret = *secret;
    }
    reader.assign(key.weight, reader.number("weight", {0, 1e9}));
    reader.assign(key.models, reader.strings("models"));
    reader.assign(key.enabled, reader.boolean("enabled"));
    reader.finish();
    return key;
}

std::vector<std::string> readWire(ObjectReader &reader)
{
    std::vector<std::string> formats;
    const JsonNode *wire = reader.member("wire");
    if (wire == nullptr)
        return formats;
    const auto take = [&](const JsonNode &node, const std::string &where) {
        if (node.kind != JsonNode::Kind::String) {
            reader.findings().push_back({where, "has to be text, not " + std::string(nameOf(node.kind))});
        } else if (std::ranges::find(kWireFormats, node.text) == kWireFormats.end()) {
            std::string list;
            for (const std::string_view each : kWireFormats)
                list += (list.empty() ? "" : ", ") + std::string(each);
            reader.findings().push_back(
                {where, "has to be one of " + list + suggestion(node.text, kWireFormats)});
        } else if (std::ranges::find(formats, node.text) != formats.end()) {
            reader.findings().push_back({where, "stands in the list already"});
        } else {
            formats.push_back(node.text);
        }
    };
    const std::string pointer = reader.pointerOf("wire");
    if (wire->kind != JsonNode::Kind::Array) {
        take(*wire, pointer);
    } else {
        for (std::size_t i = 0; i < wire->items.size(); ++i)
            take(wire->items[i], pointerTo(pointer, i));
        if (wire->items.empty())
            reader.add("wire", "names no format; leave it out for those of the catalogue");
    }
    return formats;
}

/// An object of free names and text values; `wrongName` and `wrongValue` are of text_checks.h.
std::map<std::string, std::string> readTexts(ObjectReader &reader, std::string_view name,
                                             std::string (*wrongName)(std::string_view),
                                             std::string (*wrongValue)(std::string_view))
{
    std::map<std::string, std::string> texts;
    const JsonNode *object = reader.object(name);
    if (object == nullptr)
        return texts;
    for (std::size_t i = 0; i < object->items.size(); ++i) {
        const JsonNode &item = object->items[i];
        const std::string where = pointerTo(reader.pointerOf(name), object->names[i]);
        if (std::string wrong = wrongName(object->names[i]); !wrong.empty())
            reader.findings().push_back({where, std::move(wrong)});
        if (item.kind != JsonNode::Kind::String)
            reader.findings().push_back({where, "has to be text, not " + std::string(nameOf(item.kind))});
        else if (std::string wrong = wrongValue(item.text); !wrong.empty())
            reader.findings().push_back({where, std::move(wrong)});
        else
            texts.emplace(object->names[i], item.text);
    }
    return texts;
}

KeyHeader readKeyHeader(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    KeyHeader auth;
    if (const auto header = reader.string("header", Need::Required)) {
        check(reader, "header", wrongKeyHeader(*header));
        auth.header = *header;
    }
    if (const auto prefix = reader.string("prefix")) {
        check(reader, "prefix", wrongHeaderValue(*prefix));
        auth.prefix = *prefix;
    }
    reader.finish();
    return auth;
}

Timeouts readTimeouts(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    Timeouts timeouts;
    reader.duration("connect_ms", timeouts.connect, kMilliseconds);
    reader.duration("first_byte_ms", timeouts.firstByte, kMilliseconds);
    reader.duration("idle_ms", timeouts.idle, kMilliseconds);
    reader.duration("total_ms", timeouts.total, kMilliseconds);
    reader.finish();
    return timeouts;
}

Retry readRetry(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    Retry retry;
    if (const auto max = reader.integer("max", {0, 10}))
        retry.max = static_cast<int>(*max);
    reader.duration("base_ms", retry.base, {0, 600'000});
    reader.duration("max_ms", retry.limit, {0, 600'000});
    if (retry.base > retry.limit)
        reader.add("base_ms", "is longer than max_ms (" + std::to_string(retry.limit.count()) + ")");
    reader.finish();
    return retry;
}

Breaker readBreaker(const JsonNode &node, const std::string &pointer, Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    Breaker breaker;
    if (const auto failures = reader.integer("failures", {1, 1000}))
        breaker.failures = static_cast<int>(*failures);
    reader.duration("window_seconds", breaker.window, {1, 3600});
    reader.assign(breaker.errorRate, reader.number("error_rate", {0, 1, true}));
    if (const auto requests = reader.integer("min_requests", {1, 100'000}))
        breaker.minRequests = static_cast<int>(*requests);
    reader.duration("open_seconds", breaker.open, {1, 3600});
    reader.finish();
    return breaker;
}

void readSimulation(ObjectReader &reader, Simulation &simulation)
{
    reader.assign(simulation.tokensPerSecond, reader.number("tokens_per_second", {0, 100'000, true}));
    reader.duration("first_token_ms", simulation.firstToken, {0, 600'000});
    reader.assign(simulation.failRate, reader.number("fail_rate", {0, 1}));
    reader.assign(simulation.stallRate, reader.number("stall_rate", {0, 1}));
    reader.assign(simulation.cutRate, reader.number("cut_rate", {0, 1}));
}

/// What the kind asks of the entry.
void checkKind(ObjectReader &reader, const Provider &provider, const std::vector<KnownKind> &kinds)
{
    const bool generic = provider.kind == "openai-compatible" || provider.kind == "anthropic-compatible";
    const auto known = std::ranges::find(kinds, provider.kind, &KnownKind::id);
    const bool needsUrl = known != kinds.end() ? known->needsBaseUrl : generic;
    if (needsUrl && provider.baseUrl.empty())
        reader.add("base_url",
                   "is missing: a provider of kind \"" + provider.kind + "\" has no address of its own");
    if (known != kinds.end() && provider.baseUrl.empty()) {
        for (const std::string &variable : known->variables) {
            if (!provider.variables.contains(variable))
                reader.findings().push_back(
                    {pointerTo(reader.pointerOf("variables"), variable),
                     "is missing: the address of \"" + provider.kind + "\" holds it"});
        }
    }
    if (kinds.empty() || known != kinds.end())
        return;
    std::vector<std::string_view> ids;
    for (const KnownKind &each : kinds)
        ids.push_back(each.id);
    std::string message = "is no provider of the catalogue" + suggestion(provider.kind, ids);
    if (!message.ends_with('?'))
        message += '.';
    message += " For any other host write \"openai-compatible\" or \"anthropic-compatible\" and a base_url";
    reader.add("kind", std::move(message));
}

std::string anyName(std::string_view text)
{
    return wrongId(text);
}

} // namespace

Provider readProvider(const JsonNode &node, const std::string &pointer, const std::vector<KnownKind> &kinds,
                      Findings &findings)
{
    ObjectReader reader(node, pointer, findings);
    Provider provider;
    if (const auto id = reader.string("id", Need::Required)) {
        check(reader, "id", wrongId(*id));
        provider.id = *id;
    }
    const auto kind = reader.string("kind", Need::Required);
    reader.assign(provider.kind, kind);
    reader.assign(provider.enabled, reader.boolean("enabled"));
    provider.variables = readTexts(reader, "variables", anyName, wrongVariableValue);
    if (const auto url = reader.string("base_url")) {
        std::vector<std::string> names;
        for (const auto &[name, value] : provider.variables)
            names.push_back(name);
        check(reader, "base_url", wrongBaseUrl(*url, names));
        provider.baseUrl = *url;
    }
    provider.wire = readWire(reader);
    UniqueNames keyIds(findings);
    forEach(reader, "keys", [&](const JsonNode &item, const std::string &where) {
        provider.keys.push_back(readKey(item, where, findings));
        keyIds.add(provider.keys.back().id, pointerTo(where, "id"));
    });
    UniqueNames modelIds(findings);
    forEach(reader, "models", [&](const JsonNode &item, const std::string &where) {
        provider.models.push_back(readModel(item, where, findings));
        modelIds.add(provider.models.back().id, pointerTo(where, "id"));
    });
    if (const JsonNode *auth = reader.object("auth"))
        provider.auth = readKeyHeader(*auth, reader.pointerOf("auth"), findings);
    provider.headers = readTexts(reader, "headers", wrongHeaderName, wrongHeaderValue);
    if (const JsonNode *timeouts = reader.object("timeouts"))
        provider.timeouts = readTimeouts(*timeouts, reader.pointerOf("timeouts"), findings);
    if (const JsonNode *retry = reader.object("retry"))
        provider.retry = readRetry(*retry, reader.pointerOf("retry"), findings);
    if (const JsonNode *breaker = reader.object("breaker"))
        provider.breaker = readBreaker(*breaker, reader.pointerOf("breaker"), findings);
    if (const auto proxy = reader.string("proxy")) {
        check(reader, "proxy", wrongProxy(*proxy));
        provider.proxy = *proxy;
    }
    // On any other provider these five would be taken for a limit it does not have: they stay unknown there.
    if (provider.kind == "simulated")
        readSimulation(reader, provider.simulation);
    if (kind)
        checkKind(reader, provider, kinds);
    reader.finish();
    return provider;
}

} // namespace signalbox::config
