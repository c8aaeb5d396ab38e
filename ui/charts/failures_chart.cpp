#include "ui/charts/failures_chart.h"

#include "ui/models/format.h"
#include "ui/theme/tokens.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr double kLeastAxis = 4; ///< one failure is no mountain
}

FailuresChart::FailuresChart(QWidget *parent) : TimeChart(parent)
{
    setAccessibleName(tr("Failed requests per 15 minutes, today"));
}

void FailuresChart::setSeries(const control::Series &series)
{
    QHash<qint64, Bucket> buckets;
    std::int64_t total = 0;
    QStringList parts;
    for (const control::SeriesGroup &group : series.groups) {
        std::int64_t failed = 0;
        for (const control::SeriesPoint &point : group.points) {
            if (point.failed == 0)
                continue;
            Bucket &bucket = buckets[localTime(point.start).toMSecsSinceEpoch()];
            bucket.failed += point.failed;
            bucket.providers.append({group.key.empty() ? tr("no target") : text(group.key), point.failed});
            failed += point.failed;
        }
        total += failed;
        if (failed > 0)
            parts << u"%1 %2"_s.arg(group.key.empty() ? tr("no target") : text(group.key),
                                    formatCount(failed));
    }
    const TimeSpan newSpan{series.since, series.until, series.bucket};
    if (buckets == m_buckets && newSpan == m_newSpan)
        return;
    m_buckets = std::move(buckets);
    m_newSpan = newSpan;
    m_total = total;
    setAccessibleDescription(parts.isEmpty() ? tr("No request has failed today.")
                                             : tr("Totals: %1").arg(QLocale().createSeparatedList(parts)));
    dataChanged();
}

void FailuresChart::updateSeries()
{
    double largest = kLeastAxis;
    for (const Bucket &bucket : std::as_const(m_buckets))
        largest = std::max(largest, double(bucket.failed));
    setAxes(m_newSpan, largest);
}

QString FailuresChart::valueLabel(double value, double step) const
{
    return value == std::floor(value) ? formatCount(qint64(value))
                                      : QString::number(value, 'g', step < 1 ? 2 : 6);
}

TimeChart::Tip FailuresChart::tipFor(qint64 bucket) const
{
    Tip tip;
    const auto it = m_buckets.constFind(bucket);
    if (it == m_buckets.cend())
        return tip;
    tip.title = QDateTime::fromMSecsSinceEpoch(bucket).toString(u"HH:mm"_s);
    tip.total = formatCount(it->failed);
    for (const auto &[provider, failed] : it->providers)
        tip.rows.append({0, provider, formatCount(failed), -1});
    return tip;
}

void FailuresChart::drawBackground(QPainter *painter, const QRectF &rect)
{
    TimeChart::drawBackground(painter, rect);
    const Tokens &t = tokensFor(palette());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(Qt::NoPen);
    painter->setBrush(t.err);
    for (auto it = m_buckets.cbegin(); it != m_buckets.cend(); ++it) {
        const qreal left = xOf(double(it.key()));
        const qreal right = xOf(double(it.key() + bucketMilliseconds()));
        const qreal width = std::clamp<qreal>(right - left - 2, 1, 24);
        const qreal top = yOf(double(it->failed));
        painter->drawRect(QRectF((left + right - width) / 2, top, width, yOf(0) - top));
    }
    painter->restore();
}

} // namespace signalbox::ui
