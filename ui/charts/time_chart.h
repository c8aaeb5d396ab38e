#pragma once

#include "ui/charts/axis.h"
#include "ui/charts/crosshair.h"

#include <QChartView>
#include <QPointer>
#include <QValueAxis>

namespace signalbox::ui {

/// What charts over time share: a plot between round grid lines, the crosshair, and its tooltip. Axes are
/// painted here, not by Qt Charts, which places ticks by number and not at round times. A chart that cannot
/// be seen takes new data and does nothing with it until it is shown. Lives on the main thread.
class TimeChart : public QChartView
{
    Q_OBJECT

public:
    explicit TimeChart(QWidget *parent = nullptr);

    void setCrosshair(Crosshair *crosshair);
    /// How often series were given new points; for tests that a hidden chart costs nothing.
    [[nodiscard]] int updates() const { return m_updates; }

    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    struct TipRow
    {
        int slot = 0;
        QString name;
        QString value;
        double mark = -1; ///< on the value axis; negative: no dot
    };
    struct Tip
    {
        QString title;
        QString total;
        QList<TipRow> rows;
    };

    /// New data has come: redraws now, or when the chart is shown.
    void dataChanged();
    /// Gives the series their points, by setAxes() first.
    virtual void updateSeries() = 0;
    /// Colours of series and pens, after a change of palette.
    virtual void updateColours() = 0;
    [[nodiscard]] virtual QString valueLabel(double value, double step) const = 0;
    /// Of the bucket that begins at `bucket`; no rows: no tooltip.
    [[nodiscard]] virtual Tip tipFor(qint64 bucket) const = 0;

    void setAxes(const TimeSpan &span, double largest);
    void addToPlot(QAbstractSeries *series);
    [[nodiscard]] const TimeSpan &span() const { return m_span; }
    [[nodiscard]] qint64 bucketMilliseconds() const;

    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

    [[nodiscard]] qreal xOf(double milliseconds) const;
    [[nodiscard]] qreal yOf(double value) const;

private:
    void place();
    void drawTip(QPainter &painter, const Tip &tip, qreal x) const;

    QValueAxis *m_time;
    QValueAxis *m_value;
    TimeSpan m_span;
    ValueAxis m_axis;
    QRectF m_plot;
    QPointer<Crosshair> m_crosshair;
    bool m_stale = false;
    bool m_hovered = false; ///< the pointer is over this one of the charts that share the crosshair
    int m_updates = 0;
};

} // namespace signalbox::ui
