#pragma once

#include <QList>

#include <utility>

class QTableView;

namespace signalbox::ui {

/// Rows of one height, no grid, headers that stand still: what all tables on cards and panes share beside
/// setUpTable().
void setUpRows(QTableView &table, int rowHeight);
/// As high as its rows, at most `rows` of them; beyond, it scrolls.
void fitRows(QTableView &table, int rows);
/// One column takes what the others, which have these widths, leave.
void setWidths(QTableView &table, int stretched, const QList<std::pair<int, int>> &fixed);

} // namespace signalbox::ui
