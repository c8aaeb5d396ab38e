#pragma once

#include "ui/models/line_diff.h"

#include <QListView>
#include <QStyledItemDelegate>

namespace signalbox::ui {

class DiffModel;

/// Paints a line of a difference: both numbers, its sign, the line in the fixed font. Code is left to right
/// in every language.
class DiffDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// A difference, as tall as its lines: who shows it scrolls it. Arrow keys walk the lines, Ctrl+C copies the
/// selected ones.
class DiffView final : public QListView
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    void setLines(std::vector<DiffLine> lines);
    [[nodiscard]] DiffModel *diffModel() const { return m_model; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The line in front, in the view's own coordinates: who scrolls the view brings it into sight.
    void lineReached(const QRect &where);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    [[nodiscard]] int widestLine() const;

    DiffModel *m_model;
    int m_widest = 0;
};

} // namespace signalbox::ui
