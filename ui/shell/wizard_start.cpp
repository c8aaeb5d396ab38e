#include "ui/shell/wizard_start.h"

#include "control/agents.h"
#include "control/when_answered.h"
#include "ui/dialogs/first_run_wizard.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kWizardKey = "wizard/done"_L1;

/// Somebody has been here before: by `serve`, or with an editor.
bool isSetUp(const config::Configuration &configuration)
{
    return std::ranges::any_of(configuration.providers, [](const config::Provider &provider) {
        return provider.kind != "simulated" || !provider.keys.empty();
    });
}

bool anyConnected(const std::vector<control::Agent> &agents)
{
    return std::ranges::any_of(agents, [](const control::Agent &agent) {
        return agent.state == control::AgentState::Connected || agent.state == control::AgentState::Changed;
    });
}

} // namespace

WizardStart::WizardStart(const control::Desk &desk, const Clock &clock, ModelSlots &modelSlots,
                         QSettings &settings, QWidget &window)
    : QObject(&window), m_desk(desk), m_clock(clock), m_slots(modelSlots), m_settings(settings),
      m_window(window)
{
}

FirstRunWizard *WizardStart::open()
{
    if (m_wizard) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return m_wizard;
    }
    m_wizard = new FirstRunWizard(m_desk, m_clock, m_slots, &m_window);
    m_wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_wizard, &QDialog::finished, this, [this](int result) {
        // Also whoever chose "later" finds it at the Overview's button from now on.
        m_settings.setValue(kWizardKey, true);
        if (result == QDialog::Accepted)
            Q_EMIT finished(m_wizard->keepInTray());
        Q_EMIT left();
    });
    m_wizard->open();
    return m_wizard;
}

FirstRunWizard *WizardStart::wizard() const
{
    return m_wizard;
}

void WizardStart::openOnce()
{
    if (m_settings.value(kWizardKey, false).toBool())
        return;
    control::whenAnswered<control::ConfigurationView>(
        m_desk.gateway.configuration(), this, [this](const Result<control::ConfigurationView> &view) {
            if (!view || isSetUp(view->configuration))
                return;
            control::whenAnswered<std::vector<control::Agent>>(
                m_desk.agents.list(), this, [this](const Result<std::vector<control::Agent>> &agents) {
                    if (!m_wizard && !(agents && anyConnected(*agents)))
                        open();
                });
        });
}

} // namespace signalbox::ui
