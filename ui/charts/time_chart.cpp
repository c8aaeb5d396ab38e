#include "ui/charts/time_chart.h"

#include "ui/models/format.h"
#include "ui/theme/signs.h"
#include "ui/theme/typography.h"

#include <QAbstractSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {
constexpr int kAxisHeight = 20;
constexpr int kTopRoom = 8;
constexpr int kLabelGap = 8;
constexpr int kTimeLabelWidth = 76;
constexpr int kTipLine = 18;
constexpr int kTipPadding = 10;
} // namespace

TimeChart::TimeChart(QWidget *parent) : QChartView(parent), m_time(new QValueAxis), m_value(new QValueAxis)
{
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus); // what it shows stands in the legend and in its description
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    chart()->setBackgroundVisible(false);
    chart()->setPlotAreaBackgroundVisible(false);
    chart()->legend()->hide();
    chart()->setMargins({});
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (QValueAxis *axis : {m_time, m_value})
        axis->setVisible(false);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_value, Qt::AlignLeft);
}

void TimeChart::setCrosshair(Crosshair *crosshair)
{
    m_crosshair = crosshair;
    connect(crosshair, &Crosshair::moved, this, [this] { viewport()->update(); });
}

void TimeChart::dataChanged()
{
    m_stale = true;
    if (!isVisible())
        return;
    m_stale = false;
    ++m_updates;
    updateSeries();
    viewport()->update();
}

void TimeChart::showEvent(QShowEvent *event)
{
    QChartView::showEvent(event);
    if (m_stale)
        dataChanged();
}

void TimeChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        updateColours();
        viewport()->update();
    }
}

void TimeChart::addToPlot(QAbstractSeries *series)
{
    chart()->addSeries(series);
    series->attachAxis(m_time);
    series->attachAxis(m_value);
}

void TimeChart::setAxes(const TimeSpan &span, double largest)
{
    m_span = span;
    m_axis = valueAxis(largest, height() < 150 ? 2 : 4);
    const QDateTime since = localTime(span.since);
    m_time->setRange(double(since.toMSecsSinceEpoch()), double(localTime(span.until).toMSecsSinceEpoch()));
    m_value->setRange(0, m_axis.maximum);
    place();
}

qint64 TimeChart::bucketMilliseconds() const
{
    return std::max<qint64>(1, std::chrono::milliseconds(m_span.bucket).count());
}

void TimeChart::place()
{
    const TabularText text(fontFor(TextStep::Caption));
    qreal labels = 0;
    for (const double tick : m_axis.ticks())
        labels = std::max(labels, text.width(valueLabel(tick, m_axis.step)));
    labels = std::ceil(labels) + kLabelGap;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_plot = QRectF(mirrored ? 1 : labels, kTopRoom, std::max<qreal>(10, width() - labels - 1),
                    std::max(10, height() - kTopRoom - kAxisHeight));
    chart()->setPlotArea(m_plot);
}

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    place();
}

qreal TimeChart::xOf(double milliseconds) const
{
    const double length = m_time->max() - m_time->min();
    return m_plot.left() + (length > 0 ? (milliseconds - m_time->min()) / length : 0) * m_plot.width();
}

qreal TimeChart::yOf(double value) const
{
    return m_plot.bottom() - value / m_axis.maximum * m_plot.height();
}

void TimeChart::drawBackground(QPainter *painter, const QRectF &)
{
    const Tokens &t = tokensFor(palette());
    const TabularText text(fontFor(TextStep::Caption));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const double tick : m_axis.ticks()) {
        const qreal y = std::round(yOf(tick));
        painter->fillRect(QRectF(m_plot.left(), y, m_plot.width(), 1), tick == 0 ? t.line2 : t.grid);
        painter->setPen(t.text2);
        const QRectF where = mirrored
                                 ? QRectF(m_plot.right() + kLabelGap, y - 8, width() - m_plot.right(), 16)
                                 : QRectF(0, y - 8, m_plot.left() - kLabelGap, 16);
        text.draw(*painter, where, (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                  valueLabel(tick, m_axis.step));
    }
    for (const TimeTick &tick : timeTicks(m_span, int(m_plot.width()) / kTimeLabelWidth)) {
        const qreal wide = text.width(tick.label);
        // Kept inside at both ends.
        const qreal left = std::clamp(xOf(double(tick.milliseconds)) - wide / 2, 0.0,
                                      std::max(0.0, double(width()) - wide - 1));
        text.draw(*painter, QRectF(left, m_plot.bottom() + 4, wide + 1, 16), Qt::AlignLeft | Qt::AlignVCenter,
                  tick.label);
    }
    painter->restore();
}

void TimeChart::drawForeground(QPainter *painter, const QRectF &)
{
    if (!m_crosshair || !m_crosshair->moment())
        return;
    const qint64 first = localTime(m_span.since).toMSecsSinceEpoch();
    const qint64 width = bucketMilliseconds();
    const qint64 moment = *m_crosshair->moment();
    if (moment < first || double(moment) > m_time->max())
        return;
    const qint64 bucket = first + (moment - first) / width * width;
    const Tip tip = tipFor(bucket);
    const Tokens &t = tokensFor(palette());
    const qreal x = std::round(xOf(double(bucket) + double(width) / 2));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(QRectF(x, m_plot.top(), 1, m_plot.height()), t.text2);
    for (const TipRow &row : tip.rows) {
        if (row.mark < 0)
            continue;
        painter->setPen(QPen(t.base, 1.5));
        painter->setBrush(modelColour(row.slot, t).stroke);
        painter->drawEllipse(QPointF(x + 0.5, yOf(row.mark)), 3.5, 3.5);
    }
    if (!tip.rows.isEmpty() && m_hovered)
        drawTip(*painter, tip, x);
    painter->restore();
}

void TimeChart::drawTip(QPainter &painter, const Tip &tip, qreal x) const
{
    const Tokens &t = tokensFor(palette());
    const TabularText plain(fontFor(TextStep::Small));
    const TabularText bold(fontFor(TextStep::Small, QFont::DemiBold));
    qreal wide = bold.width(tip.title) + 24 + bold.width(tip.total);
    for (const TipRow &row : tip.rows)
        wide = std::max(wide, 18 + plain.width(row.name) + 16 + plain.width(row.value));
    const QSizeF size(wide + 2 * kTipPadding, kTipLine * double(tip.rows.size() + 1) + 2 * kTipPadding - 4);
    QRectF box(QPointF(x + 12, m_plot.top() + 4), size);
    if (box.right() > width())
        box.moveRight(x - 12); // flipped before the edge
    box.moveLeft(std::max(0.0, box.left()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.tip);
    painter.drawRoundedRect(box, 6, 6);
    QRectF line(box.left() + kTipPadding, box.top() + kTipPadding - 2, wide, kTipLine);
    painter.setPen(t.onTip);
    bold.draw(painter, line, Qt::AlignLeft | Qt::AlignVCenter, tip.title);
    bold.draw(painter, line, Qt::AlignRight | Qt::AlignVCenter, tip.total);
    const Tokens &shapes = t.dark ? lightTokens() : darkTokens(); // the tip's ground is the other scheme's
    for (const TipRow &row : tip.rows) {
        line.translate(0, kTipLine);
        drawModelShape(painter, row.slot, QRectF(line.left(), line.center().y() - 5, 10, 10), shapes);
        painter.setPen(t.onTip);
        plain.draw(painter, line.adjusted(18, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        plain.draw(painter, line, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_crosshair || m_plot.width() <= 0)
        return;
    const qreal x = event->position().x();
    if (x < m_plot.left() || x > m_plot.right()) {
        m_crosshair->setMoment({});
        return;
    }
    m_hovered = true;
    const double share = (x - m_plot.left()) / m_plot.width();
    m_crosshair->setMoment(qint64(m_time->min() + share * (m_time->max() - m_time->min())));
}

void TimeChart::leaveEvent(QEvent *event)
{
    m_hovered = false;
    if (m_crosshair)
        m_crosshair->setMoment({});
    QChartView::leaveEvent(event);
}

void TimeChart::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the page scrolls
}

} // namespace signalbox::ui
