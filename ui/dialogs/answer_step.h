#pragma once

#include "ui/dialogs/wizard_step.h"

#include <QTimer>

class QCheckBox;
class QTableView;

namespace signalbox::ui {

class Button;
class CommandField;
class LastRequestsModel;
class SignLine;

/// The first answer: one command to copy or to run here, and the requests it leaves in the ledger.
class AnswerStep final : public WizardStep
{
    Q_OBJECT

public:
    AnswerStep(WizardContext &context, QWidget *parent);

    void enter() override;
    [[nodiscard]] QString nextText() const override;

    [[nodiscard]] bool keepInTray() const;
    [[nodiscard]] QCheckBox *keepBox() const { return m_keep; }
    [[nodiscard]] Button *runButton() const { return m_run; }
    [[nodiscard]] QString command() const;
    [[nodiscard]] LastRequestsModel *requests() const { return m_requests; }
    /// What became of "Run here".
    [[nodiscard]] QString said() const;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildTable();
    void run();
    void askForRequests();
    void tell(const Result<control::AgentTest> &test);
    [[nodiscard]] QString agentName() const;

    CommandField *m_command;
    Button *m_run;
    SignLine *m_said;
    QTableView *m_table;
    LastRequestsModel *m_requests;
    QCheckBox *m_keep;
    QTimer m_poll;
    bool m_asked = false;
    bool m_running = false;
};

} // namespace signalbox::ui
