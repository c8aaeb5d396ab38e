#include "app/report.h"

#include "app/time_argument.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace signalbox::app {

namespace {

using nlohmann::ordered_json;

/// Milliseconds with microseconds behind the point; null where there is none.
ordered_json milliseconds(const std::optional<std::chrono::microseconds> &time)
{
    return time ? ordered_json(static_cast<double>(time->count()) / 1000.0) : ordered_json(nullptr);
}

void addFigures(ordered_json &json, const ledger::UsageFigures &figures)
{
    json["requests"] = figures.requests;
    json["failed"] = figures.failed;
    json["input_tokens"] = figures.inputTokens;
    json["cached_input_tokens"] = figures.cachedInputTokens;
    json["output_tokens"] = figures.outputTokens;
    json["reasoning_tokens"] = figures.reasoningTokens;
    json["cost_usd"] = figures.cost.toDouble();
    json["unpriced_requests"] = figures.unpricedRequests;
    json["p50_ms"] = milliseconds(figures.total.p50);
    json["p95_ms"] = milliseconds(figures.total.p95);
    json["p99_ms"] = milliseconds(figures.total.p99);
}

const char *groupName(ledger::GroupBy by)
{
    switch (by) {
    case ledger::GroupBy::Model:
        return "model";
    case ledger::GroupBy::Provider:
        return "provider";
    case ledger::GroupBy::Key:
        return "key";
    case ledger::GroupBy::Team:
        return "team";
    case ledger::GroupBy::Day:
        return "day";
    case ledger::GroupBy::None:
        break;
    }
    return "group";
}

std::string seconds(const std::optional<std::chrono::microseconds> &time)
{
    if (!time)
        return "–";
    char text[32];
    const double value = static_cast<double>(time->count()) / 1e6;
    std::snprintf(text, sizeof text, value < 10 ? "%.2f s" : "%.1f s", value);
    return text;
}

std::string dollars(Money money)
{
    char text[40];
    const double value = money.toDouble();
    std::snprintf(text, sizeof text, std::abs(value) < 1 && money.nano() != 0 ? "$%.4f" : "$%.2f", value);
    return text;
}

ordered_json attemptJson(const record::Attempt &attempt)
{
    return {{"provider", attempt.provider}, {"model", attempt.model},
            {"key", attempt.keyId},         {"result", std::string(toString(attempt.result))},
            {"status", attempt.httpStatus}, {"duration_ms", milliseconds(attempt.duration)},
            {"error", attempt.error}};
}

ordered_json requestJson(const record::RequestRecord &record)
{
    ordered_json json{{"id", record.id},
                      {"time", timestamp(record.startedAt)},
                      {"surface", record.surface},
                      {"agent", record.agent},
                      {"key", record.keyId},
                      {"session", record.session},
                      {"tags", record.tags},
                      {"asked_model", record.askedModel},
                      {"virtual_model", record.virtualModel},
                      {"provider", record.provider},
                      {"model", record.model},
                      {"streamed", record.streamed},
                      {"outcome", std::string(toString(record.outcome))},
                      {"status", record.httpStatus},
                      {"error_code", record.errorCode},
                      {"error", record.errorMessage},
                      {"dropped", record.dropped}};
    const record::Usage usage = record.usage.value_or(record::Usage{});
    json["input_tokens"] = usage.inputTokens;
    json["cached_input_tokens"] = usage.cachedInputTokens;
    json["cache_write_tokens"] = usage.cacheWriteTokens + usage.cacheWrite1hTokens;
    json["output_tokens"] = usage.outputTokens;
    json["reasoning_tokens"] = usage.reasoningTokens;
    json["cost_usd"] =
        record.cost.total ? ordered_json(record.cost.total->toDouble()) : ordered_json(nullptr);
    json["total_ms"] = milliseconds(record.total);
    json["first_token_ms"] = milliseconds(record.firstToken);
    json["overhead_ms"] = milliseconds(record.overhead);
    json["attempts"] = ordered_json::array();
    for (const record::Attempt &attempt : record.attempts)
        json["attempts"].push_back(attemptJson(attempt));
    return json;
}

/// Characters, not bytes: what a terminal's columns are counted in, near enough.
std::size_t width(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

} // namespace

std::string usageJson(const ledger::UsageReport &report)
{
    ordered_json json{{"since", timestamp(report.since)}, {"until", timestamp(report.until)}};
    json["total"] = ordered_json::object();
    addFigures(json["total"], report.total);
    json["rows"] = ordered_json::array();
    for (const ledger::UsageRow &row : report.rows) {
        ordered_json entry{{groupName(report.by), row.group}};
        addFigures(entry, row.figures);
        json["rows"].push_back(std::move(entry));
    }
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

std::string usageText(const ledger::UsageReport &report)
{
    std::vector<std::vector<std::string>> rows{
        {report.by == ledger::GroupBy::None ? "" : groupName(report.by), "requests", "failed", "input",
         "cached", "output", "cost", "p50", "p95"}};
    const auto add = [&rows](const std::string &name, const ledger::UsageFigures &figures) {
        std::string cost = dollars(figures.cost);
        if (figures.unpricedRequests > 0)
            cost += " + " + std::to_string(figures.unpricedRequests) + " unpriced";
        rows.push_back({name, std::to_string(figures.requests), std::to_string(figures.failed),
                        std::to_string(figures.inputTokens), std::to_string(figures.cachedInputTokens),
                        std::to_string(figures.outputTokens), cost, seconds(figures.total.p50),
                        seconds(figures.total.p95)});
    };
    for (const ledger::UsageRow &row : report.rows)
        add(row.group.empty() ? "(none)" : row.group, row.figures);
    add("total", report.total);
    return localTime(report.since) + " to " + localTime(report.until) + '\n' +
           table(rows, {false, true, true, true, true, true, true, true, true});
}

std::string requestsJson(const std::vector<record::RequestRecord> &rows)
{
    ordered_json json = ordered_json::array();
    for (const record::RequestRecord &row : rows)
        json.push_back(requestJson(row));
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

std::string requestsText(const std::vector<record::RequestRecord> &rows)
{
    if (rows.empty())
        return "No requests.\n";
    std::vector<std::vector<std::string>> lines{
        {"time", "agent", "asked", "served by", "outcome", "status", "total", "in", "out", "cost", "id"}};
    for (const record::RequestRecord &row : rows) {
        const record::Usage usage = row.usage.value_or(record::Usage{});
        lines.push_back({localTime(row.startedAt), row.agent, row.askedModel,
                         row.provider.empty() ? "–" : row.provider + '/' + row.model,
                         std::string(toString(row.outcome)), std::to_string(row.httpStatus),
                         seconds(row.total), std::to_string(usage.inputTokens),
                         std::to_string(usage.outputTokens),
                         row.cost.total ? dollars(*row.cost.total) : "unknown", row.id});
    }
    return table(lines, {false, false, false, false, false, true, true, true, true, true, false});
}

std::string table(const std::vector<std::vector<std::string>> &rows, const std::vector<bool> &right)
{
    std::vector<std::size_t> widths(right.size());
    for (const auto &row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], width(row[column]));
    }
    std::string text;
    for (const auto &row : rows) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string padding(widths[column] - width(row[column]), ' ');
            line +=
                (column > 0 ? "  " : "") + (right[column] ? padding + row[column] : row[column] + padding);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

} // namespace signalbox::app
