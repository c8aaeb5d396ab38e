#pragma once

#include "control/gateway_control.h"
#include "ui/models/poller.h"

#include <QScrollArea>

class QGridLayout;
class QTableView;

namespace signalbox::ui {

class Card;
class ChartLegend;
class Crosshair;
class EmptyOverview;
class Label;
class LastRequestsModel;
class LatencyChart;
class LatencyRows;
class ModelSlots;
class SpendChart;
class StatCard;

/// Is it well, what does it cost, how fast is it? Shows what it is given, asks nothing itself. Lives on the
/// main thread, owned by the window.
class OverviewPage final : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewPage(ModelSlots &modelSlots, QWidget *parent = nullptr);

    void setData(const OverviewData &data);
    void setLive(const control::Live &live);
    void setConfiguration(const config::Configuration &configuration);
    /// "stopped 14:17": the figures are the last there were; empty: they are live.
    void setStale(const QString &badge);
    /// Where agents reach the gateway; empty: nowhere.
    void setAddress(const QString &address);

    [[nodiscard]] SpendChart *spendChart() const { return m_spend; }
    [[nodiscard]] LatencyChart *latencyChart() const { return m_latency; }
    [[nodiscard]] ChartLegend *spendLegend() const { return m_spendLegend; }
    [[nodiscard]] LastRequestsModel *requests() const { return m_requests; }
    [[nodiscard]] const QList<StatCard *> &statCards() const { return m_stats; }
    [[nodiscard]] bool isEmpty() const { return m_isEmpty; }

Q_SIGNALS:
    void setUpWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum Stat { Spend, Requests, Latency, Errors };

    void buildCharts(ModelSlots &modelSlots);
    void buildRequests(ModelSlots &modelSlots);
    void arrange();
    void showEmpty(bool empty);
    void fillStats(const OverviewData &data);

    QWidget *m_content;
    QGridLayout *m_grid;
    QList<StatCard *> m_stats;
    Card *m_spendCard = nullptr;
    Card *m_rowsCard = nullptr;
    Card *m_latencyCard = nullptr;
    Card *m_requestsCard = nullptr;
    EmptyOverview *m_empty = nullptr;
    ChartLegend *m_spendLegend = nullptr;
    ChartLegend *m_latencyLegend = nullptr;
    SpendChart *m_spend = nullptr;
    LatencyRows *m_rows = nullptr;
    LatencyChart *m_latency = nullptr;
    LastRequestsModel *m_requests = nullptr;
    QTableView *m_table = nullptr;
    Crosshair *m_crosshair = nullptr;
    bool m_isEmpty = false;
    int m_arrangement = -1; ///< 0 narrow, 1 wide; +2 where empty
    double m_requestsPerMinute = 0;
    std::int64_t m_inFlight = 0;
    OverviewData m_data;
    bool m_hasData = false;
};

} // namespace signalbox::ui
