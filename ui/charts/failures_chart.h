#pragma once

#include "control/gateway_control.h"
#include "ui/charts/time_chart.h"

#include <QHash>
#include <QList>

namespace signalbox::ui {

/// Failed requests a quarter of an hour, of all providers together; the tooltip tells them apart. What kind
/// of failure it was is not known here.
class FailuresChart final : public TimeChart
{
    Q_OBJECT

public:
    explicit FailuresChart(QWidget *parent = nullptr);

    /// By provider.
    void setSeries(const control::Series &series);
    [[nodiscard]] std::int64_t total() const { return m_total; }

protected:
    void updateSeries() override;
    void updateColours() override {}
    [[nodiscard]] QString valueLabel(double value, double step) const override;
    [[nodiscard]] Tip tipFor(qint64 bucket) const override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;

private:
    struct Bucket
    {
        std::int64_t failed = 0;
        QList<std::pair<QString, std::int64_t>> providers;

        bool operator==(const Bucket &) const = default;
    };

    TimeSpan m_newSpan;
    QHash<qint64, Bucket> m_buckets; ///< by start, milliseconds since the epoch
    std::int64_t m_total = 0;
};

} // namespace signalbox::ui
