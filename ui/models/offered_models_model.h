#pragma once

#include "control/providers.h"

#include <QAbstractTableModel>

#include <set>
#include <string>
#include <vector>

namespace signalbox::ui {

class ModelSlots;

/// The models of one provider and what a million tokens of each costs. Those in use stand first.
class OfferedModelsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Input, Cached, Output, ColumnCount };

    OfferedModelsModel(ModelSlots &modelSlots, QObject *parent = nullptr);

    /// `used`: models that virtual models name.
    void setModels(std::vector<control::OfferedModel> models, std::set<std::string> used);
    /// In use, and nobody knows what they cost.
    [[nodiscard]] QStringList unpricedInUse() const;
    /// Day of the newest price; empty where there is none.
    [[nodiscard]] std::string newestPrice() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ModelSlots &m_slots;
    std::vector<control::OfferedModel> m_models;
    std::set<std::string> m_used;
};

} // namespace signalbox::ui
