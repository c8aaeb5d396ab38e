#pragma once

#include "control/gateway_control.h"

#include <QList>
#include <QString>
#include <QWidget>

namespace signalbox::ui {

class ModelSlots;

/// Latency of each model over the range: a bar from p50 to p95, a whisker to p99, on a logarithmic axis, and
/// the figures. Under 20 requests a model has no percentile, and its row says so.
class LatencyRows final : public QWidget
{
    Q_OBJECT

public:
    enum class Measure { Total, FirstToken };

    explicit LatencyRows(ModelSlots &modelSlots, QWidget *parent = nullptr);

    void setUsage(const control::UsageReport &usage);
    void setMeasure(Measure measure);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row
    {
        QString name;
        int slot = 0;
        std::int64_t requests = 0;
        std::optional<double> p50;
        std::optional<double> p95;
        std::optional<double> p99;
    };
    /// From the left, whatever the direction; mirrored when painted.
    struct Columns
    {
        qreal plotLeft, plotRight, p50, p95, p99;
    };

    void rebuild();
    [[nodiscard]] Columns columns() const;
    void paintHeader(QPainter &painter, const Columns &columns) const;
    void paintRow(QPainter &painter, const Columns &columns, const Row &row, qreal top, bool last) const;
    [[nodiscard]] qreal xOf(const Columns &columns, double milliseconds) const;
    [[nodiscard]] QRectF mirroredIfNeeded(QRectF rect) const;

    ModelSlots &m_slots;
    Measure m_measure = Measure::Total;
    control::UsageReport m_usage;
    QList<Row> m_rows;
    double m_least = 100;
    double m_most = 100'000;
};

} // namespace signalbox::ui
