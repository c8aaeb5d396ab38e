#include "ui/charts/latency_rows.h"

#include "ui/models/format.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/signs.h"
#include "ui/theme/typography.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kHeader = 30;
constexpr int kRow = 33;
constexpr int kRows = 5;
constexpr int kPadding = 16;
constexpr int kFigure = 58;
constexpr int kName = 138;

/// 1, 3, 10, 30, … milliseconds.
double roundDown(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    return value >= 3 * power ? 3 * power : power;
}

double nextTick(double tick)
{
    const double power = std::pow(10, std::floor(std::log10(tick) + 1e-9));
    return tick > 2 * power ? 10 * power : 3 * power;
}

QString tickLabel(double ms, bool withUnit)
{
    const QString number = QLocale().toString(ms >= 1000 ? ms / 1000 : ms, 'f', 0);
    return withUnit ? number + QChar(0x00a0) + (ms >= 1000 ? u"s"_s : u"ms"_s) : number;
}
} // namespace

LatencyRows::LatencyRows(ModelSlots &modelSlots, QWidget *parent) : QWidget(parent), m_slots(modelSlots)
{
    setAccessibleName(tr("Latency by model"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void LatencyRows::setUsage(const control::UsageReport &usage)
{
    if (usage == m_usage)
        return;
    m_usage = usage;
    rebuild();
}

void LatencyRows::setMeasure(Measure measure)
{
    m_measure = measure;
    rebuild();
}

void LatencyRows::rebuild()
{
    m_rows.clear();
    std::vector<control::UsageRow> byRequests = m_usage.rows;
    std::ranges::sort(byRequests, [](const control::UsageRow &a, const control::UsageRow &b) {
        return a.requests != b.requests ? a.requests > b.requests : a.key < b.key;
    });
    double least = 1e12;
    double most = 0;
    QStringList parts;
    for (const control::UsageRow &usage : byRequests) {
        if (m_rows.size() == kRows)
            break;
        Row row{shortModelName(usage.key), 0, usage.requests, {}, {}, {}};
        row.slot = m_slots.slotFor(row.name);
        if (m_measure == Measure::Total)
            row.p50 = usage.p50Ms, row.p95 = usage.p95Ms, row.p99 = usage.p99Ms;
        else
            row.p50 = usage.firstTokenP50Ms, row.p95 = usage.firstTokenP95Ms;
        if (row.p50 && row.p95) {
            least = std::min(least, *row.p50);
            most = std::max(most, row.p99.value_or(*row.p95));
            parts << tr("%1: half within %2, 95 % within %3")
                         .arg(row.name, formatDuration(*row.p50), formatDuration(*row.p95));
        }
        m_rows << row;
    }
    if (most > 0) {
        m_least = roundDown(std::max(1.0, least * 0.95));
        m_most = nextTick(m_least);
        while (m_most < most)
            m_most = nextTick(m_most);
    }
    setAccessibleDescription(parts.isEmpty() ? tr("Too few requests for percentiles.") : parts.join(u". "_s));
    update();
}

QSize LatencyRows::sizeHint() const
{
    return {440, kHeader + kRow * kRows + 8};
}

QSize LatencyRows::minimumSizeHint() const
{
    return {300, kHeader + kRow * kRows + 8};
}

LatencyRows::Columns LatencyRows::columns() const
{
    Columns c{};
    c.p99 = width() - kPadding;
    c.p95 = c.p99 - kFigure;
    c.p50 = c.p95 - kFigure;
    c.plotLeft = kPadding + (width() < 420 ? 110 : kName);
    c.plotRight = c.p50 - kFigure;
    return c;
}

qreal LatencyRows::xOf(const Columns &c, double ms) const
{
    const double share = std::log(ms / m_least) / std::log(m_most / m_least);
    return c.plotLeft + std::clamp(share, 0.0, 1.0) * (c.plotRight - c.plotLeft);
}

QRectF LatencyRows::mirroredIfNeeded(QRectF rect) const
{
    if (layoutDirection() == Qt::RightToLeft)
        rect.moveLeft(width() - rect.right());
    return rect;
}

void LatencyRows::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Columns c = columns();
    paintHeader(painter, c);
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        paintRow(painter, c, m_rows[i], kHeader + double(i) * kRow, i == m_rows.size() - 1);
}

void LatencyRows::paintHeader(QPainter &painter, const Columns &c) const
{
    const Tokens &t = tokensFor(palette());
    const TabularText text(fontFor(TextStep::Caption, QFont::Medium));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const Qt::Alignment start = (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    const Qt::Alignment end = (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    painter.setPen(t.text2);
    text.draw(painter, mirroredIfNeeded({kPadding, 0, 100, kHeader - 1}), start, tr("Model"));
    const auto figure = [&](qreal right, const QString &label) {
        text.draw(painter, mirroredIfNeeded({right - kFigure, 0, kFigure, kHeader - 1}), end, label);
    };
    figure(c.p50, u"p50"_s);
    figure(c.p95, u"p95"_s);
    if (m_measure == Measure::Total)
        figure(c.p99, u"p99"_s);
    painter.fillRect(QRectF(0, kHeader - 1, width(), 1), t.grid);
    double unitOf = 0;
    qreal lastRight = -100;
    for (double tick = m_least; tick <= m_most * 1.001; tick = nextTick(tick)) {
        const qreal x = xOf(c, tick);
        const bool withUnit = unitOf == 0 || (unitOf < 1000 && tick >= 1000);
        const QString label = tickLabel(tick, withUnit);
        const qreal wide = text.width(label);
        painter.setPen(t.text2);
        if (x - wide / 2 > lastRight + 6) {
            text.draw(painter, mirroredIfNeeded({x - wide / 2, 0, wide + 1, kHeader - 1}), Qt::AlignCenter,
                      label);
            lastRight = x + wide / 2;
            unitOf = tick;
        }
        const qreal bottom = kHeader + kRow * double(m_rows.size());
        painter.setPen(QPen(t.grid, 1, Qt::DashLine));
        const qreal at = mirroredIfNeeded({std::round(x), 0, 1, 1}).left() + 0.5;
        painter.drawLine(QPointF(at, kHeader), QPointF(at, bottom));
    }
}

void LatencyRows::paintRow(QPainter &painter, const Columns &c, const Row &row, qreal top, bool last) const
{
    const Tokens &t = tokensFor(palette());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const Qt::Alignment start = (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    const Qt::Alignment end = (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    const TabularText text(fontFor(TextStep::Small));
    const qreal middle = std::round(top + kRow / 2.0);
    if (!last)
        painter.fillRect(QRectF(0, top + kRow - 1, width(), 1), t.grid);
    drawModelShape(painter, row.slot, mirroredIfNeeded({kPadding, middle - 5.5, 11, 11}), t);
    painter.setPen(t.text);
    text.draw(painter, mirroredIfNeeded({kPadding + 18.0, top, c.plotLeft - kPadding - 28, kRow - 1.0}),
              start, row.name);
    if (!row.p50 || !row.p95) {
        painter.setPen(t.text3);
        text.draw(painter, mirroredIfNeeded({c.plotLeft, top, c.p99 - c.plotLeft, kRow - 1.0}), end,
                  tr("Needs 20 requests, has %1").arg(formatCount(row.requests)));
        return;
    }
    const ModelColour colour = modelColour(row.slot, t);
    const qreal from = xOf(c, *row.p50);
    const qreal to = xOf(c, *row.p95);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(mirroredIfNeeded({from, middle - 3, std::max(1.0, to - from), 6}), colour.fill);
    painter.fillRect(mirroredIfNeeded({to - 1, middle - 7, 2, 14}), colour.stroke);
    if (row.p99) {
        const qreal far = xOf(c, *row.p99);
        painter.fillRect(mirroredIfNeeded({to, middle - 1, std::max(1.0, far - to), 2}), colour.stroke);
        painter.fillRect(mirroredIfNeeded({far - 1, middle - 4, 2, 8}), colour.stroke);
    }
    drawModelShape(painter, row.slot, mirroredIfNeeded({from - 5, middle - 5, 10, 10}), t);
    const auto figure = [&](qreal right, const std::optional<double> &value, bool strong) {
        painter.setPen(strong ? t.text : t.text2);
        TabularText(fontFor(TextStep::Small, strong ? QFont::DemiBold : QFont::Normal))
            .draw(painter, mirroredIfNeeded({right - kFigure, top, kFigure, kRow - 1.0}), end,
                  formatDuration(value));
    };
    figure(c.p50, row.p50, false);
    figure(c.p95, row.p95, true);
    if (m_measure == Measure::Total)
        figure(c.p99, row.p99, false);
}

} // namespace signalbox::ui
