#include "ui/models/providers_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

bool isFigure(int column)
{
    return column == ProvidersModel::Models ||
           (column >= ProvidersModel::FirstToken && column <= ProvidersModel::Spend);
}

int alignmentOf(int column)
{
    return int((isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

void ProvidersModel::setProviders(std::vector<ProviderView> providers)
{
    if (providers == m_providers)
        return;
    const auto idOf = [](const ProviderView &view) -> const std::string & { return view.entry.id; };
    if (!std::ranges::equal(providers, m_providers, {}, idOf, idOf)) {
        beginResetModel();
        m_providers = std::move(providers);
        endResetModel();
        return;
    }
    for (std::size_t row = 0; row < providers.size(); ++row) {
        if (providers[row] == m_providers[row])
            continue;
        m_providers[row] = std::move(providers[row]);
        Q_EMIT dataChanged(index(int(row), 0), index(int(row), ColumnCount - 1));
    }
}

int ProvidersModel::rowOf(const std::string &id) const
{
    const auto it =
        std::ranges::find_if(m_providers, [&](const ProviderView &view) { return view.entry.id == id; });
    return it != m_providers.end() ? int(it - m_providers.begin()) : -1;
}

int ProvidersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_providers.size());
}

int ProvidersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProvidersModel::cellText(const ProviderView &view, int column) const
{
    const QString none = u"–"_s;
    const std::int64_t requests = view.usage ? view.usage->requests : 0;
    switch (column) {
    case Name:
        return view.name;
    case State:
        return view.state.word;
    case Keys:
        return view.entry.keys.empty() ? tr("none")
                                       : tr("%1 of %2").arg(view.keysReady).arg(view.entry.keys.size());
    case Models:
        return view.models ? formatCount(*view.models) : none;
    case Health:
        return healthText(view.health);
    case FirstToken:
        return view.usage ? formatDuration(view.usage->firstTokenP50Ms) : none;
    case Errors:
        return requests > 0 ? formatPercent(double(view.usage->failed) / double(requests), 1) : none;
    case Requests:
        return formatCount(requests);
    case Spend:
        if (requests == 0)
            return none;
        if (view.usage->cost == Money())
            return view.usage->unpricedRequests > 0 ? tr("unknown") : tr("free");
        return formatMoney(view.usage->cost);
    case On:
        return view.entry.enabled ? tr("On") : tr("Off");
    default:
        return {};
    }
}

QVariant ProvidersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ProviderView &view = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(view, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case Qt::ToolTipRole:
        if (column == State && !view.stateDetail.isEmpty())
            return view.stateDetail;
        if (column == Spend && view.usage && view.usage->unpricedRequests > 0)
            return tr("No price is known for some of these requests.");
        return column == Name ? QVariant(view.name + u'\n' + view.address) : QVariant();
    case Qt::AccessibleTextRole:
        return column == Name ? view.name : cellText(view, column);
    case Qt::AccessibleDescriptionRole:
        return column == State ? QVariant(view.stateDetail) : QVariant();
    case TileRole:
        return column == Name ? QVariant(view.tile) : QVariant();
    case StrongRole:
        return column == Name;
    case SignRole:
        return column == State ? QVariant(int(view.state.sign)) : QVariant();
    case HealthRole:
        return column == Health && view.health.trimmed().size() > 0 ? QVariant(view.health) : QVariant();
    case SwitchRole:
        return column == On ? QVariant(view.entry.enabled) : QVariant();
    case QuietRole:
        return (column == Keys && view.entry.keys.empty()) || column == Health;
    default:
        return {};
    }
}

QVariant ProvidersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role == Qt::ToolTipRole && section == FirstToken)
        return tr("Half of the answers began within this time");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Provider");
    case State:
        return tr("State");
    case Keys:
        return tr("Keys");
    case Models:
        return tr("Models");
    case Health:
        return tr("Since midnight");
    case FirstToken:
        return tr("1st token");
    case Errors:
        return tr("Errors");
    case Requests:
        return tr("Requests");
    case Spend:
        return tr("Spend");
    case On:
        return tr("On");
    default:
        return {};
    }
}

} // namespace signalbox::ui
