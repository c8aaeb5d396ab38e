#include "ui/charts/spend_chart.h"

#include "ui/models/format.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/signs.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPainter>
#include <QPen>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBands = 6;
constexpr double kHourMs = 3'600'000;
constexpr qreal kEndShape = 9;

void addTo(SpendChart::Band &band, const std::vector<control::SeriesPoint> &points)
{
    for (const control::SeriesPoint &point : points) {
        band.buckets[localTime(point.start).toMSecsSinceEpoch()] += point.cost;
        band.total += point.cost;
    }
}

} // namespace

SpendChart::SpendChart(ModelSlots &modelSlots, ChartLegend &legend, QWidget *parent)
    : TimeChart(parent), m_slots(modelSlots), m_legend(legend)
{
    setAccessibleName(tr("Spend per hour, by model"));
    connect(&legend, &ChartLegend::filterChanged, this, [this] { dataChanged(); });
}

void SpendChart::setSeries(const control::Series &series, const TimeSpan &span, WallTime asOf)
{
    QList<Band> bands;
    for (const control::SeriesGroup &group : series.groups) {
        if (bands.size() < kBands) {
            const QString name = shortModelName(group.key);
            bands << Band{name, m_slots.slotFor(name), {}, {}};
        } else if (bands.size() == kBands) {
            bands << Band{tr("other"), kOtherSlot, {}, {}};
        }
        addTo(bands.last(), group.points);
    }
    // A model that cost nothing has no area; its requests are counted elsewhere.
    bands.removeIf([](const Band &band) { return band.total == Money(); });
    m_bands = bands;
    m_newSpan = span;
    m_asOf = localTime(asOf).toMSecsSinceEpoch();

    QList<LegendEntry> entries;
    for (const Band &band : m_bands)
        entries << LegendEntry{band.name, band.slot, formatMoney(band.total)};
    m_legend.setEntries(entries);
    describe();
    dataChanged();
}

void SpendChart::describe()
{
    QStringList parts;
    for (const Band &band : m_bands)
        parts << u"%1 %2"_s.arg(band.name, formatMoney(band.total));
    setAccessibleDescription(parts.isEmpty() ? tr("Nothing was spent in this time.")
                                             : tr("Totals: %1").arg(QLocale().createSeparatedList(parts)));
}

double SpendChart::rate(const Band &band, qint64 bucket) const
{
    const auto it = band.buckets.constFind(bucket);
    if (it == band.buckets.cend())
        return 0;
    const double width = double(bucketMilliseconds());
    // At the very beginning of a bucket one request would look like a fortune an hour.
    const double passed = std::clamp(double(m_asOf - bucket), width / 4, width);
    return it->toDouble() * kHourMs / passed;
}

void SpendChart::updateSeries()
{
    const Tokens &t = tokensFor(palette());
    while (m_areas.size() < m_bands.size()) {
        auto *lower = new QLineSeries(this);
        auto *upper = new QLineSeries(this);
        auto *area = new QAreaSeries(upper, lower);
        addToPlot(area);
        m_areas << Area{lower, upper, area};
    }
    setAxes(m_newSpan, 0); // the buckets' width is needed for rates
    const qint64 width = bucketMilliseconds();
    const qint64 first = localTime(m_newSpan.since).toMSecsSinceEpoch();
    const qint64 last = std::min(localTime(m_newSpan.until).toMSecsSinceEpoch(), m_asOf + width);

    QList<double> stacked;
    for (qint64 bucket = first; bucket < last; bucket += width)
        stacked << 0;
    // The last of the list stands at the bottom, the largest on top.
    for (qsizetype i = m_areas.size() - 1; i >= 0; --i) {
        const bool shown = i < m_bands.size() && m_legend.isShown(m_bands[i].name);
        m_areas[i].area->setVisible(shown);
        if (!shown)
            continue;
        QList<QPointF> lower;
        QList<QPointF> upper;
        for (qsizetype place = 0; place < stacked.size(); ++place) {
            const qint64 bucket = first + place * width;
            const double x = double(bucket) + double(width) / 2;
            lower << QPointF(x, stacked[place]);
            stacked[place] += rate(m_bands[i], bucket);
            upper << QPointF(x, stacked[place]);
        }
        m_areas[i].lower->replace(lower);
        m_areas[i].upper->replace(upper);
        m_areas[i].area->setBrush(modelColour(m_bands[i].slot, t).fill);
        m_areas[i].area->setPen(QPen(t.base, 1.2));
    }
    setAxes(m_newSpan, stacked.isEmpty() ? 0 : *std::ranges::max_element(stacked));
}

void SpendChart::updateColours()
{
    const Tokens &t = tokensFor(palette());
    for (qsizetype i = 0; i < std::min(m_areas.size(), m_bands.size()); ++i) {
        m_areas[i].area->setBrush(modelColour(m_bands[i].slot, t).fill);
        m_areas[i].area->setPen(QPen(t.base, 1.2));
    }
}

QString SpendChart::valueLabel(double value, double step) const
{
    return formatMoneyTick(value, step);
}

TimeChart::Tip SpendChart::tipFor(qint64 bucket) const
{
    Tip tip;
    tip.title = QDateTime::fromMSecsSinceEpoch(bucket).toString(u"HH:mm"_s);
    double below = 0;
    for (qsizetype i = m_bands.size() - 1; i >= 0; --i) {
        if (!m_legend.isShown(m_bands[i].name))
            continue;
        const double value = rate(m_bands[i], bucket);
        below += value;
        if (value > 0)
            tip.rows.prepend(
                {m_bands[i].slot, m_bands[i].name, formatMoney(Money::fromNano(qint64(value * 1e9))), below});
    }
    tip.total = tr("%1/h").arg(formatMoney(Money::fromNano(qint64(below * 1e9))));
    return tip;
}

void SpendChart::drawForeground(QPainter *painter, const QRectF &rect)
{
    // Each area carries its model's shape at its end, where there is room for it.
    const qint64 width = bucketMilliseconds();
    const qint64 first = localTime(span().since).toMSecsSinceEpoch();
    const qint64 last = first + std::max<qint64>(0, m_asOf - first) / width * width;
    const qreal x = xOf(double(last) + double(width) / 2) - kEndShape;
    double below = 0;
    for (qsizetype i = m_bands.size() - 1; i >= 0; --i) {
        if (!m_legend.isShown(m_bands[i].name))
            continue;
        const double value = rate(m_bands[i], last);
        const qreal top = yOf(below + value);
        const qreal bottom = yOf(below);
        below += value;
        if (bottom - top < kEndShape + 4)
            continue;
        const Tokens &t = tokensFor(palette());
        const QRectF where(x - kEndShape / 2, (top + bottom - kEndShape) / 2, kEndShape, kEndShape);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(t.base, 3));
        painter->drawPath(modelShape(m_bands[i].slot, where));
        drawModelShape(*painter, m_bands[i].slot, where, t);
    }
    TimeChart::drawForeground(painter, rect);
}

} // namespace signalbox::ui
