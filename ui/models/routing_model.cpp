#include "ui/models/routing_model.h"

#include "ui/models/cell_roles.h"
#include "ui/models/format.h"
#include "ui/models/model_facts.h"
#include "ui/models/weight_changes.h"
#include "ui/models/weights.h"
#include "ui/theme/model_slots.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

/// Internal id of a model's own row; a target's row carries its model's place + 1.
constexpr quintptr kTop = 0;

/// The same rows, whatever the weights.
bool sameRows(const std::vector<config::VirtualModel> &a, const std::vector<config::VirtualModel> &b)
{
    const auto sameTarget = [](const config::RouteTarget &x, const config::RouteTarget &y) {
        return x.provider == y.provider && x.model == y.model;
    };
    return std::ranges::equal(a, b, [&](const config::VirtualModel &x, const config::VirtualModel &y) {
        return x.name == y.name && x.strategy == y.strategy && x.affinity == y.affinity &&
               std::ranges::equal(x.targets, y.targets, sameTarget) &&
               std::ranges::equal(x.fallbacks, y.fallbacks, sameTarget);
    });
}

QString number(double weight)
{
    return QLocale().toString(weight, 'g', 6);
}

bool isFigure(int column)
{
    return column == RoutingModel::Wanted || column == RoutingModel::Requests;
}

} // namespace

RoutingModel::RoutingModel(ModelSlots &modelSlots, WeightChanges &changes, QObject *parent)
    : QAbstractItemModel(parent), m_slots(modelSlots), m_changes(changes)
{
}

void RoutingModel::setConfiguration(const config::Configuration &configuration)
{
    m_providers = configuration.providers;
    if (sameRows(m_models, configuration.models)) {
        m_models = configuration.models;
        for (const config::VirtualModel &model : m_models)
            refreshWeights(model.name);
        return;
    }
    beginResetModel();
    m_models = configuration.models;
    endResetModel();
}

void RoutingModel::setShares(const std::vector<control::TargetShare> &shares)
{
    if (shares == m_shares)
        return;
    m_shares = shares;
    for (const config::VirtualModel &model : m_models)
        refreshWeights(model.name);
}

void RoutingModel::refreshWeights(const std::string &model)
{
    const auto it = std::ranges::find(m_models, model, &config::VirtualModel::name);
    if (it == m_models.end())
        return;
    const QModelIndex top = index(int(it - m_models.begin()), 0);
    Q_EMIT dataChanged(top.siblingAtColumn(Weight), top.siblingAtColumn(State));
    if (const int rows = rowCount(top); rows > 0)
        Q_EMIT dataChanged(index(0, Weight, top), index(rows - 1, State, top));
}

bool RoutingModel::isWeightedTarget(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == kTop)
        return false;
    const config::VirtualModel &model = m_models[index.internalId() - 1];
    return usesWeights(model.strategy) && std::size_t(index.row()) < model.targets.size();
}

QModelIndex RoutingModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : kTop);
}

QModelIndex RoutingModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == kTop)
        return {};
    return createIndex(int(index.internalId() - 1), 0, kTop);
}

int RoutingModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_models.size());
    if (parent.internalId() != kTop || parent.column() != 0)
        return 0;
    const config::VirtualModel &model = m_models[std::size_t(parent.row())];
    return int(model.targets.size() + model.fallbacks.size());
}

int RoutingModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

const config::RouteTarget &RoutingModel::targetAt(const config::VirtualModel &model, int row) const
{
    const auto place = std::size_t(row);
    return place < model.targets.size() ? model.targets[place]
                                        : model.fallbacks[place - model.targets.size()];
}

std::int64_t RoutingModel::served(const config::VirtualModel &model, const config::RouteTarget &target) const
{
    std::int64_t requests = 0;
    for (const control::TargetShare &share : m_shares) {
        if (share.virtualModel == model.name && share.provider == target.provider &&
            share.model == target.model)
            requests += share.requests;
    }
    return requests;
}

std::int64_t RoutingModel::servedOfAll(const config::VirtualModel &model) const
{
    std::int64_t requests = 0;
    for (const control::TargetShare &share : m_shares) {
        if (share.virtualModel == model.name)
            requests += share.requests;
    }
    return requests;
}

bool RoutingModel::isProviderEnabled(const std::string &provider) const
{
    const auto it = std::ranges::find(m_providers, provider, &config::Provider::id);
    return it != m_providers.end() && it->enabled;
}

std::pair<int, QString> RoutingModel::targetState(const config::VirtualModel &model, int row) const
{
    const config::RouteTarget &target = targetAt(model, row);
    if (!isProviderEnabled(target.provider))
        return {int(Sign::Off), tr("Provider off")};
    const bool weighted = usesWeights(model.strategy) && std::size_t(row) < model.targets.size();
    if (weighted) {
        const auto weights = m_changes.wanted(model.name);
        if (std::size_t(row) < weights.size() && weights[std::size_t(row)] <= 0)
            return {int(Sign::Off), tr("Out")};
    }
    if (served(model, target) > 0)
        return {int(Sign::Ok), tr("Serving")};
    return {int(Sign::Waiting), tr("Waiting")};
}

QVariant RoutingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(isFigure(index.column()) ? Qt::AlignRight | Qt::AlignVCenter
                                            : Qt::AlignLeft | Qt::AlignVCenter);
    if (index.internalId() == kTop)
        return modelData(m_models[std::size_t(index.row())], index.column(), role);
    return targetData(m_models[index.internalId() - 1], index.row(), index.column(), role);
}

QVariant RoutingModel::modelData(const config::VirtualModel &model, int column, int role) const
{
    if (role == StrongRole)
        return column == Name || column == Requests;
    if (role == QuietRole)
        return column != Name && column != Requests;
    if (role == Qt::BackgroundRole)
        return true; // the delegate's second ground
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return text(model.name);
    case Provider:
        return strategyName(model.strategy);
    case Weight:
        return model.affinity == config::Affinity::Conversation ? tr("stays by conversation")
                                                                : tr("no affinity");
    case Wanted:
        return usesWeights(model.strategy) ? number(weightTotal(m_changes.wanted(model.name))) : QString();
    case Requests:
        return formatCount(servedOfAll(model));
    default:
        return {};
    }
}

QVariant RoutingModel::targetData(const config::VirtualModel &model, int row, int column, int role) const
{
    const config::RouteTarget &target = targetAt(model, row);
    switch (role) {
    case Qt::DisplayRole:
        return targetText(model, row, column);
    case ShapeRole:
        if (column == Name || column == Served)
            return m_slots.slotFor(shortModelName(target.model));
        return {};
    case SignRole:
        return column == State ? QVariant(targetState(model, row).first) : QVariant();
    case QuietRole:
        return column == Provider || (column == Weight);
    case ShareRole: {
        const std::int64_t all = servedOfAll(model);
        if (column != Served)
            return {};
        return all > 0 ? double(served(model, target)) / double(all) : 0.0;
    }
    case WantedRole:
        if (column == Served && usesWeights(model.strategy) && std::size_t(row) < model.targets.size())
            return shareOf(m_changes.wanted(model.name), std::size_t(row)) / 100;
        return {};
    default:
        return {};
    }
}

QVariant RoutingModel::targetText(const config::VirtualModel &model, int row, int column) const
{
    const config::RouteTarget &target = targetAt(model, row);
    const bool fallback = std::size_t(row) >= model.targets.size();
    const bool weighted = usesWeights(model.strategy) && !fallback;
    switch (column) {
    case Name:
        return text(target.model);
    case Provider:
        return text(target.provider);
    case Weight: {
        if (fallback)
            return tr("then, only if all above fail");
        if (model.strategy == config::Strategy::Priority)
            return row == 0 ? tr("first") : tr("when %1 fails").arg(row);
        // The slider stands here; the number is for who copies the row.
        const auto weights = m_changes.wanted(model.name);
        return weighted && std::size_t(row) < weights.size() ? number(weights[std::size_t(row)]) : QString();
    }
    case Wanted:
        return weighted ? formatPercent(shareOf(m_changes.wanted(model.name), std::size_t(row)) / 100)
                        : u"–"_s;
    case Served: {
        const std::int64_t all = servedOfAll(model);
        return all > 0 ? formatPercent(double(served(model, target)) / double(all)) : u"–"_s;
    }
    case Requests:
        return formatCount(served(model, target));
    case State:
        return targetState(model, row).second;
    default:
        return {};
    }
}

QVariant RoutingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(isFigure(section) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Model and target");
    case Provider:
        return tr("Provider");
    case Weight:
        return tr("Weight");
    case Lock:
        return tr("Lock");
    case Wanted:
        return tr("Wanted");
    case Served:
        return tr("Served");
    case Requests:
        return tr("Requests");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace signalbox::ui
