#pragma once

#include "ui/models/provider_facts.h"

#include <QAbstractTableModel>

#include <vector>

namespace signalbox::ui {

/// The providers as rows: how they are, what they have cost. Rows are told apart by their ids; while those
/// stay, only cells change.
class ProvidersModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Keys, Models, Health, FirstToken, Errors, Requests, Spend, On, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setProviders(std::vector<ProviderView> providers);
    [[nodiscard]] const std::vector<ProviderView> &providers() const { return m_providers; }
    /// Of a row; row has to be one.
    [[nodiscard]] const ProviderView &at(int row) const { return m_providers[std::size_t(row)]; }
    /// -1: none of that id.
    [[nodiscard]] int rowOf(const std::string &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString cellText(const ProviderView &view, int column) const;

    std::vector<ProviderView> m_providers;
};

} // namespace signalbox::ui
