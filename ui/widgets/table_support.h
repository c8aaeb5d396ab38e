#pragma once

#include "ui/models/cell_roles.h"

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace signalbox::ui {

/// Paints the cells of all tables: ground and bar of the selected row, shape or glyph, text with equal
/// digits, the line below. Has no state.
class TableDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TableDelegate(int rowHeight, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// Ground, line, bar of the selection and ring of the keyboard; what is left for the cell's content.
    QRect paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    int m_rowHeight;
};

/// No frame, whole rows, Ctrl+C copies the selected rows as text with tabs between the cells.
void setUpTable(QAbstractItemView &view);
/// The selected rows as Ctrl+C copies them.
[[nodiscard]] QString selectedRowsAsText(const QAbstractItemView &view);

} // namespace signalbox::ui
