#include "ledger/report_json.h"

#include "base/json_writer.h"
#include "base/rfc3339.h"

#include <cstdlib>

namespace signalbox::ledger {

namespace {

using Duration = std::optional<std::chrono::microseconds>;

/// Milliseconds, with three decimals where it is not whole: exact, as the ledger keeps microseconds.
void writeMilliseconds(JsonWriter &json, std::string_view key, const Duration &duration)
{
    json.key(key);
    if (!duration) {
        json.null();
        return;
    }
    std::string text = std::to_string(duration->count() / 1000);
    if (const auto micros = std::abs(duration->count() % 1000); micros != 0)
        text += '.' + std::to_string(1000 + micros).substr(1);
    json.raw(text);
}

void writeMoney(JsonWriter &json, std::string_view key, const std::optional<Money> &money)
{
    json.key(key);
    if (money)
        json.raw(money->toDecimal());
    else
        json.null();
}

void writeFigures(JsonWriter &json, const UsageFigures &figures)
{
    json.key("requests").number(figures.requests).key("failed").number(figures.failed);
    json.key("refused").number(figures.refused).key("cancelled").number(figures.cancelled);
    json.key("input_tokens").number(figures.inputTokens);
    json.key("cached_input_tokens").number(figures.cachedInputTokens);
    json.key("cache_write_tokens").number(figures.cacheWriteTokens);
    json.key("output_tokens").number(figures.outputTokens);
    json.key("reasoning_tokens").number(figures.reasoningTokens);
    writeMoney(json, "cost_usd", figures.cost);
    json.key("unpriced_requests").number(figures.unpricedRequests);
    writeMilliseconds(json, "p50_ms", figures.total.p50);
    writeMilliseconds(json, "p95_ms", figures.total.p95);
    writeMilliseconds(json, "p99_ms", figures.total.p99);
    writeMilliseconds(json, "first_token_p50_ms", figures.firstToken.p50);
    writeMilliseconds(json, "first_token_p95_ms", figures.firstToken.p95);
    writeMilliseconds(json, "first_token_p99_ms", figures.firstToken.p99);
}

/// Null where it is empty: absent is not "".
void writeText(JsonWriter &json, std::string_view key, std::string_view text)
{
    json.key(key);
    if (text.empty())
        json.null();
    else
        json.string(text);
}

/// Under the names that `usage` has for their sums; null where nothing was answered.
void writeTokens(JsonWriter &json, const std::optional<record::Usage> &usage)
{
    const auto write = [&](std::string_view name, std::int64_t tokens) {
        json.key(name);
        if (usage)
            json.number(tokens);
        else
            json.null();
    };
    const record::Usage counted = usage.value_or(record::Usage());
    write("input_tokens", counted.inputTokens);
    write("cached_input_tokens", counted.cachedInputTokens);
    write("cache_write_tokens", counted.cacheWriteTokens + counted.cacheWrite1hTokens);
    write("output_tokens", counted.outputTokens);
    write("reasoning_tokens", counted.reasoningTokens);
    json.key("usage_estimated").boolean(counted.estimated);
}

void writeAttempt(JsonWriter &json, const record::Attempt &attempt)
{
    json.beginObject().key("provider").string(attempt.provider).key("model").string(attempt.model);
    writeText(json, "provider_key", attempt.keyId);
    json.key("result").string(record::toString(attempt.result)).key("status");
    if (attempt.httpStatus == 0)
        json.null();
    else
        json.number(attempt.httpStatus);
    writeMilliseconds(json, "started_after_ms", attempt.startedAfter);
    writeMilliseconds(json, "duration_ms", attempt.duration);
    writeMilliseconds(json, "first_byte_ms", attempt.firstByte);
    writeText(json, "error", attempt.error);
    json.endObject();
}

} // namespace

std::string_view toString(GroupBy by)
{
    switch (by) {
    case GroupBy::Model:
        return "model";
    case GroupBy::Provider:
        return "provider";
    case GroupBy::Key:
        return "key";
    case GroupBy::Team:
        return "team";
    case GroupBy::Day:
        return "day";
    case GroupBy::None:
        break;
    }
    return {};
}

std::string toJson(const UsageReport &report)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject()
        .key("since")
        .string(toRfc3339(report.since))
        .key("until")
        .string(toRfc3339(report.until));
    json.key("total").beginObject();
    writeFigures(json, report.total);
    json.endObject().key("rows").beginArray();
    for (const UsageRow &row : report.rows) {
        json.beginObject();
        writeText(json, toString(report.by), row.group);
        writeFigures(json, row.figures);
        json.endObject();
    }
    json.endArray().endObject();
    return out;
}

std::string toJson(const record::RequestRecord &record)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("id").string(record.id).key("started_at").string(toRfc3339(record.startedAt));
    writeText(json, "surface", record.surface);
    writeText(json, "agent", record.agent);
    writeText(json, "key", record.keyId);
    writeText(json, "team", record.team);
    writeText(json, "session", record.session);
    writeText(json, "tags", record.tags);
    writeText(json, "asked_model", record.askedModel);
    writeText(json, "virtual_model", record.virtualModel);
    writeText(json, "provider", record.provider);
    writeText(json, "model", record.model);
    json.key("streamed").boolean(record.streamed).key("outcome").string(record::toString(record.outcome));
    json.key("status").number(record.httpStatus);
    writeText(json, "error_code", record.errorCode);
    writeText(json, "error_message", record.errorMessage);
    writeText(json, "dropped", record.dropped);
    writeTokens(json, record.usage);
    writeMoney(json, "cost_usd", record.cost.total);
    writeText(json, "priced_as_of", record.cost.pricedAsOf);
    writeMilliseconds(json, "total_ms", record.total);
    writeMilliseconds(json, "first_token_ms", record.firstToken);
    writeMilliseconds(json, "overhead_ms", record.overhead);
    json.key("attempts").beginArray();
    for (const record::Attempt &attempt : record.attempts)
        writeAttempt(json, attempt);
    json.endArray().key("route").beginArray();
    for (const record::RouteStep &step : record.route)
        json.string(step.text);
    json.endArray().endObject();
    return out;
}

} // namespace signalbox::ledger
