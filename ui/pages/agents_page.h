#pragma once

#include "base/result.h"
#include "config/configuration.h"
#include "control/agents.h"

#include <QScrollArea>
#include <QString>

#include <string>
#include <vector>

class QBoxLayout;
class QVBoxLayout;

namespace signalbox::ui {

class AgentCard;
class AgentList;
class AgentsModel;
class Button;
class Card;
class CopyButton;
class Label;
class SignLine;

/// Who sends traffic here, and what would change: agents at the start, what connecting one of them would do
/// beside it. Asks for the agents when it is shown first. Lives on the main thread, owned by the window.
class AgentsPage final : public QScrollArea
{
    Q_OBJECT

public:
    explicit AgentsPage(control::Agents &agents, QWidget *parent = nullptr);

    void lookAgain();
    void setConfiguration(const config::Configuration &configuration);
    /// "http://127.0.0.1:7717"; empty: the gateway is not serving.
    void setAddress(const QString &address);
    /// Puts an agent in front.
    void choose(const std::string &agent);

    [[nodiscard]] AgentsModel *model() const { return m_model; }
    [[nodiscard]] AgentList *list() const { return m_list; }
    [[nodiscard]] AgentCard *card() const { return m_card; }
    /// How many have to be looked at: another program has changed what we wrote, or writing was cut off.
    [[nodiscard]] int changedAgents() const;

Q_SIGNALS:
    void agentsSeen();
    /// Writing failed while another agent was in front already.
    void failedElsewhere(const QString &agent, const signalbox::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildList();
    void buildWays();
    void addAddress(const QString &api, const QString &path);
    void showAgents(const Result<std::vector<control::Agent>> &agents);
    void showChosen();
    void showWays();

    control::Agents &m_agents;
    AgentsModel *m_model;
    QWidget *m_content;
    QWidget *m_side;
    QBoxLayout *m_columns;
    Card *m_listCard;
    AgentList *m_list;
    SignLine *m_problem;
    Button *m_lookAgain;
    AgentCard *m_card;
    Card *m_launchCard;
    QVBoxLayout *m_launchLines;
    Card *m_addressCard;
    Label *m_noAddress;
    /// Where one kind of API is served.
    struct AddressLine
    {
        QString path; ///< behind the gateway's address
        QWidget *row;
        Label *address;
        CopyButton *copy;
    };
    std::vector<AddressLine> m_addresses;
    std::string m_wanted; ///< to be chosen as soon as it is known
    bool m_asked = false;
    bool m_asking = false;
};

} // namespace signalbox::ui
