#include "ui/charts/latency_chart.h"

#include "ui/models/format.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/signs.h"

#include <QLineSeries>
#include <QPen>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kLines = 6;
constexpr qreal kLineWidth = 1.6;
} // namespace

LatencyChart::LatencyChart(ModelSlots &modelSlots, ChartLegend &legend, QWidget *parent)
    : TimeChart(parent), m_slots(modelSlots), m_legend(legend)
{
    setAccessibleName(tr("Latency over time, by model"));
    connect(&legend, &ChartLegend::filterChanged, this, [this] { dataChanged(); });
}

void LatencyChart::setSeries(const control::Series &series, const control::UsageReport &usage,
                             const TimeSpan &span)
{
    m_lines.clear();
    for (const control::SeriesGroup &group : series.groups) {
        if (m_lines.size() == kLines)
            break; // percentiles of several models do not add up to one of all others
        Line line;
        line.name = shortModelName(group.key);
        line.slot = m_slots.slotFor(line.name);
        for (const control::SeriesPoint &point : group.points)
            line.buckets.insert(localTime(point.start).toMSecsSinceEpoch(),
                                {point.p50Ms, point.p95Ms, point.requests});
        m_lines << line;
    }
    m_usage = usage;
    m_newSpan = span;
    fillLegend();
    dataChanged();
}

void LatencyChart::setPercentile(Percentile percentile)
{
    m_percentile = percentile;
    fillLegend();
    dataChanged();
}

void LatencyChart::fillLegend()
{
    QList<LegendEntry> entries;
    QStringList parts;
    for (const Line &line : m_lines) {
        QString value;
        for (const control::UsageRow &row : m_usage.rows) {
            const auto &ms = m_percentile == Percentile::P50 ? row.p50Ms : row.p95Ms;
            if (shortModelName(row.key) == line.name && ms)
                value = formatDuration(*ms);
        }
        entries << LegendEntry{line.name, line.slot, value};
        if (!value.isEmpty())
            parts << u"%1 %2"_s.arg(line.name, value);
    }
    m_legend.setEntries(entries);
    const QString which =
        m_percentile == Percentile::P50 ? tr("Half answer within") : tr("95 % answer within");
    setAccessibleDescription(parts.isEmpty() ? tr("Too few requests for percentiles.")
                                             : which + u": "_s + QLocale().createSeparatedList(parts));
}

std::optional<double> LatencyChart::valueAt(const Line &line, qint64 bucket) const
{
    const auto it = line.buckets.constFind(bucket);
    if (it == line.buckets.cend())
        return {};
    return m_percentile == Percentile::P50 ? it->p50 : it->p95;
}

void LatencyChart::addPiece(const Line &line, const QList<QPointF> &points)
{
    if (points.isEmpty())
        return;
    if (m_pieces == m_pool.size()) {
        auto *series = new QLineSeries(this);
        addToPlot(series);
        m_pool << series;
        m_poolSlots << kOtherSlot;
    }
    QLineSeries *series = m_pool[m_pieces];
    m_poolSlots[m_pieces] = line.slot;
    ++m_pieces;
    // A bucket alone between gaps would be a line without length: it gets a dash as long as the bucket.
    if (points.size() == 1) {
        const double half = double(bucketMilliseconds()) / 2;
        series->replace({points[0] - QPointF(half, 0), points[0] + QPointF(half, 0)});
    } else {
        series->replace(points);
    }
    series->setPen(modelPen(line.slot, kLineWidth, tokensFor(palette())));
    series->setVisible(true);
}

void LatencyChart::updateSeries()
{
    m_pieces = 0;
    setAxes(m_newSpan, 0);
    const qint64 width = bucketMilliseconds();
    const qint64 first = localTime(m_newSpan.since).toMSecsSinceEpoch();
    const qint64 last = localTime(m_newSpan.until).toMSecsSinceEpoch();
    double largest = 0;
    for (const Line &line : m_lines) {
        if (!m_legend.isShown(line.name))
            continue;
        QList<QPointF> piece;
        for (qint64 bucket = first; bucket < last; bucket += width) {
            if (const auto value = valueAt(line, bucket)) {
                piece << QPointF(double(bucket) + double(width) / 2, *value);
                largest = std::max(largest, *value);
            } else {
                addPiece(line, piece);
                piece.clear();
            }
        }
        addPiece(line, piece);
    }
    for (qsizetype i = m_pieces; i < m_pool.size(); ++i)
        m_pool[i]->setVisible(false);
    setAxes(m_newSpan, largest);
}

void LatencyChart::updateColours()
{
    for (qsizetype i = 0; i < m_pool.size(); ++i)
        m_pool[i]->setPen(modelPen(m_poolSlots[i], kLineWidth, tokensFor(palette())));
}

QString LatencyChart::valueLabel(double value, double step) const
{
    if (step < 1000)
        return formatDuration(value);
    return tr("%1 s").arg(QLocale().toString(value / 1000, 'f', 0));
}

TimeChart::Tip LatencyChart::tipFor(qint64 bucket) const
{
    Tip tip;
    tip.title = QDateTime::fromMSecsSinceEpoch(bucket).toString(u"HH:mm"_s);
    std::int64_t requests = 0;
    for (const Line &line : m_lines) {
        const auto value = valueAt(line, bucket);
        if (!value || !m_legend.isShown(line.name))
            continue;
        requests += line.buckets.value(bucket).requests;
        tip.rows << TipRow{line.slot, line.name, formatDuration(*value), *value};
    }
    std::ranges::sort(tip.rows, std::greater{}, &TipRow::mark); // as drawn: the slowest on top
    tip.total = tr("%n requests", nullptr, int(requests));
    return tip;
}

} // namespace signalbox::ui
