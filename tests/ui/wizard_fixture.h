#pragma once

#include "ui/dialogs/agent_step.h"
#include "ui/dialogs/answer_step.h"
#include "ui/dialogs/first_run_wizard.h"
#include "ui/dialogs/provider_step.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/dialogs/test_step.h"
#include "ui/fake_desk.h"
#include "ui/sample_traffic.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"

#include <QLocale>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace signalbox::tests {

/// A wizard over a first start's desk, with settings of its own.
class WizardFixture
{
public:
    WizardFixture()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("signalbox-test"));
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        fillFirstRun(desk, clock.wallNow());
    }
    ~WizardFixture() { QGuiApplication::setLayoutDirection(Qt::LeftToRight); }

    void open()
    {
        wizard = std::make_unique<ui::FirstRunWizard>(desk.desk(), clock, m_slots);
        new ui::Theme(*wizard);
        wizard->open();
        wizard->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(wizard.get()));
    }
    /// OpenAI answered, the list of agents is there, Codex can be connected.
    void toAgents()
    {
        open();
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(wizard->testStep()->title(), QStringLiteral("OpenAI answers"));
        next()->click();
        QTRY_COMPARE(next()->text(), QStringLiteral("Connect Codex CLI"));
        QTRY_VERIFY(next()->isEnabled());
    }
    [[nodiscard]] ui::Button *next() const { return wizard->nextButton(); }
    [[nodiscard]] ui::ProviderStep *provider() const { return wizard->providerStep(); }
    [[nodiscard]] ui::ProviderTile *tile(std::string_view kind) const
    {
        const auto &tiles = provider()->tiles();
        const auto it = std::ranges::find_if(
            tiles, [&](const ui::ProviderTile *tile) { return tile->choice().kind == kind; });
        return it != tiles.end() ? *it : tiles.last();
    }

private:
    QTemporaryDir m_settings;
    ui::ModelSlots m_slots;

public:
    ManualClock clock{sampleNow()};
    FakeDesk desk;
    std::unique_ptr<ui::FirstRunWizard> wizard;
};

} // namespace signalbox::tests
