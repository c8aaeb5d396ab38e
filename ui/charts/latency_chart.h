#pragma once

#include "control/gateway_control.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/time_chart.h"

#include <QHash>
#include <QList>

class QLineSeries;

namespace signalbox::ui {

class ModelSlots;

enum class Percentile { P50, P95 };

/// How long answers take over time, a line for each model. Where a bucket had no request the line has a gap.
class LatencyChart final : public TimeChart
{
    Q_OBJECT

public:
    LatencyChart(ModelSlots &modelSlots, ChartLegend &legend, QWidget *parent = nullptr);

    /// `usage` gives the whole range's percentiles, for the legend.
    void setSeries(const control::Series &series, const control::UsageReport &usage, const TimeSpan &span);
    void setPercentile(Percentile percentile);

    /// Unbroken pieces of lines that are drawn now; for tests.
    [[nodiscard]] int pieces() const { return m_pieces; }

protected:
    void updateSeries() override;
    void updateColours() override;
    [[nodiscard]] QString valueLabel(double value, double step) const override;
    [[nodiscard]] Tip tipFor(qint64 bucket) const override;

private:
    struct Value
    {
        std::optional<double> p50;
        std::optional<double> p95;
        std::int64_t requests = 0;
    };
    struct Line
    {
        QString name;
        int slot = 0;
        QHash<qint64, Value> buckets; ///< by start, milliseconds since the epoch
    };

    [[nodiscard]] std::optional<double> valueAt(const Line &line, qint64 bucket) const;
    void fillLegend();
    void addPiece(const Line &line, const QList<QPointF> &points);

    ModelSlots &m_slots;
    ChartLegend &m_legend;
    Percentile m_percentile = Percentile::P95;
    TimeSpan m_newSpan;
    control::UsageReport m_usage;
    QList<Line> m_lines;
    QList<QLineSeries *> m_pool; ///< made once, then given new points
    QList<int> m_poolSlots;
    int m_pieces = 0;
};

} // namespace signalbox::ui
