#include "ui/models/presets_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"
#include "ui/models/provider_facts.h"

#include <algorithm>

namespace signalbox::ui {

PresetsModel::PresetsModel(std::shared_ptr<const catalog::Catalog> catalog, QObject *parent)
    : QAbstractListModel(parent), m_catalog(std::move(catalog))
{
    for (const catalog::ProviderRow &row : m_catalog->providers())
        m_rows.push_back(&row);
    std::ranges::sort(m_rows, [](const catalog::ProviderRow *a, const catalog::ProviderRow *b) {
        const auto rank = [](const catalog::ProviderRow *row) {
            return row->simulated ? 2 : row->baseUrl.empty() ? 1 : 0;
        };
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        return text(a->name).compare(text(b->name), Qt::CaseInsensitive) < 0;
    });
}

int PresetsModel::rowOf(std::string_view kind) const
{
    const auto it = std::ranges::find(m_rows, kind, &catalog::ProviderRow::id);
    return it != m_rows.end() ? int(it - m_rows.begin()) : -1;
}

int PresetsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PresetsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const catalog::ProviderRow &row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row.name);
    case TileRole:
        return tileLetters(row.baseUrl.empty() ? tr("Any") : text(row.name));
    case SecondLineRole:
        return row.local       ? tr("on this computer")
               : row.simulated ? tr("answers without a provider, for trying out")
                               : QString();
    case Qt::AccessibleTextRole: {
        const QString second = data(index, SecondLineRole).toString();
        return second.isEmpty() ? text(row.name) : tr("%1, %2").arg(text(row.name), second);
    }
    case Qt::ToolTipRole:
        return row.notes.empty() ? text(row.baseUrl) : text(row.notes);
    case Qt::UserRole: // what is searched
        return text(row.name) + u' ' + text(row.id) + u' ' + text(row.baseUrl);
    default:
        return {};
    }
}

} // namespace signalbox::ui
