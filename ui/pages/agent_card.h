#pragma once

#include "config/configuration.h"
#include "ui/models/agent_connection.h"
#include "ui/theme/signs.h"
#include "ui/widgets/card.h"

#include <string>
#include <vector>

class QComboBox;
class QVBoxLayout;

namespace signalbox::ui {

class Button;
class CommandField;
class CopyButton;
class Label;
class PlanDiff;
class SegmentedControl;
class SignLine;

/// What would happen to one agent's files, and the buttons that let it happen. Nothing is written before one
/// of them is pressed. Lives on the main thread, owned by its page.
class AgentCard final : public Card
{
    Q_OBJECT

public:
    explicit AgentCard(control::Agents &agents, QWidget *parent = nullptr);

    /// The choice of a person (which side, which model) stays while the agent does.
    void setAgent(const control::Agent &agent);
    /// None is left to be shown; `looked` says where agents were looked for.
    void setNoAgent(const QString &title, const QString &looked);
    void setModels(const std::vector<config::VirtualModel> &models);

    [[nodiscard]] AgentConnection *connection() const { return m_connection; }
    [[nodiscard]] PlanDiff *diff() const { return m_diff; }
    [[nodiscard]] QComboBox *models() const { return m_models; }
    [[nodiscard]] Button *mainButton() const { return m_main; }
    [[nodiscard]] Button *testButton() const { return m_test; }
    /// All that is said below the difference, a line each.
    [[nodiscard]] QStringList said() const;
    [[nodiscard]] SegmentedControl *sides() const;

Q_SIGNALS:
    void lookAgainWanted();

private:
    void buildHead();
    void buildFoot();
    void plan();
    void refresh();
    void showButtons();
    void showLines();
    void say(Sign sign, const QString &fact, const QString &rest);
    [[nodiscard]] AgentConnection::Purpose wantedPurpose() const;
    [[nodiscard]] bool linesAlone() const;
    [[nodiscard]] QString titleText() const;
    [[nodiscard]] QString summaryText() const;

    AgentConnection *m_connection;
    control::Agent m_agent;
    bool m_hasAgent = false;
    Label *m_title;
    Label *m_summary;
    SegmentedControl *m_connectSides; ///< of an agent that is not connected
    SegmentedControl *m_restoreSides; ///< of one that is
    SegmentedControl *m_changedSides; ///< of one whose file another program has changed
    QWidget *m_tools;
    QComboBox *m_models;
    PlanDiff *m_diff;
    QWidget *m_installBox;
    CommandField *m_install;
    QWidget *m_linesBox;
    QVBoxLayout *m_lines;
    QWidget *m_foot;
    CopyButton *m_copy;
    Button *m_lookAgain;
    Button *m_test;
    Button *m_main;
};

} // namespace signalbox::ui
