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

} // namespace signalbox::ui
