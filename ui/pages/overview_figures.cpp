#include "ui/pages/overview_figures.h"

#include "ui/models/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kEnough = 20; ///< requests, for a percentile or a rate of errors
const QString kDash = u"–"_s;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::OverviewFigures)
};

/// Of the buckets that one point of a sparkline stands for.
struct Sum
{
    Money cost;
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::optional<double> slowest;
};

/// "today", "in 7 days": behind the figure of the range.
QString rangeWords(TimeRange range)
{
    switch (range) {
    case TimeRange::FifteenMinutes:
        return Words::tr("in 15 min");
    case TimeRange::Hour:
        return Words::tr("in the last hour");
    case TimeRange::Today:
        return Words::tr("today");
    case TimeRange::Week:
        return Words::tr("in 7 days");
    case TimeRange::Month:
        return Words::tr("in 30 days");
    }
    return {};
}

QString spendLabel(TimeRange range)
{
    switch (range) {
    case TimeRange::FifteenMinutes:
        return Words::tr("Spend, 15 min");
    case TimeRange::Hour:
        return Words::tr("Spend, last hour");
    case TimeRange::Today:
        return Words::tr("Spend today");
    case TimeRange::Week:
        return Words::tr("Spend, 7 days");
    case TimeRange::Month:
        return Words::tr("Spend, 30 days");
    }
    return {};
}

/// Money of the buckets that began within the last hour before `asOf`.
Money lastHour(const OverviewData &data)
{
    Money sum;
    for (const control::SeriesGroup &group : data.total.groups) {
        for (const control::SeriesPoint &point : group.points) {
            if (point.start > data.asOf - 1h)
                sum += point.cost;
        }
    }
    return sum;
}

/// Spend per hour: of the last hour where the buckets are fine enough to tell, else of the whole range so
/// far.
QString paceText(const OverviewData &data)
{
    if (data.range == TimeRange::Hour || data.range == TimeRange::Today)
        return Words::tr("%1 in the last hour").arg(formatMoney(lastHour(data)));
    const double hours = std::chrono::duration<double, std::ratio<3600>>(data.asOf - data.span.since).count();
    if (hours <= 0)
        return {};
    const auto rate = Money::fromNano(std::int64_t(double(data.usage.total.cost.nano()) / hours));
    return Words::tr("%1 per hour").arg(formatMoney(rate));
}

} // namespace

StatText spendText(const OverviewData &data)
{
    const control::UsageRow &total = data.usage.total;
    StatText stat{.label = spendLabel(data.range), .absent = kDash};
    if (total.requests == 0) {
        stat.context = Words::tr("Appears with the first priced request");
        return stat;
    }
    if (total.unpricedRequests >= total.requests) {
        stat.absent = Words::tr("unknown");
        stat.context = Words::tr("No price for %n requests", nullptr, int(total.unpricedRequests));
        return stat;
    }
    stat.figure = formatMoney(total.cost);
    stat.context = paceText(data);
    if (total.unpricedRequests > 0)
        stat.context += u" · "_s + Words::tr("%n of unknown price", nullptr, int(total.unpricedRequests));
    return stat;
}

StatText requestsText(const OverviewData &data, double requestsPerMinute, std::int64_t inFlight)
{
    StatText stat{.label = Words::tr("Requests"), .figure = formatCount(data.usage.total.requests)};
    stat.unit = rangeWords(data.range);
    if (data.usage.total.requests == 0 && inFlight == 0) {
        stat.context = Words::tr("None yet %1").arg(rangeWords(data.range));
        return stat;
    }
    stat.context = Words::tr("%1 per minute now · %2 in flight")
                       .arg(QLocale().toString(requestsPerMinute, 'f', 1), formatCount(inFlight));
    return stat;
}

StatText latencyText(const OverviewData &data)
{
    StatText stat{.label = Words::tr("95 % answer within"), .absent = kDash};
    const control::UsageRow &total = data.usage.total;
    if (!total.p95Ms || total.requests < kEnough) {
        stat.context = Words::tr("Needs 20 requests");
        return stat;
    }
    const Figure figure = durationFigure(*total.p95Ms);
    stat.figure = figure.number;
    stat.unit = figure.unit;
    if (total.p50Ms)
        stat.context = Words::tr("half within %1").arg(formatDuration(*total.p50Ms));
    return stat;
}

StatText errorsText(const OverviewData &data)
{
    StatText stat{.label = Words::tr("Errors"), .absent = kDash};
    const control::UsageRow &total = data.usage.total;
    if (total.requests < kEnough) {
        stat.context =
            total.failed > 0
                ? Words::tr("%1 of %2 failed").arg(formatCount(total.failed), formatCount(total.requests))
                : Words::tr("Needs 20 requests");
        stat.alarming = total.failed > 0;
        return stat;
    }
    const double share = double(total.failed) / double(total.requests);
    stat.figure = QLocale().toString(share * 100, 'f', share > 0 && share < 0.0995 ? 2 : 0);
    stat.unit = u"%"_s;
    stat.context = Words::tr("%1 of %2 failed").arg(formatCount(total.failed), formatCount(total.requests));
    return stat;
}

QList<std::optional<double>> sparkline(const OverviewData &data, Spark what)
{
    QList<std::optional<double>> values;
    // A figure's way there, not a chart: some thirty points, each of whole buckets.
    const auto all = (data.span.until - data.span.since) / std::chrono::microseconds(data.span.bucket);
    const auto width = std::chrono::microseconds(data.span.bucket) * std::max<std::int64_t>(1, all / 30);
    const auto buckets = (std::min(data.span.until, data.asOf + width) - data.span.since) / width;
    // Where nothing was, a sum is nothing; a latency or a share is not known there.
    values.resize(std::clamp<qsizetype>(buckets, 0, 100));
    QList<Sum> sums(values.size());
    for (const control::SeriesGroup &group : data.total.groups) {
        for (const control::SeriesPoint &point : group.points) {
            const auto place = (point.start - data.span.since) / width;
            if (place < 0 || place >= values.size())
                continue;
            Sum &sum = sums[place];
            sum.cost += point.cost;
            sum.requests += point.requests;
            sum.failed += point.failed;
            if (point.p95Ms)
                sum.slowest = std::max(sum.slowest.value_or(0), *point.p95Ms);
        }
    }
    for (qsizetype i = 0; i < sums.size(); ++i) {
        const Sum &sum = sums[i];
        switch (what) {
        case Spark::Cost:
            values[i] = sum.cost.toDouble();
            break;
        case Spark::Requests:
            values[i] = double(sum.requests);
            break;
        case Spark::P95:
            values[i] = sum.slowest;
            break;
        case Spark::ErrorShare:
            if (sum.requests > 0)
                values[i] = double(sum.failed) / double(sum.requests);
            break;
        }
    }
    return values;
}

} // namespace signalbox::ui
