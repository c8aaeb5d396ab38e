#include "catalog/catalog_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

namespace signalbox::catalog {

namespace {

using Json = nlohmann::json;

/// Thrown and caught in this file only: a reader of rows is thirty conversions deep in nlohmann's exceptions
/// anyway.
struct Wrong
{
    std::string message;
    std::string place;
};

/// One object of a document, read by name; what is left over at the end is wrong.
class Row final
{
public:
    Row(const Json &json, std::string place) : m_json(json), m_place(std::move(place))
    {
        if (!json.is_object())
            throw Wrong{"has to be an object", m_place};
    }

    [[nodiscard]] const Json *find(const char *name)
    {
        m_known.emplace_back(name);
        const auto found = m_json.find(name);
        return found == m_json.end() ? nullptr : &*found;
    }

    template<class T>
    void read(const char *name, T &target)
    {
        if (const Json *value = find(name))
            target = convert<T>(*value, name);
    }
    template<class T>
    void read(const char *name, std::optional<T> &target)
    {
        if (const Json *value = find(name))
            target = convert<T>(*value, name);
    }
    void require(const char *name, std::string &target)
    {
        read(name, target);
        if (target.empty())
            throw Wrong{"is missing", m_place + "/" + name};
    }

    void finish() const
    {
        for (const auto &[name, value] : m_json.items()) {
            if (std::ranges::find(m_known, name) == m_known.end())
                throw Wrong{"is not known", m_place + "/" + name};
        }
    }
    [[nodiscard]] const std::string &place() const { return m_place; }

private:
    template<class T>
    T convert(const Json &value, const char *name)
    {
        try {
            // nlohmann takes 1 for true and 1.5 for 1; our rows say what they mean.
            if (std::is_same_v<T, bool> && !value.is_boolean())
                throw Wrong{"has to be true or false", m_place + "/" + name};
            if (std::is_same_v<T, std::int64_t> && !value.is_number_integer())
                throw Wrong{"has to be a whole number", m_place + "/" + name};
            return value.get<T>();
        } catch (const Json::exception &) {
            throw Wrong{"is of a wrong type", m_place + "/" + name};
        }
    }

    const Json &m_json;
    std::string m_place;
    std::vector<std::string> m_known;
};

Money readMoney(const std::string &decimal, const std::string &place)
{
    const auto money = Money::parse(decimal);
    if (!money || *money < Money())
        throw Wrong{"is no price: write a decimal as text", place};
    return *money;
}

Rates readRates(Row &row)
{
    const auto rate = [&](const char *name) {
        std::optional<std::string> decimal;
        row.read(name, decimal);
        return decimal ? std::optional(readMoney(*decimal, row.place() + "/" + name)) : std::nullopt;
    };
    Rates rates;
    rates.input = rate("input");
    rates.output = rate("output");
    rates.cacheRead = rate("cache_read");
    rates.cacheWrite = rate("cache_write");
    rates.cacheWrite1h = rate("cache_write_1h");
    return rates;
}

/// Digits of `text` from `at`; a Wrong where one is none.
unsigned digits(const std::string &text, std::size_t at, std::size_t count, const std::string &place)
{
    unsigned value = 0;
    const char *begin = text.data() + std::min(at, text.size());
    const char *end = text.data() + std::min(at + count, text.size());
    const auto result = std::from_chars(begin, end, value);
    if (result.ptr != end || begin == end)
        throw Wrong{"is no date or time", place};
    return value;
}

std::chrono::sys_days readDay(const std::string &text, const std::string &place)
{
    using namespace std::chrono;
    const year_month_day date{year(static_cast<int>(digits(text, 0, 4, place))),
                              month(digits(text, 5, 2, place)), day(digits(text, 8, 2, place))};
    if (text.size() != 10 || !date.ok())
        throw Wrong{"is no date or time", place};
    return date;
}

std::chrono::minutes readTime(const std::string &text, const std::string &place)
{
    if (text.size() != 5 || text[2] != ':')
        throw Wrong{"is no date or time", place};
    return std::chrono::hours(digits(text, 0, 2, place)) + std::chrono::minutes(digits(text, 3, 2, place));
}

PriceWindow readWindow(const Json &json, const std::string &place)
{
    Row row(json, place);
    PriceWindow window;
    std::string begin;
    std::string end;
    std::vector<std::int64_t> days;
    row.require("begin", begin);
    row.require("end", end);
    row.read("days", days);
    window.begin = readTime(begin, place);
    window.end = readTime(end, place);
    if (!days.empty()) {
        if (days.size() != 2 || days[0] < 1 || days[1] > 7 || days[0] > days[1])
            throw Wrong{"has to be two days of the week, Monday being 1", place + "/days"};
        window.firstDay = static_cast<unsigned>(days[0]);
        window.lastDay = static_cast<unsigned>(days[1]);
    }
    window.rates = readRates(row);
    row.finish();
    return window;
}

PriceRow readPrice(const Json &json, const std::string &place)
{
    Row row(json, place);
    PriceRow price;
    row.require("as_of", price.asOf);
    std::string from;
    row.read("from", from);
    if (!from.empty())
        price.from = readDay(from, place + "/from");
    price.rates = readRates(row);
    if (const Json *tiers = row.find("tiers")) {
        for (const Json &each : *tiers) {
            Row tierRow(each, place + "/tiers");
            PriceTier tier;
            tierRow.read("over_input_tokens", tier.overInputTokens);
            tier.rates = readRates(tierRow);
            tierRow.finish();
            if (tier.overInputTokens <= (price.tiers.empty() ? 0 : price.tiers.back().overInputTokens))
                throw Wrong{"has to rise from tier to tier", place + "/tiers/over_input_tokens"};
            price.tiers.push_back(std::move(tier));
        }
    }
    if (const Json *windows = row.find("windows")) {
        for (const Json &each : *windows)
            price.windows.push_back(readWindow(each, place + "/windows"));
    }
    row.finish();
    return price;
}

ModelRow readModel(const Json &json, const std::string &kind)
{
    Row row(json, kind);
    ModelRow model;
    row.require("id", model.id);
    model.name = model.id;
    row.read("name", model.name);
    row.read("context", model.context);
    row.read("max_output", model.maxOutput);
    row.read("tool_call", model.toolCall);
    row.read("reasoning", model.reasoning);
    row.read("images", model.images);
    row.read("vectors", model.vectors);
    if (const Json *prices = row.find("prices")) {
        for (const Json &each : *prices)
            model.prices.push_back(readPrice(each, kind + "/" + model.id + "/prices"));
    }
    row.finish();
    return model;
}

Auth readAuth(const Json &json, const std::string &place)
{
    Row row(json, place);
    Auth auth;
    std::string scheme;
    row.require("scheme", scheme);
    if (scheme == "none") {
        auth.scheme = AuthScheme::None;
    } else if (scheme == "header") {
        auth.prefix.clear();
        row.require("header", auth.header);
        row.read("prefix", auth.prefix);
    } else if (scheme == "aws-sigv4") {
        auth.scheme = AuthScheme::AwsSignature;
        row.require("service", auth.service);
        row.read("other_services", auth.otherServices);
    } else if (scheme == "oauth2-service-account") {
        auth.scheme = AuthScheme::AccountToken;
    } else if (scheme != "bearer") {
        throw Wrong{"has to be bearer, header, aws-sigv4, oauth2-service-account or none", place + "/scheme"};
    }
    row.finish();
    return auth;
}

FieldValue readFieldValue(const Json &value, const std::string &place)
{
    if (value.is_boolean())
        return value.get<bool>();
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_array() && std::ranges::all_of(value, [](const Json &each) { return each.is_string(); }))
        return value.get<std::vector<std::string>>();
    throw Wrong{"is of a wrong type", place};
}

FieldValue readDialectValue(const std::string &name, const Json &value, const std::string &place)
{
    const std::size_t type = dialectFieldType(name);
    if (type == std::variant_npos)
        throw Wrong{"is no field of a dialect", place};
    FieldValue field = readFieldValue(value, place);
    if (field.index() != type)
        throw Wrong{"is of a wrong type", place};
    return field;
}

FieldValues readDialect(const Json &json, const std::string &place)
{
    if (!json.is_object())
        throw Wrong{"has to be an object", place};
    FieldValues dialect;
    for (const auto &[name, value] : json.items())
        dialect.emplace(name, readDialectValue(name, value, place + "/" + name));
    return dialect;
}

ModelFamily readFamily(const Json &json, const std::string &place)
{
    Row row(json, place);
    ModelFamily family;
    row.read("names", family.names);
    if (family.names.empty())
        throw Wrong{"is missing", place + "/names"};
    if (const Json *rules = row.find("rules")) {
        for (const auto &[name, value] : rules->items())
            family.rules.emplace(name, readFieldValue(value, place + "/rules/" + name));
    }
    row.finish();
    return family;
}

ProviderRow readProvider(const Json &json, const std::string &place)
{
    Row row(json, place);
    ProviderRow provider;
    row.require("id", provider.id);
    row.require("name", provider.name);
    row.read("base_url", provider.baseUrl);
    row.read("other_base_urls", provider.otherBaseUrls);
    row.read("query", provider.query);
    row.read("special_base_urls", provider.specialBaseUrls);
    row.read("wire", provider.wire);
    row.read("headers", provider.headers);
    row.read("environment", provider.environment);
    row.read("environment_files", provider.environmentFiles);
    row.read("environment_of_variables", provider.environmentOfVariables);
    row.read("format_models", provider.formatModels);
    row.read("any_model", provider.anyModel);
    row.read("local", provider.local);
    row.read("simulated", provider.simulated);
    row.read("notes", provider.notes);
    if (const Json *auth = row.find("auth"))
        provider.auth = readAuth(*auth, place + "/auth");
    if (const Json *dialect = row.find("dialect"))
        provider.dialect = readDialect(*dialect, place + "/dialect");
    if (const Json *others = row.find("other_dialects")) {
        if (!others->is_object())
            throw Wrong{"has to be an object", place + "/other_dialects"};
        for (const auto &[format, dialect] : others->items())
            provider.otherDialects.emplace(format, readDialect(dialect, place + "/other_dialects/" + format));
    }
    row.finish();
    if (provider.wire.empty())
        throw Wrong{"is missing", place + "/wire"};
    return provider;
}

template<class T>
Result<T> guarded(T (*read)(const Json &), std::string_view text)
{
    try {
        return read(Json::parse(text));
    } catch (const Wrong &wrong) {
        return fail(ErrorCode::InvalidInput, wrong.message, wrong.place);
    } catch (const Json::exception &error) {
        return fail(ErrorCode::InvalidInput, error.what());
    }
}

} // namespace

Result<std::vector<ProviderRow>> readProviders(std::string_view json)
{
    return guarded<std::vector<ProviderRow>>(
        [](const Json &document) {
            std::vector<ProviderRow> providers;
            for (const Json &each : document.at("providers"))
                providers.push_back(readProvider(each, "/providers/" + std::to_string(providers.size())));
            return providers;
        },
        json);
}

Result<std::vector<ModelFamily>> readModelRules(std::string_view json)
{
    return guarded<std::vector<ModelFamily>>(
        [](const Json &document) {
            std::vector<ModelFamily> families;
            for (const Json &each : document.at("families"))
                families.push_back(readFamily(each, "/families/" + std::to_string(families.size())));
            return families;
        },
        json);
}

Result<std::map<std::string, std::vector<ModelRow>>> readModels(std::string_view json)
{
    return guarded<std::map<std::string, std::vector<ModelRow>>>(
        [](const Json &document) {
            std::map<std::string, std::vector<ModelRow>> models;
            for (const auto &[kind, rows] : document.at("models").items()) {
                for (const Json &each : rows)
                    models[kind].push_back(readModel(each, kind));
            }
            return models;
        },
        json);
}

} // namespace signalbox::catalog
