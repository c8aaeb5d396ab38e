#pragma once

#include "ui/widgets/table_support.h"

namespace signalbox::ui {

/// The cells of provider tables that are more than a line of text: tiles, a second line, bars of a day's
/// health, a test's timing, switches. Others are painted as everywhere.
class ProviderDelegate final : public TableDelegate
{
    Q_OBJECT

public:
    using TableDelegate::TableDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// Where a click turns the cell's switch.
    [[nodiscard]] static QRect switchRect(const QRect &cell, bool mirrored);
};

} // namespace signalbox::ui
