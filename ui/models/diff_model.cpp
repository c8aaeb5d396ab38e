#include "ui/models/diff_model.h"

#include <utility>

namespace signalbox::ui {

void DiffModel::setLines(std::vector<DiffLine> lines)
{
    if (lines == m_lines)
        return;
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

int DiffModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant DiffModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const DiffLine &line = m_lines[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return line.kind == DiffLine::Kind::Fold ? tr("%n lines stay as they are", nullptr, line.folded)
                                                 : line.text;
    case Qt::AccessibleTextRole:
        return spoken(line);
    case KindRole:
        return int(line.kind);
    case BeforeRole:
        return line.before;
    case AfterRole:
        return line.after;
    case UnendedRole:
        return line.unended;
    default:
        return {};
    }
}

QString DiffModel::spoken(const DiffLine &line)
{
    switch (line.kind) {
    case DiffLine::Kind::Added:
        return tr("Added line %1: %2").arg(line.after).arg(line.text);
    case DiffLine::Kind::Removed:
        return tr("Removed line %1: %2").arg(line.before).arg(line.text);
    case DiffLine::Kind::Fold:
        return tr("%n lines stay as they are", nullptr, line.folded);
    case DiffLine::Kind::Same:
        break;
    }
    return tr("Line %1: %2").arg(line.after).arg(line.text);
}

} // namespace signalbox::ui
