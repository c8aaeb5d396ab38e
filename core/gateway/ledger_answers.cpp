#include "gateway/ledger_answers.h"

#include <algorithm>
#include <map>

namespace signalbox::gateway {

namespace {

ledger::GroupBy groupBy(control::Grouping grouping)
{
    switch (grouping) {
    case control::Grouping::None:
        return ledger::GroupBy::None;
    case control::Grouping::Model:
        return ledger::GroupBy::Model;
    case control::Grouping::Provider:
        return ledger::GroupBy::Provider;
    case control::Grouping::Key:
        return ledger::GroupBy::Key;
    case control::Grouping::Team:
        return ledger::GroupBy::Team;
    case control::Grouping::Day:
        return ledger::GroupBy::Day;
    }
    return ledger::GroupBy::None;
}

std::optional<double> milliseconds(const std::optional<std::chrono::microseconds> &time)
{
    return time ? std::optional(static_cast<double>(time->count()) / 1000.0) : std::nullopt;
}

std::optional<std::string> given(const std::string &text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

control::UsageRow toRow(std::string key, const ledger::UsageFigures &figures)
{
    return {.key = std::move(key),
            .requests = figures.requests,
            .failed = figures.failed,
            .inputTokens = figures.inputTokens,
            .cachedInputTokens = figures.cachedInputTokens,
            .outputTokens = figures.outputTokens,
            .reasoningTokens = figures.reasoningTokens,
            .cost = figures.cost,
            .unpricedRequests = figures.unpricedRequests,
            .p50Ms = milliseconds(figures.total.p50),
            .p95Ms = milliseconds(figures.total.p95),
            .p99Ms = milliseconds(figures.total.p99),
            .firstTokenP50Ms = milliseconds(figures.firstToken.p50),
            .firstTokenP95Ms = milliseconds(figures.firstToken.p95)};
}

} // namespace

ledger::UsageQuery toLedger(const control::UsageQuery &query)
{
    return {.since = query.since,
            .until = query.until,
            .by = groupBy(query.by),
            .days = query.utc ? ledger::Days::Utc : ledger::Days::Local};
}

ledger::SeriesQuery toLedger(const control::SeriesQuery &query)
{
    return {.since = query.since, .until = query.until, .bucket = query.bucket, .by = groupBy(query.by)};
}

ledger::RequestQuery toLedger(const control::RequestQuery &query)
{
    ledger::RequestQuery asked;
    asked.since = query.since;
    asked.until = query.until;
    asked.model = given(query.model);
    asked.provider = given(query.provider);
    asked.key = given(query.key);
    asked.outcome = query.outcome;
    asked.limit = query.limit;
    asked.beforeId = given(query.before);
    return asked;
}

control::UsageReport toControl(const ledger::UsageReport &report)
{
    control::UsageReport answer{
        .since = report.since, .until = report.until, .total = toRow({}, report.total), .rows = {}};
    for (const ledger::UsageRow &row : report.rows)
        answer.rows.push_back(toRow(row.group, row.figures));
    return answer;
}

control::Series toControl(const control::SeriesQuery &query, const std::vector<ledger::SeriesPoint> &points)
{
    control::Series series{.since = query.since, .until = query.until, .bucket = query.bucket, .groups = {}};
    std::map<std::string, control::SeriesGroup> groups;
    for (const ledger::SeriesPoint &point : points) {
        control::SeriesGroup &group = groups[point.group];
        group.key = point.group;
        group.points.push_back({.start = point.start,
                                .cost = point.figures.cost,
                                .requests = point.figures.requests,
                                .failed = point.figures.failed,
                                .tokens = point.figures.inputTokens + point.figures.outputTokens,
                                .p50Ms = milliseconds(point.figures.total.p50),
                                .p95Ms = milliseconds(point.figures.total.p95)});
    }
    for (auto &[key, group] : groups)
        series.groups.push_back(std::move(group));
    const auto weight = [](const control::SeriesGroup &group) {
        std::pair<Money, std::int64_t> sum;
        for (const control::SeriesPoint &point : group.points) {
            sum.first += point.cost;
            sum.second += point.requests;
        }
        return sum;
    };
    std::sort(series.groups.begin(), series.groups.end(),
              [&](const control::SeriesGroup &a, const control::SeriesGroup &b) {
                  const auto left = weight(a);
                  const auto right = weight(b);
                  return left != right ? left > right : a.key < b.key;
              });
    return series;
}

} // namespace signalbox::gateway
