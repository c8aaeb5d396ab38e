#pragma once

#include "ui/dialogs/wizard_step.h"

#include <QDialog>

#include <memory>

class QStackedWidget;

namespace signalbox::ui {

class AgentStep;
class AnswerStep;
class Button;
class ProviderStep;
class StepHeader;
class TestStep;

/// From nothing to a first answer in four steps: provider, test, agent, answer. Each can be skipped; Esc ends
/// it, and what was done until then stays. Modal to its window without an event loop of its own. Lives on the
/// main thread, owned by the window.
class FirstRunWizard final : public QDialog
{
    Q_OBJECT

public:
    enum class Step { Provider, Test, Agent, Answer };

    /// What `desk` points to, `clock` and `modelSlots` must outlive it.
    FirstRunWizard(const control::Desk &desk, const Clock &clock, ModelSlots &modelSlots,
                   QWidget *parent = nullptr);
    ~FirstRunWizard() override;

    [[nodiscard]] Step step() const;
    /// Whether it shall stay in the tray and start at login; asked in the last step.
    [[nodiscard]] bool keepInTray() const;

    [[nodiscard]] ProviderStep *providerStep() const { return m_provider; }
    [[nodiscard]] TestStep *testStep() const { return m_test; }
    [[nodiscard]] AgentStep *agentStep() const { return m_agent; }
    [[nodiscard]] AnswerStep *answerStep() const { return m_answer; }
    [[nodiscard]] Button *nextButton() const { return m_next; }
    [[nodiscard]] Button *backButton() const { return m_back; }
    [[nodiscard]] Button *skipButton() const { return m_skip; }

private:
    void showButtons();
    [[nodiscard]] WizardStep *current() const;
    void goTo(Step step);

    std::unique_ptr<ProviderSetup> m_setup;
    WizardContext m_context;
    StepHeader *m_header;
    QStackedWidget *m_pages;
    ProviderStep *m_provider;
    TestStep *m_test;
    AgentStep *m_agent;
    AnswerStep *m_answer;
    Button *m_skip = nullptr;
    Button *m_back = nullptr;
    Button *m_next = nullptr; ///< null until it is built: steps tell of changes before
};

} // namespace signalbox::ui
