#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace signalbox::ui {

/// Paints an agent: tile, name and version, what it is set to, and its state at the end.
class AgentDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int kRow = 68;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// A list of few rows that is as tall as they are.
class AgentList final : public QListView
{
    Q_OBJECT

public:
    explicit AgentList(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

private:
    void fitHeight();
};

} // namespace signalbox::ui
