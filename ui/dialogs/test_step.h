#pragma once

#include "ui/dialogs/wizard_step.h"

class QVBoxLayout;

namespace signalbox::ui {

class Button;
class Card;
class Label;
class SignLine;

/// Whether the provider answers: what was found out, line by line, as it becomes known.
class TestStep final : public WizardStep
{
    Q_OBJECT

public:
    TestStep(WizardContext &context, QWidget *parent);

    void enter() override;
    [[nodiscard]] QString nextText() const override;
    [[nodiscard]] bool canGoOn() const override;
    void goOn() override;

    /// The lines, each with its value behind a tab.
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] Button *sessionButton() const { return m_session; }

private:
    void refresh();

    QVBoxLayout *m_rows;
    QStringList m_lines;
    Card *m_said;
    Label *m_answer;
    Label *m_total;
    SignLine *m_problem;
    Button *m_session;
};

} // namespace signalbox::ui
