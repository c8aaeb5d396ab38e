#pragma once

#include "ui/models/line_diff.h"

#include <QAbstractListModel>

namespace signalbox::ui {

/// The lines of a difference as rows. Copied as text a row is its line alone; read aloud it says first
/// whether the line comes or goes.
class DiffModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { KindRole = Qt::UserRole + 1, BeforeRole, AfterRole, UnendedRole };

    using QAbstractListModel::QAbstractListModel;

    void setLines(std::vector<DiffLine> lines);
    [[nodiscard]] const std::vector<DiffLine> &lines() const { return m_lines; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] static QString spoken(const DiffLine &line);

    std::vector<DiffLine> m_lines;
};

} // namespace signalbox::ui
