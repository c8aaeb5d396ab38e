#include "ui/models/agents_model.h"

#include "ui/models/agent_words.h"
#include "ui/models/format.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

void AgentsModel::setAgents(std::vector<control::Agent> agents)
{
    if (agents == m_agents)
        return;
    // Which agents there can be is fixed; mostly it is their states that have changed.
    if (std::ranges::equal(agents, m_agents, {}, &control::Agent::id, &control::Agent::id)) {
        m_agents = std::move(agents);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_agents = std::move(agents);
    endResetModel();
}

int AgentsModel::rowOf(const std::string &id) const
{
    const auto it = std::ranges::find(m_agents, id, &control::Agent::id);
    return it != m_agents.end() ? int(it - m_agents.begin()) : -1;
}

int AgentsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_agents.size());
}

QVariant AgentsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const control::Agent &agent = m_agents[std::size_t(index.row())];
    const AgentWords words = agentWords(agent);
    switch (role) {
    case Qt::DisplayRole:
        return text(agent.name);
    case Qt::AccessibleTextRole: {
        QStringList parts{text(agent.name), text(agent.version), words.word, words.detail};
        parts.removeAll(QString());
        return parts.join(u", "_s);
    }
    case Qt::ToolTipRole:
        return shortPath(agent.program);
    case VersionRole:
        return text(agent.version);
    case DetailRole:
        return words.detail;
    case StateSignRole:
        return int(words.sign);
    case StateWordRole:
        return words.word;
    default:
        return {};
    }
}

} // namespace signalbox::ui
