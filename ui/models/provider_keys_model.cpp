#include "ui/models/provider_keys_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"

#include <QLocale>

#include <algorithm>

namespace signalbox::ui {

void ProviderKeysModel::setKeys(const std::vector<config::ProviderKey> &keys,
                                const control::SecretsView &secrets)
{
    std::vector<Row> rows;
    for (const config::ProviderKey &key : keys) {
        Row row{key, {Sign::Waiting, tr("Not known")}, {}};
        if (const control::SecretStatus *status = secretOf(secrets, key.secret)) {
            row.state = secretWord(status->state);
            row.detail = text(status->message);
            if (status->forThisSession && status->state == control::SecretState::Ready)
                row.state.word = tr("This session");
        }
        if (!key.enabled)
            row.state = {Sign::Off, tr("Off")};
        rows.push_back(std::move(row));
    }
    if (rows == m_rows)
        return;
    const auto idOf = [](const Row &row) -> const std::string & { return row.key.id; };
    if (!std::ranges::equal(rows, m_rows, {}, idOf, idOf)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

int ProviderKeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ProviderKeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ProviderKeysModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Weight ? flags | Qt::ItemIsEditable : flags;
}

QVariant ProviderKeysModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return column == Name    ? text(row.key.id)
               : column == State ? row.state.word
                                 : QLocale().toString(row.key.weight, 'g', 6);
    case Qt::EditRole:
        return column == Weight ? QVariant(row.key.weight) : data(index, Qt::DisplayRole);
    case Qt::TextAlignmentRole:
        return int((column == Weight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return column == Weight ? QVariant(tr("How often it is drawn beside the other keys; F2 changes it"))
               : column == State && !row.detail.isEmpty() ? QVariant(row.detail)
                                                          : QVariant();
    case Qt::AccessibleTextRole:
        return column == Name ? tr("%1, %2").arg(text(row.key.id), text(row.key.secret))
                              : data(index, Qt::DisplayRole).toString();
    case SecondLineRole:
        return column == Name ? QVariant(text(row.key.secret)) : QVariant();
    case SignRole:
        return column == State ? QVariant(int(row.state.sign)) : QVariant();
    case QuietRole:
        return column == Name && !row.key.enabled;
    default:
        return {};
    }
}

bool ProviderKeysModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    bool ok = false;
    const double weight = value.toDouble(&ok);
    if (role != Qt::EditRole || index.column() != Weight || !ok || weight < 0)
        return false;
    if (weight != at(index.row()).weight)
        Q_EMIT weightWanted(text(at(index.row()).id), weight);
    return true;
}

QVariant ProviderKeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Weight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : section == State ? tr("State") : tr("Weight");
}

} // namespace signalbox::ui
