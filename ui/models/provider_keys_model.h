#pragma once

#include "ui/models/provider_facts.h"

#include <QAbstractTableModel>

#include <vector>

namespace signalbox::ui {

/// The keys of one provider: name and reference, state, weight. The weight can be edited.
class ProviderKeysModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Weight, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setKeys(const std::vector<config::ProviderKey> &keys, const control::SecretsView &secrets);
    [[nodiscard]] const config::ProviderKey &at(int row) const { return m_rows[std::size_t(row)].key; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// What a person wants; it shows once it is in force.
    void weightWanted(const QString &key, double weight);

private:
    struct Row
    {
        config::ProviderKey key;
        RequestState state;
        QString detail;

        bool operator==(const Row &) const = default;
    };

    std::vector<Row> m_rows;
};

} // namespace signalbox::ui
