#include "ui/widgets/table_sizing.h"

#include <QHeaderView>
#include <QTableView>

#include <algorithm>

namespace signalbox::ui {

namespace {
constexpr int kHeader = 28;
}

void setUpRows(QTableView &table, int rowHeight)
{
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setMinimumSectionSize(rowHeight); // first: it bounds the other
    table.verticalHeader()->setDefaultSectionSize(rowHeight);
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView *header = table.horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setMinimumSectionSize(32);
    header->setFixedHeight(kHeader);
}

void fitRows(QTableView &table, int rows)
{
    const int shown = std::clamp(table.model() ? table.model()->rowCount() : 0, 0, rows);
    table.setFixedHeight(kHeader + shown * table.verticalHeader()->defaultSectionSize() + 1);
}

void setWidths(QTableView &table, int stretched, const QList<std::pair<int, int>> &fixed)
{
    QHeaderView *header = table.horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(stretched, QHeaderView::Stretch);
    for (const auto &[column, width] : fixed)
        header->resizeSection(column, width);
}

} // namespace signalbox::ui
