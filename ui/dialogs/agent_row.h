#pragma once

#include "control/agents.h"
#include "ui/models/agent_connection.h"

#include <QWidget>

class QRadioButton;

namespace signalbox::ui {

class Label;

/// One agent of the wizard's list: whether it is chosen, and what connecting it would change. Owned by the
/// step.
class AgentRow final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kHeight = 38;

    AgentRow(control::Agents &agents, const control::Agent &agent, QWidget *parent);

    [[nodiscard]] const control::Agent &agent() const { return m_agent; }
    [[nodiscard]] QRadioButton *choice() const { return m_choice; }
    /// Null: it is connected already.
    [[nodiscard]] AgentConnection *connection() const { return m_connection; }
    void showSummary();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString summary() const;

    control::Agent m_agent;
    QRadioButton *m_choice;
    Label *m_summary;
    AgentConnection *m_connection = nullptr;
};

} // namespace signalbox::ui
