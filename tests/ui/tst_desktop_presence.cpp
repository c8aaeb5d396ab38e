// The window's life beside its window. The real trays are in tests/integration.
#include "support/turns.h"
#include "ui/desktop_fixture.h"
#include "ui/pages/routing_page.h"
#include "ui/shell/window_place.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/switch_button.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QScreen>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestDesktopPresence : public QObject, protected tests::DesktopFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareSettings(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void closingAsksAndKeepsRunning()
    {
        open();
        m_window->close();
        AskDialog *dialog = m_presence->closeDialog();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(m_window->isVisible());
        click(dialog, u"Keep running"_s);
        QVERIFY(!m_window->isVisible());
        QVERIFY(m_decided->isEmpty());
        // It was not told to stop asking.
        m_presence->raiseWindow();
        QVERIFY(m_window->isVisible());
        m_window->close();
        dialog = m_presence->closeDialog();
        QVERIFY(dialog);
        dialog->findChild<QCheckBox *>()->setChecked(true);
        click(dialog, u"Keep running"_s);
        m_presence->raiseWindow();
        m_window->close();
        QVERIFY(!m_presence->closeDialog());
        QVERIFY(!m_window->isVisible());
    }

    void closingMayMeanQuitting()
    {
        open();
        m_window->close();
        m_presence->closeDialog()->findChild<QCheckBox *>()->setChecked(true);
        click(m_presence->closeDialog(), u"Quit"_s);
        QTRY_COMPARE(m_decided->size(), 1);
        m_decided->clear();
        m_window->close();
        QTRY_COMPARE(m_decided->size(), 1);
    }

    void whatClosingMeansIsChosenInTheDialog()
    {
        openDesktopDialog();
        QCOMPARE(m_presence->desktopDialog()->closing()->current(), 0); // asks
        const auto choices = m_presence->desktopDialog()->closing()->findChildren<QAbstractButton *>();
        QCOMPARE(choices.size(), 3);
        choices[1]->click();
        m_presence->desktopDialog()->close();
        m_window->close();
        QVERIFY(!m_presence->closeDialog());
        QVERIFY(!m_window->isVisible());
        m_presence->raiseWindow();
        QTRY_VERIFY(!m_presence->desktopDialog());
        openDesktopDialog();
        QCOMPARE(m_presence->desktopDialog()->closing()->current(), 1);
        m_presence->desktopDialog()->closing()->findChildren<QAbstractButton *>()[2]->click();
        m_presence->desktopDialog()->close();
        m_window->close();
        QTRY_COMPARE(m_decided->size(), 1);
    }

    void withoutATrayThereIsNoChoice()
    {
        m_hasTray = false;
        openDesktopDialog();
        QVERIFY(!m_presence->desktopDialog()->closing()->isEnabled());
    }

    void kindsOfNoticesAreSwitchedOff()
    {
        openDesktopDialog();
        const QList<SwitchButton *> notices = m_presence->desktopDialog()->notices();
        QCOMPARE(notices.size(), 4);
        for (const SwitchButton *notice : notices)
            QVERIFY(notice->isChecked());
        notices[1]->click();
        QCOMPARE(QSettings().value("notices/providers").toBool(), false);
        QVERIFY(!QSettings().contains("notices/gateway"));
        notices[1]->click();
        QCOMPARE(QSettings().value("notices/providers").toBool(), true);
    }

    void loginIsSwitchedInTheDialogToo()
    {
        openDesktopDialog();
        SwitchButton *login = m_presence->desktopDialog()->login();
        QVERIFY(!login->isChecked());
        login->click();
        QVERIFY(login->isChecked());
        QVERIFY(m_presence->watch().facts().startsAtLogin);
        // The tray's entry and the dialog say the same.
        login->click();
        QVERIFY(!m_presence->watch().facts().startsAtLogin);
    }

    void theTrayLeadsToTheDialog()
    {
        open();
        const QList<QAction *> actions = m_presence->menu().menu().actions();
        const auto it = std::ranges::find(actions, u"Desktop…"_s, &QAction::text);
        QVERIFY(it != actions.end());
        (*it)->trigger();
        QTRY_VERIFY(m_presence->desktopDialog() && m_presence->desktopDialog()->isVisible());
    }

    void theQuestionCanBeLeftAlone()
    {
        open();
        m_window->close();
        QTest::keyClick(m_presence->closeDialog(), Qt::Key_Escape);
        QTRY_VERIFY(!m_presence->closeDialog());
        QVERIFY(m_window->isVisible());
        QVERIFY(m_decided->isEmpty());
    }

    void withoutATrayClosingMinimises()
    {
        m_hasTray = false;
        open();
        m_window->close();
        QVERIFY(!m_presence->closeDialog());
        QVERIFY(m_window->isVisible() && m_window->isMinimized());
        QCOMPARE(m_window->notices()->shown().size(), 1);
        QVERIFY(m_window->notices()->shown()[0].consequence.contains(u"Ctrl+Q"_s));
        // Said once, also across starts.
        m_presence.reset();
        m_window.reset();
        open();
        m_window->close();
        QVERIFY(m_window->isMinimized());
        QVERIFY(m_window->notices()->shown().isEmpty());
    }

    void startsMinimised_data()
    {
        QTest::addColumn<bool>("tray");
        QTest::newRow("with a tray: hidden") << true;
        QTest::newRow("without one: in the task bar") << false;
    }
    void startsMinimised()
    {
        QFETCH(bool, tray);
        m_hasTray = tray;
        make();
        m_presence->start(true);
        QCOMPARE(m_window->isVisible(), !tray);
        QCOMPARE(m_window->isMinimized(), !tray);
        m_presence->raiseWindow();
        QVERIFY(m_window->isVisible() && !m_window->isMinimized());
    }

    void aTrayThatComesLaterIsFound()
    {
        m_hasTray = false;
        m_trayAtAsk = 4;
        make(1ms);
        m_presence->start(true);
        QVERIFY(m_window->isMinimized());
        QTRY_VERIFY(m_presence->hasTray());
        QVERIFY(!m_window->isVisible()); // as was wished
    }

    void itIsNotLookedForForEver()
    {
        m_hasTray = false;
        make(1ms);
        m_presence->start(false);
        QTRY_COMPARE(m_asks, 1 + DesktopPresence::kTrayRetries);
        test::letPass(50ms);
        QCOMPARE(m_asks, 1 + DesktopPresence::kTrayRetries);
    }

    void theMenuSwitchesAndPutsBack()
    {
        open();
        QTRY_VERIFY(entry(u"coder"_s, 2));
        entry(u"coder"_s, 2)->trigger(); // "All reasoner"
        QTRY_COMPARE(weights("coder"), (Weights{0, 100, 0}));
        QTRY_VERIFY(entry(u"coder"_s, 2)->isChecked());
        QCOMPARE(entry(u"coder"_s, 0)->text(), u"50 / 30 / 20 as set"_s);
        // Another one, then a new start: what was set is still known.
        entry(u"coder"_s, 1)->trigger();
        QTRY_COMPARE(weights("coder"), (Weights{100, 0, 0}));
        m_presence.reset();
        m_window.reset();
        open();
        QTRY_VERIFY(entry(u"coder"_s, 0) && entry(u"coder"_s, 0)->text() == u"50 / 30 / 20 as set"_s);
        QVERIFY(!entry(u"coder"_s, 0)->isChecked());
        entry(u"coder"_s, 0)->trigger();
        QTRY_COMPARE(weights("coder"), (Weights{50, 30, 20}));
        QTRY_VERIFY(entry(u"coder"_s, 0)->isChecked());
    }

    void weightsSetElsewhereAreTheNewOnes()
    {
        open();
        QTRY_VERIFY(entry(u"coder"_s, 2));
        entry(u"coder"_s, 2)->trigger();
        QTRY_COMPARE(weights("coder"), (Weights{0, 100, 0}));
        QTRY_COMPARE(entry(u"coder"_s, 0)->text(), u"50 / 30 / 20 as set"_s);
        auto &targets = m_control->view.configuration.models[0].targets;
        targets[0].weight = targets[1].weight = 40;
        targets[2].weight = 20;
        m_control->liveAnswer.status.revision = ++m_control->view.revision;
        QTRY_COMPARE(entry(u"coder"_s, 0)->text(), u"40 / 40 / 20 as set"_s);
        QVERIFY(entry(u"coder"_s, 0)->isChecked());
    }

    void aConflictElsewhereIsTriedOnceMore()
    {
        open();
        QTRY_VERIFY(entry(u"coder"_s, 2));
        ++m_control->view.revision; // changed by somebody, and not heard of yet
        entry(u"coder"_s, 2)->trigger();
        QTRY_COMPARE(weights("coder"), (Weights{0, 100, 0}));
    }

    void theMenuPausesAndCopiesAndOpens()
    {
        open();
        QTRY_VERIFY(action(u"Copy address · 127.0.0.1:7717"_s));
        action(u"Copy address · 127.0.0.1:7717"_s)->trigger();
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:7717"_s);
        action(u"Pause gateway"_s)->trigger();
        QTRY_COMPARE(m_control->pauses, std::vector<bool>{true});
        QTRY_VERIFY(action(u"Start gateway"_s));
        m_window->hide();
        entry(u"fast"_s, 4)->trigger(); // "Choose weights…"
        QTRY_VERIFY(m_window->isVisible() && m_window->routing()->isVisible());
    }

    void theMenuTestsProviders()
    {
        m_desk->providers.verdicts["lab"] = control::ProviderTest::Verdict::TimedOut;
        auto &sim = m_control->view.configuration.providers[0];
        sim.keys = {{.id = "one"}, {.id = "two", .enabled = false}, {.id = "three"}};
        open();
        QTRY_VERIFY(action(u"Test providers now"_s));
        action(u"Test providers now"_s)->trigger();
        using Tested = std::vector<std::pair<std::string, std::string>>;
        QTRY_COMPARE(m_desk->providers.tests, (Tested{{"sim", "one"}, {"sim", "three"}, {"lab", ""}}));
        QTRY_VERIFY(action(u"Test providers now"_s));
        QVERIFY(action(u"Test providers now"_s)->isEnabled());
    }

    void theWizardsTickKeepsItInTheTrayAndStartsItAtLogin()
    {
        open();
        Q_EMIT m_window->wizardFinished(false);
        QVERIFY(!QFile::exists(m_folder.filePath(u"autostart/org.signalbox.Signalbox.desktop"_s)));
        Q_EMIT m_window->wizardFinished(true);
        QVERIFY(QFile::exists(m_folder.filePath(u"autostart/org.signalbox.Signalbox.desktop"_s)));
        m_window->close();
        QVERIFY(!m_presence->closeDialog()); // it was said what closing means
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(QFile::remove(m_folder.filePath(u"autostart/org.signalbox.Signalbox.desktop"_s)));
    }

    void startAtLoginIsSwitched()
    {
        open();
        Autostart file({}, m_folder.filePath(u"autostart"_s));
        QVERIFY(!file.isOn());
        action(u"Start at login"_s)->trigger();
        QTRY_VERIFY(file.isOn());
        QTRY_VERIFY(action(u"Start at login"_s)->isChecked());
        action(u"Start at login"_s)->trigger();
        QTRY_VERIFY(!file.isOn());
    }

    void hiddenItAsksSeldom()
    {
        open();
        QTRY_VERIFY(m_control->lives > 2);
        m_window->hide();
        test::letPass(100ms); // the last answer arrives
        const int lives = m_control->lives;
        m_clock->advance(2s);
        QTRY_COMPARE(m_control->lives, lives + 1);
        test::letPass(1s); // the window's poller would have asked four times
        QCOMPARE(m_control->lives, lives + 1);
    }

    void thePlaceIsKeptAndOnAScreen()
    {
        open();
        m_window->setGeometry(20, 80, 760, 600);
        QTRY_COMPARE(m_window->size(), QSize(760, 600));
        m_window->hide();
        m_presence.reset();
        m_window.reset();
        open();
        QCOMPARE(m_window->size(), QSize(760, 600));
        // The screen it was on has gone.
        const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
        m_window->setGeometry(screen.right() + 3000, screen.bottom() + 2000, 760, 600);
        m_window->hide();
        m_presence.reset();
        m_window.reset();
        open();
        QVERIFY2(screen.contains(m_window->geometry()), qPrintable(QDebug::toString(m_window->geometry())));
    }

    void windowsStandOnTheScreen_data()
    {
        QTest::addColumn<QRect>("window");
        QTest::addColumn<QRect>("placed");
        const QRect screen(0, 30, 1440, 870);
        QTest::newRow("as it was") << QRect(10, 40, 900, 600) << QRect(10, 40, 900, 600);
        QTest::newRow("past the end") << QRect(1000, 40, 900, 600) << QRect(540, 40, 900, 600);
        QTest::newRow("above the top") << QRect(10, -500, 900, 600) << QRect(10, 30, 900, 600);
        QTest::newRow("on a screen at the left that has gone")
            << QRect(-1900, 40, 900, 600) << QRect(0, 40, 900, 600);
        QTest::newRow("too large") << QRect(0, 0, 2560, 1400) << screen;
    }
    void windowsStandOnTheScreen()
    {
        QFETCH(QRect, window);
        QTEST(placedOn(window, QRect(0, 30, 1440, 870)), "placed");
    }
};

QTEST_MAIN(TestDesktopPresence)
#include "tst_desktop_presence.moc"
