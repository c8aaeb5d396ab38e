#pragma once

class QTableView;

namespace signalbox::ui {

/// Rows of one height, no grid, headers that stand still: what all tables on cards and panes share beside
/// setUpTable().
void setUpRows(QTableView &table, int rowHeight);
/// As high as its rows, at most `rows` of them; beyond, it scrolls.
void fitRows(QTableView &table, int rows);

} // namespace signalbox::ui
