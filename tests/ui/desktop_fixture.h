#pragma once

#include "ui/dialogs/desktop_dialog.h"
#include "ui/fake_desk.h"
#include "ui/sample_traffic.h"
#include "ui/shell/desktop_presence.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/ask_dialog.h"
#include "ui/widgets/button.h"

#include <QLocale>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <memory>
#include <vector>

namespace signalbox::tests {

/// The window and its life beside it, without a desktop: what has a tray is said by the test.
class DesktopFixture
{
protected:
    using Weights = std::vector<double>;

    void prepareSettings()
    {
        QVERIFY(m_folder.isValid());
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("signalbox-test"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void begin()
    {
        QSettings().clear();
        m_hasTray = true;
        m_trayAtAsk = 0;
        m_clock = std::make_unique<ManualClock>(sampleNow());
        m_desk = std::make_unique<FakeDesk>();
        m_control = &m_desk->control;
        fillBusy(*m_control, m_clock->wallNow());
        m_control->liveAnswer.status.inFlight = 0;
    }
    void end()
    {
        m_presence.reset();
        m_window.reset();
        m_desk.reset();
    }
    void make(std::chrono::milliseconds retry = std::chrono::seconds(5))
    {
        m_asks = 0;
        m_window = std::make_unique<ui::MainWindow>(m_desk->desk(), *m_clock);
        m_presence = std::make_unique<ui::DesktopPresence>(ui::DesktopPresence::Parts{
            .window = *m_window,
            .gateway = *m_control,
            .clock = *m_clock,
            .providers = &m_desk->providers,
            .autostart = ui::Autostart({QStringLiteral("/usr/bin/signalbox")},
                                       m_folder.filePath(QStringLiteral("autostart"))),
            .hasTray =
                [this] {
                    m_hasTray = m_hasTray || ++m_asks == m_trayAtAsk;
                    return m_hasTray;
                },
            .trayRetry = retry});
        m_decided = std::make_unique<QSignalSpy>(m_presence.get(), &ui::DesktopPresence::quitDecided);
    }
    void open()
    {
        make();
        m_presence->start(false);
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_VERIFY(m_presence->watch().facts().known);
    }
    /// By the window's own menu.
    void openDesktopDialog()
    {
        if (!m_window)
            open();
        for (QAction *action : m_window->menu()->actions()) {
            if (action->text() == QStringLiteral("Desktop…"))
                action->trigger();
        }
        QVERIFY(m_presence->desktopDialog() && m_presence->desktopDialog()->isVisible());
    }
    void openWithThreeRunning()
    {
        m_control->liveAnswer.status.inFlight = 3;
        open();
    }
    static void click(ui::AskDialog *dialog, const QString &label)
    {
        for (ui::Button *button : dialog->findChildren<ui::Button *>()) {
            if (button->text() == label) {
                button->click();
                return;
            }
        }
        QFAIL(qPrintable(QStringLiteral("no button ") + label));
    }
    QAction *action(const QString &label)
    {
        for (QAction *candidate : m_presence->menu().menu().actions()) {
            if (candidate->text() == label)
                return candidate;
        }
        return nullptr;
    }
    QAction *entry(const QString &model, qsizetype place)
    {
        for (QAction *candidate : m_presence->menu().menu().actions()) {
            if (candidate->menu<QMenu *>() && candidate->text().startsWith(model + QStringLiteral(" · ")))
                return candidate->menu<QMenu *>()->actions().value(place);
        }
        return nullptr;
    }
    Weights weights(const std::string &model) const
    {
        Weights all;
        for (const config::VirtualModel &entry : m_control->view.configuration.models) {
            for (const config::RouteTarget &target : entry.targets) {
                if (entry.name == model)
                    all.push_back(target.weight);
            }
        }
        return all;
    }

    QTemporaryDir m_folder;
    bool m_hasTray = true;
    int m_asks = 0;
    int m_trayAtAsk = 0; ///< the panel starts then
    std::unique_ptr<ManualClock> m_clock;
    FakeControl *m_control = nullptr; ///< of the desk
    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ui::DesktopPresence> m_presence;
    std::unique_ptr<QSignalSpy> m_decided;
};

} // namespace signalbox::tests
