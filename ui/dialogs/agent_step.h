#pragma once

#include "ui/dialogs/wizard_step.h"
#include "ui/models/agent_connection.h"

#include <vector>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QRadioButton;
class QVBoxLayout;

namespace signalbox::ui {

class AgentRow;
class Button;
class FittingScroll;
class PlanDiff;
class SignLine;

/// Which agent, what would change in its files, and the model it shall ask for.
class AgentStep final : public WizardStep
{
    Q_OBJECT

public:
    AgentStep(WizardContext &context, QWidget *parent);

    void enter() override;
    [[nodiscard]] QString nextText() const override;
    [[nodiscard]] bool canGoOn() const override;
    void goOn() override;
    [[nodiscard]] QWidget *firstFocus() const override;

    [[nodiscard]] QList<QRadioButton *> choices() const;
    [[nodiscard]] QCheckBox *makeModelBox() const { return m_makeModel; }
    [[nodiscard]] QComboBox *modelList() const { return m_models; }
    [[nodiscard]] Button *diffButton() const { return m_showDiff; }
    [[nodiscard]] PlanDiff *diff() const { return m_diff; }
    /// What stands below the list: what went wrong, or what to do.
    [[nodiscard]] QString said() const;
    /// What the plan's notes and warnings say, a line each.
    [[nodiscard]] QStringList remarks() const;

private:
    void showAgents(const Result<std::vector<control::Agent>> &agents);
    void addRow(const control::Agent &agent);
    void offerModel();
    void planAll();
    void refresh();
    void say(const AgentRow *row);
    void showRemarks(const AgentConnection *connection);
    void setDiffShown(bool shown);
    void writeFiles();
    void written(const AgentConnection &connection);
    [[nodiscard]] static QString wayBack();
    [[nodiscard]] const AgentRow *chosen() const;
    [[nodiscard]] std::string wantedModel() const;

    FittingScroll *m_listRoom;
    QWidget *m_list;
    QVBoxLayout *m_rowsLayout;
    std::vector<AgentRow *> m_rows;
    QButtonGroup *m_group;
    PlanDiff *m_diff;
    QWidget *m_modelBox;
    QCheckBox *m_makeModel;
    QComboBox *m_models;
    Button *m_showDiff;
    FittingScroll *m_remarksRoom; ///< of two lines or so; what is more scrolls
    QVBoxLayout *m_remarks;
    SignLine *m_said;
    std::vector<std::string> m_virtualModels; ///< that there are
    QString m_problem;
    bool m_asking = false;
    bool m_writing = false;
};

} // namespace signalbox::ui
