#pragma once

#include "control/gateway_control.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/time_chart.h"

#include <QHash>
#include <QList>

class QAreaSeries;
class QLineSeries;

namespace signalbox::ui {

class ModelSlots;

/// What is spent per hour, model on model. Six models, the rest are one. Totals of the legend are the sums of
/// what is drawn: the money of the buckets, to the nano-dollar.
class SpendChart final : public TimeChart
{
    Q_OBJECT

public:
    SpendChart(ModelSlots &modelSlots, ChartLegend &legend, QWidget *parent = nullptr);

    /// `asOf` lies in the last bucket: a bucket that runs is drawn as the rate so far.
    void setSeries(const control::Series &series, const TimeSpan &span, WallTime asOf);

    struct Band
    {
        QString name;
        int slot = 0;
        Money total;
        QHash<qint64, Money> buckets; ///< by start, milliseconds since the epoch

        bool operator==(const Band &) const = default;
    };
    [[nodiscard]] const QList<Band> &bands() const { return m_bands; }

protected:
    void updateSeries() override;
    void updateColours() override;
    [[nodiscard]] QString valueLabel(double value, double step) const override;
    [[nodiscard]] Tip tipFor(qint64 bucket) const override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    struct Area
    {
        QLineSeries *lower;
        QLineSeries *upper;
        QAreaSeries *area;
    };

    [[nodiscard]] double rate(const Band &band, qint64 bucket) const;
    void describe();

    ModelSlots &m_slots;
    ChartLegend &m_legend;
    TimeSpan m_newSpan;
    qint64 m_asOf = 0;
    QList<Band> m_bands; ///< the largest first
    QList<Area> m_areas; ///< made once, then given new points
};

} // namespace signalbox::ui
