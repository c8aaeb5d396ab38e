#include "ledger/record_line.h"

#include "base/json_writer.h"

#include <nlohmann/json.hpp>

namespace signalbox::ledger {

namespace {

using Json = nlohmann::json;
using std::chrono::microseconds;

void writeUsage(JsonWriter &json, const record::Usage &usage)
{
    json.key("usage").beginObject();
    json.key("input").number(usage.inputTokens).key("cached_input").number(usage.cachedInputTokens);
    json.key("cache_write")
        .number(usage.cacheWriteTokens)
        .key("cache_write_1h")
        .number(usage.cacheWrite1hTokens);
    json.key("output").number(usage.outputTokens).key("reasoning").number(usage.reasoningTokens);
    json.key("estimated").boolean(usage.estimated).endObject();
}

void writeAttempt(JsonWriter &json, const record::Attempt &attempt)
{
    json.beginObject().key("provider").string(attempt.provider).key("model").string(attempt.model);
    json.key("key").string(attempt.keyId).key("result").string(record::toString(attempt.result));
    json.key("status").number(attempt.httpStatus).key("started_after").number(attempt.startedAfter.count());
    json.key("duration").number(attempt.duration.count());
    if (attempt.firstByte)
        json.key("first_byte").number(attempt.firstByte->count());
    json.key("error").string(attempt.error).endObject();
}

void writeDetails(JsonWriter &json, const record::RequestRecord &record)
{
    json.key("attempts").beginArray();
    for (const record::Attempt &attempt : record.attempts)
        writeAttempt(json, attempt);
    json.endArray().key("route").beginArray();
    for (const record::RouteStep &step : record.route)
        json.string(step.text);
    json.endArray();
}

std::optional<microseconds> optionalDuration(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found == json.end() ? std::nullopt : std::optional(microseconds(found->get<std::int64_t>()));
}

record::Usage readUsage(const Json &json)
{
    record::Usage usage;
    json.at("input").get_to(usage.inputTokens);
    json.at("cached_input").get_to(usage.cachedInputTokens);
    json.at("cache_write").get_to(usage.cacheWriteTokens);
    json.at("cache_write_1h").get_to(usage.cacheWrite1hTokens);
    json.at("output").get_to(usage.outputTokens);
    json.at("reasoning").get_to(usage.reasoningTokens);
    json.at("estimated").get_to(usage.estimated);
    return usage;
}

/// Nothing where the result is one that we do not know.
std::optional<record::Attempt> readAttempt(const Json &json)
{
    const auto result = record::attemptResultFromString(json.at("result").get<std::string>());
    if (!result)
        return std::nullopt;
    record::Attempt attempt;
    attempt.result = *result;
    json.at("provider").get_to(attempt.provider);
    json.at("model").get_to(attempt.model);
    json.at("key").get_to(attempt.keyId);
    json.at("status").get_to(attempt.httpStatus);
    attempt.startedAfter = microseconds(json.at("started_after").get<std::int64_t>());
    attempt.duration = microseconds(json.at("duration").get<std::int64_t>());
    attempt.firstByte = optionalDuration(json, "first_byte");
    json.at("error").get_to(attempt.error);
    return attempt;
}

/// False where a result is one that we do not know. Throws what nlohmann throws.
bool readDetails(const Json &json, record::RequestRecord &record)
{
    record.attempts.clear();
    for (const Json &item : json.at("attempts")) {
        auto attempt = readAttempt(item);
        if (!attempt)
            return false;
        record.attempts.push_back(std::move(*attempt));
    }
    record.route.clear();
    for (const Json &step : json.at("route"))
        record.route.push_back({step.get<std::string>()});
    return true;
}

/// Throws what nlohmann throws where a member is missing or of another type.
std::optional<record::RequestRecord> readRecord(const Json &json)
{
    const auto outcome = record::outcomeFromString(json.at("outcome").get<std::string>());
    if (!outcome)
        return std::nullopt;
    record::RequestRecord record;
    record.outcome = *outcome;
    record.startedAt = WallTime(microseconds(json.at("started_at").get<std::int64_t>()));
    for (auto [name, field] : {std::pair{"id", &record.id},
                               {"surface", &record.surface},
                               {"agent", &record.agent},
                               {"key", &record.keyId},
                               {"team", &record.team},
                               {"session", &record.session},
                               {"tags", &record.tags},
                               {"asked_model", &record.askedModel},
                               {"virtual_model", &record.virtualModel},
                               {"provider", &record.provider},
                               {"model", &record.model},
                               {"error_code", &record.errorCode},
                               {"error_message", &record.errorMessage},
                               {"dropped", &record.dropped},
                               {"priced_as_of", &record.cost.pricedAsOf}})
        json.at(name).get_to(*field);
    json.at("streamed").get_to(record.streamed);
    json.at("status").get_to(record.httpStatus);
    if (const auto usage = json.find("usage"); usage != json.end())
        record.usage = readUsage(*usage);
    if (const auto cost = json.find("cost"); cost != json.end())
        record.cost.total = Money::fromNano(cost->get<std::int64_t>());
    record.total = microseconds(json.at("total").get<std::int64_t>());
    record.firstToken = optionalDuration(json, "first_token");
    record.overhead = microseconds(json.at("overhead").get<std::int64_t>());
    if (!readDetails(json, record))
        return std::nullopt;
    return record;
}

} // namespace

void appendRecordLine(std::string &out, const record::RequestRecord &record)
{
    JsonWriter json(out);
    json.beginObject()
        .key("id")
        .string(record.id)
        .key("started_at")
        .number(record.startedAt.time_since_epoch().count());
    json.key("surface")
        .string(record.surface)
        .key("agent")
        .string(record.agent)
        .key("key")
        .string(record.keyId);
    json.key("team")
        .string(record.team)
        .key("session")
        .string(record.session)
        .key("tags")
        .string(record.tags);
    json.key("asked_model").string(record.askedModel).key("virtual_model").string(record.virtualModel);
    json.key("provider").string(record.provider).key("model").string(record.model);
    json.key("streamed").boolean(record.streamed).key("outcome").string(record::toString(record.outcome));
    json.key("status").number(record.httpStatus).key("error_code").string(record.errorCode);
    json.key("error_message").string(record.errorMessage).key("dropped").string(record.dropped);
    if (record.usage)
        writeUsage(json, *record.usage);
    if (record.cost.total)
        json.key("cost").number(record.cost.total->nano());
    json.key("priced_as_of").string(record.cost.pricedAsOf).key("total").number(record.total.count());
    if (record.firstToken)
        json.key("first_token").number(record.firstToken->count());
    json.key("overhead").number(record.overhead.count());
    writeDetails(json, record);
    json.endObject();
    out += '\n';
}

void appendDetails(std::string &out, const record::RequestRecord &record)
{
    JsonWriter json(out);
    json.beginObject();
    writeDetails(json, record);
    json.endObject();
}

Result<void> parseDetails(std::string_view details, record::RequestRecord &record)
{
    try {
        if (readDetails(Json::parse(details), record))
            return {};
        return fail(ErrorCode::Protocol, "unknown result of an attempt", record.id);
    } catch (const Json::exception &error) {
        return fail(ErrorCode::Protocol, error.what(), record.id);
    }
}

Result<record::RequestRecord> parseRecordLine(std::string_view line)
{
    try {
        const Json json = Json::parse(line);
        if (auto record = readRecord(json))
            return std::move(*record);
        return fail(ErrorCode::InvalidInput, "unknown outcome");
    } catch (const Json::exception &error) {
        return fail(ErrorCode::InvalidInput, error.what());
    }
}

} // namespace signalbox::ledger
