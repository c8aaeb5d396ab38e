#pragma once

#include "control/gateway_control.h"

#include <QAbstractItemModel>

#include <string>
#include <vector>

namespace signalbox::ui {

class ModelSlots;
class WeightChanges;

/// Virtual models, and below each its targets and fallbacks: what is wanted of them and what they serve.
/// Weights are those of WeightChanges, so that a hand on a slider shows at once.
class RoutingModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Provider, Weight, Lock, Wanted, Served, Requests, State, ColumnCount };

    RoutingModel(ModelSlots &modelSlots, WeightChanges &changes, QObject *parent = nullptr);

    /// Keeps rows and their editors where only weights have changed.
    void setConfiguration(const config::Configuration &configuration);
    void setShares(const std::vector<control::TargetShare> &shares);
    /// The cells that depend on a model's weights.
    void refreshWeights(const std::string &model);

    [[nodiscard]] const std::vector<config::VirtualModel> &models() const { return m_models; }
    /// Of a weighted target's row; the model's row otherwise.
    [[nodiscard]] bool isWeightedTarget(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::int64_t served(const config::VirtualModel &model,
                                      const config::RouteTarget &target) const;
    [[nodiscard]] std::int64_t servedOfAll(const config::VirtualModel &model) const;
    [[nodiscard]] const config::RouteTarget &targetAt(const config::VirtualModel &model, int row) const;
    [[nodiscard]] bool isProviderEnabled(const std::string &provider) const;
    [[nodiscard]] QVariant modelData(const config::VirtualModel &model, int column, int role) const;
    [[nodiscard]] QVariant targetData(const config::VirtualModel &model, int row, int column, int role) const;
    [[nodiscard]] QVariant targetText(const config::VirtualModel &model, int row, int column) const;
    [[nodiscard]] std::pair<int, QString> targetState(const config::VirtualModel &model, int row) const;

    ModelSlots &m_slots;
    WeightChanges &m_changes;
    std::vector<config::VirtualModel> m_models;
    std::vector<config::Provider> m_providers;
    std::vector<control::TargetShare> m_shares;
};

} // namespace signalbox::ui
