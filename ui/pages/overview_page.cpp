#include "ui/pages/overview_page.h"

#include "ui/charts/chart_legend.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/latency_chart.h"
#include "ui/charts/latency_rows.h"
#include "ui/charts/spend_chart.h"
#include "ui/models/last_requests_model.h"
#include "ui/pages/empty_overview.h"
#include "ui/pages/overview_figures.h"
#include "ui/theme/typography.h"
#include "ui/widgets/card.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/stat_card.h"
#include "ui/widgets/table_support.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

constexpr int kGutter = 12;
constexpr int kMargin = 20;
constexpr int kNarrow = 900;
constexpr int kChartHeight = 258;
constexpr int kTableHeight = 360;
constexpr int kLeft = 692;
constexpr int kRight = 496;

/// A card's body of legend and chart.
void addChart(Card &card, ChartLegend &legend, QWidget &chart)
{
    card.body()->setContentsMargins(15, 0, 15, 6);
    card.body()->addWidget(&legend);
    card.body()->addWidget(&chart, 1);
}

void fill(StatCard &card, const StatText &stat)
{
    card.setLabel(stat.label);
    if (stat.figure.isEmpty())
        card.setAbsent(stat.absent);
    else
        card.setFigure(stat.figure, stat.unit);
    card.setContext(stat.context, stat.alarming);
}

} // namespace

OverviewPage::OverviewPage(ModelSlots &modelSlots, QWidget *parent)
    : QScrollArea(parent), m_content(new QWidget), m_grid(new QGridLayout(m_content))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Overview"));
    m_grid->setContentsMargins(kMargin, 16, kMargin, 16);
    m_grid->setSpacing(kGutter);
    for (const QString &label : {tr("Spend today"), tr("Requests"), tr("95 % answer within"), tr("Errors")})
        m_stats << new StatCard(label, m_content);
    buildCharts(modelSlots);
    buildRequests(modelSlots);
    m_empty = new EmptyOverview(m_content);
    m_empty->hide();
    connect(m_empty, &EmptyOverview::setUpWanted, this, &OverviewPage::setUpWanted);
    setWidget(m_content);
    arrange();
}

void OverviewPage::buildCharts(ModelSlots &modelSlots)
{
    m_crosshair = new Crosshair(this);
    m_spendCard = new Card(tr("Spend per hour"), m_content);
    m_spendLegend = new ChartLegend(m_spendCard);
    m_spend = new SpendChart(modelSlots, *m_spendLegend, m_spendCard);
    m_spend->setCrosshair(m_crosshair);
    addChart(*m_spendCard, *m_spendLegend, *m_spend);

    m_rowsCard = new Card(tr("Latency by model"), m_content);
    m_rows = new LatencyRows(modelSlots, m_rowsCard);
    m_rowsCard->body()->addWidget(m_rows);
    auto *measure =
        new SegmentedControl(tr("What is measured"), {tr("Total"), tr("First token")}, m_rowsCard);
    measure->setHeight(24);
    m_rowsCard->addHeaderWidget(measure);
    connect(measure, &SegmentedControl::currentChanged, this, [this](int index) {
        m_rows->setMeasure(index == 0 ? LatencyRows::Measure::Total : LatencyRows::Measure::FirstToken);
    });

    m_latencyCard = new Card(tr("Latency over time"), m_content);
    m_latencyLegend = new ChartLegend(m_latencyCard);
    m_latency = new LatencyChart(modelSlots, *m_latencyLegend, m_latencyCard);
    m_latency->setCrosshair(m_crosshair);
    addChart(*m_latencyCard, *m_latencyLegend, *m_latency);
    auto *percentile =
        new SegmentedControl(tr("Percentile"), {QStringLiteral("p50"), QStringLiteral("p95")}, m_latencyCard);
    percentile->setHeight(24);
    percentile->setCurrent(1);
    m_latencyCard->addHeaderWidget(percentile);
    connect(percentile, &SegmentedControl::currentChanged, this,
            [this](int index) { m_latency->setPercentile(index == 0 ? Percentile::P50 : Percentile::P95); });
}

void OverviewPage::buildRequests(ModelSlots &modelSlots)
{
    m_requests = new LastRequestsModel(modelSlots, this);
    m_requestsCard = new Card(tr("Last requests"), m_content);
    m_table = new QTableView(m_requestsCard);
    setUpTable(*m_table);
    m_table->setModel(m_requests);
    m_table->setItemDelegate(new TableDelegate(28, m_table));
    m_table->setShowGrid(false);
    m_table->setAccessibleName(tr("Last requests"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(28); // first: it bounds the other
    m_table->verticalHeader()->setDefaultSectionSize(28);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(LastRequestsModel::ServedBy, QHeaderView::Stretch);
    header->setMinimumSectionSize(40);
    header->setFixedHeight(28);
    // Widths for the widest that can come, so that columns stand still; what is left is the model's.
    constexpr int kCellPadding = 22;
    const TabularText text(fontFor(TextStep::Small));
    const auto wide = [&](LastRequestsModel::Column column, const QString &sample) {
        header->resizeSection(column, int(text.width(sample)) + kCellPadding);
    };
    wide(LastRequestsModel::Time, QStringLiteral("00:00:00_"));
    wide(LastRequestsModel::Agent, QStringLiteral("Claude Codes"));
    wide(LastRequestsModel::Status, QStringLiteral("__ 10 attempts"));
    wide(LastRequestsModel::Total, QStringLiteral("00:00 min"));
    wide(LastRequestsModel::Tokens, QStringLiteral("999 k → 999"));
    wide(LastRequestsModel::Cost, QStringLiteral("$100.0000_"));
    m_requestsCard->body()->setContentsMargins(0, 0, 0, 4);
    m_requestsCard->body()->addWidget(m_table);
}

void OverviewPage::setData(const OverviewData &data)
{
    m_data = data;
    m_hasData = true;
    fillStats(data);
    m_spend->setSeries(data.byModel, data.span, data.asOf);
    m_rows->setUsage(data.usage);
    m_latency->setSeries(data.byModel, data.usage, data.span);
    m_requests->setRecords(data.requests);
    showEmpty(data.requests.empty() && data.usage.total.requests == 0 && m_inFlight == 0);
}

void OverviewPage::setLive(const control::Live &live)
{
    m_requests->setRunning(live.running);
    m_inFlight = live.status.inFlight;
    m_requestsPerMinute = live.requestsPerMinute;
    if (!m_hasData)
        return;
    fill(*m_stats[Requests], requestsText(m_data, m_requestsPerMinute, m_inFlight));
    if (m_isEmpty && m_inFlight > 0)
        showEmpty(false);
}

void OverviewPage::fillStats(const OverviewData &data)
{
    fill(*m_stats[Spend], spendText(data));
    fill(*m_stats[Requests], requestsText(data, m_requestsPerMinute, m_inFlight));
    fill(*m_stats[Latency], latencyText(data));
    fill(*m_stats[Errors], errorsText(data));
    m_stats[Spend]->setSparkline(sparkline(data, Spark::Cost));
    m_stats[Requests]->setSparkline(sparkline(data, Spark::Requests));
    m_stats[Latency]->setSparkline(sparkline(data, Spark::P95));
    m_stats[Errors]->setSparkline(sparkline(data, Spark::ErrorShare));
}

void OverviewPage::setConfiguration(const config::Configuration &configuration)
{
    m_empty->setConfiguration(configuration);
}

void OverviewPage::setStale(const QString &badge)
{
    for (StatCard *card : m_stats)
        card->setStale(badge);
}

void OverviewPage::setAddress(const QString &address)
{
    m_empty->setAddress(address);
}

void OverviewPage::showEmpty(bool empty)
{
    if (empty == m_isEmpty)
        return;
    m_isEmpty = empty;
    arrange();
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void OverviewPage::arrange()
{
    if (!m_empty)
        return;
    const bool wide = viewport()->width() >= kNarrow;
    const int arrangement = (wide ? 1 : 0) + (m_isEmpty ? 2 : 0);
    if (arrangement == m_arrangement)
        return;
    m_arrangement = arrangement;
    while (QLayoutItem *item = m_grid->takeAt(0))
        delete item;
    // Two columns of unequal width; the stat cards divide the whole evenly in a row of their own.
    auto *stats = new QGridLayout;
    stats->setSpacing(kGutter);
    for (int i = 0; i < 4; ++i) {
        stats->addWidget(m_stats[i], wide ? 0 : i / 2, wide ? i : i % 2);
        stats->setColumnStretch(i, wide || i < 2 ? 1 : 0);
    }
    m_grid->addLayout(stats, 0, 0, 1, 2);
    m_grid->setColumnStretch(0, wide ? kLeft : 1);
    m_grid->setColumnStretch(1, wide ? kRight : 0);
    for (int row = 0; row < 6; ++row)
        m_grid->setRowStretch(row, 0);
    for (Card *card : {m_spendCard, m_rowsCard, m_latencyCard, m_requestsCard})
        card->setVisible(!m_isEmpty);
    m_empty->setVisible(m_isEmpty);
    m_empty->setNarrow(!wide);
    m_table->setColumnHidden(LastRequestsModel::Agent, !wide);
    m_table->setColumnHidden(LastRequestsModel::Tokens, !wide);
    m_spendCard->setMinimumHeight(kChartHeight);
    m_spendCard->setMaximumHeight(wide ? kChartHeight : QWIDGETSIZE_MAX);
    m_rowsCard->setMinimumHeight(kChartHeight);
    m_rowsCard->setMaximumHeight(kChartHeight);
    m_latencyCard->setMinimumHeight(kChartHeight);
    m_requestsCard->setMinimumHeight(wide ? kChartHeight : kTableHeight);
    if (m_isEmpty) {
        m_grid->addWidget(m_empty, 1, 0, 1, 2);
        m_grid->setRowStretch(1, 1);
    } else if (wide) {
        m_grid->addWidget(m_spendCard, 1, 0);
        m_grid->addWidget(m_rowsCard, 1, 1);
        m_grid->addWidget(m_requestsCard, 2, 0);
        m_grid->addWidget(m_latencyCard, 2, 1);
        m_grid->setRowStretch(2, 1);
    } else {
        int row = 1;
        for (Card *card : {m_spendCard, m_rowsCard, m_latencyCard, m_requestsCard})
            m_grid->addWidget(card, row++, 0, 1, 2);
    }
}

} // namespace signalbox::ui
