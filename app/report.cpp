#include "app/report.h"

#include "app/time_argument.h"
#include "ledger/report_json.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace signalbox::app {

namespace {

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

/// Characters, not bytes: what a terminal's columns are counted in, near enough.
std::size_t width(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

} // namespace

std::string usageText(const ledger::UsageReport &report)
{
    std::vector<std::vector<std::string>> rows{{std::string(ledger::toString(report.by)), "requests",
                                                "failed", "input", "cached", "output", "cost", "p50", "p95"}};
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
