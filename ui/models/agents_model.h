#pragma once

#include "control/agents.h"

#include <QAbstractListModel>

#include <vector>

namespace signalbox::ui {

/// The agents of this computer, one a row. A row keeps its place in the selection while its state changes.
class AgentsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { VersionRole = Qt::UserRole + 1, DetailRole, StateSignRole, StateWordRole };

    using QAbstractListModel::QAbstractListModel;

    void setAgents(std::vector<control::Agent> agents);
    [[nodiscard]] const std::vector<control::Agent> &agents() const { return m_agents; }
    /// -1: there is none of that id.
    [[nodiscard]] int rowOf(const std::string &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<control::Agent> m_agents;
};

} // namespace signalbox::ui
