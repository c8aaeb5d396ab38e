#include "ui/dialogs/agent_step.h"
#include "ui/dialogs/answer_step.h"
#include "ui/dialogs/first_run_wizard.h"
#include "ui/dialogs/provider_step.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/dialogs/test_step.h"
#include "ui/first_run_desk.h"
#include "ui/models/last_requests_model.h"
#include "ui/sample_traffic.h"
#include "ui/shell/main_window.h"
#include "ui/theme/model_slots.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/plan_diff.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QRadioButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Step = FirstRunWizard::Step;
using Verdict = control::ProviderTest::Verdict;

class TestFirstRunWizard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_settings.isValid());
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(u"signalbox-test"_s);
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QSettings().clear();
        m_desk = std::make_unique<tests::FirstRunDesk>();
        tests::fillFirstRun(*m_desk, m_clock.wallNow());
    }
    void cleanup()
    {
        m_wizard.reset();
        m_desk.reset();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void theWholeWay()
    {
        open();
        // A key was found: it is chosen, and nothing has to be typed.
        QTRY_VERIFY(tile("openai")->isChecked());
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QCOMPARE(m_wizard->step(), Step::Test);
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->providers.puts[0].keys[0].secret, "env:OPENAI_API_KEY");
        QTRY_COMPARE(m_wizard->testStep()->title(), u"OpenAI answers"_s);
        QCOMPARE(
            m_wizard->testStep()->lines(),
            (QStringList{u"3 models fetched, 2 with prices\t0\u00A0ms"_s,
                         u"api.openai.com answers\t38\u00A0ms"_s, u"Key is valid\t1 request"_s,
                         u"First token from gpt-5.4-mini\t440\u00A0ms"_s, u"Cost of this test\t$0.00020"_s}));
        QCOMPARE(m_desk->providers.tests.back(), (std::pair<std::string, std::string>("openai", "main")));
        next()->click();
        QCOMPARE(m_wizard->step(), Step::Agent);
        QTRY_COMPARE(next()->text(), u"Connect Codex CLI"_s);
        QTRY_VERIFY(next()->isEnabled());
        QCOMPARE(m_desk->agents.connectPlans.back().model, "coder");
        QVERIFY(m_desk->agents.carriedOut.empty());
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        QCOMPARE(m_desk->providers.models_.size(), 1U);
        QCOMPARE(m_desk->providers.models_[0].name, "coder");
        QCOMPARE(m_desk->providers.models_[0].targets,
                 (std::vector<config::RouteTarget>{{"openai", "gpt-5.4-mini", 100}}));
        QCOMPARE(m_desk->agents.carriedOut.size(), 1U);
        QCOMPARE(m_desk->agents.carriedOut[0].second.agent, "codex");
        AnswerStep *answer = m_wizard->answerStep();
        QCOMPARE(answer->command(), u"codex exec \"say hello\""_s);
        QTRY_COMPARE(answer->requests()->rowCount(), 2);
        answer->runButton()->click();
        QTRY_COMPARE(answer->said(), u"Codex CLI got its answer through Signalbox. It said “hello”."_s);
        answer->keepBox()->setChecked(false);
        QSignalSpy finished(m_wizard.get(), &QDialog::finished);
        next()->click();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toInt(), int(QDialog::Accepted));
        QVERIFY(!m_wizard->keepInTray());
    }

    void aKeyGoesToTheKeychain()
    {
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        tile("anthropic")->click();
        QVERIFY(!next()->isEnabled());
        QGuiApplication::clipboard()->setText(u"  sk-ant-1234 \n"_s);
        provider()->pasteButton()->click();
        QCOMPARE(provider()->keyField()->text(), u"sk-ant-1234"_s);
        QCOMPARE(provider()->keyField()->echoMode(), QLineEdit::Password);
        QCOMPARE(provider()->hint(), u"Goes to the system keychain, never to a file."_s);
        QVERIFY(next()->isEnabled());
        m_desk->secrets.answers.hold = true;
        next()->click();
        QCOMPARE(provider()->keyField()->text(), QString()); // it stays in no field
        QCOMPARE(m_wizard->testStep()->lines(), (QStringList{u"Keeping the key…\t"_s}));
        m_clock.advance(6ms);
        m_desk->secrets.answers.hold = false;
        m_desk->secrets.answers.release();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"Anthropic answers"_s);
        QCOMPARE(m_wizard->testStep()->lines().first(), u"Keychain keeps and returns the key\t6\u00A0ms"_s);
        QCOMPARE(m_desk->secrets.kept.at("keychain:anthropic/main"), "sk-ant-1234");
        QCOMPARE(m_desk->providers.puts.back().keys[0].secret, "keychain:anthropic/main");
        QCOMPARE(m_desk->providers.puts.back().kind, "anthropic");
    }

    void withoutAKeychainForThisSession_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("hint");
        QTest::newRow("locked") << int(control::KeychainState::Locked) << u"The keychain is locked."_s;
        QTest::newRow("none") << int(control::KeychainState::Unavailable) << u"No keychain on this system."_s;
        QTest::newRow("broken") << int(control::KeychainState::Failed)
                                << u"The keychain does not answer as it should."_s;
    }
    void withoutAKeychainForThisSession()
    {
        QFETCH(int, state);
        QFETCH(QString, hint);
        m_desk->secrets.current.keychain = control::KeychainState(state);
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        tile("anthropic")->click();
        provider()->keyField()->setText(u"sk-ant-1234"_s);
        QTRY_VERIFY(provider()->hint().startsWith(hint));
        QVERIFY(provider()->hint().contains(u"this session"_s));
        next()->click();
        QTRY_COMPARE(m_desk->secrets.sets.size(), 1U);
        QCOMPARE(m_desk->secrets.sets[0].second, control::SecretPlace::Session);
        QTRY_VERIFY(m_wizard->testStep()->lines().first().startsWith(u"Key is kept for this session only"_s));
    }

    void aKeychainThatRefusesLeavesAChoice()
    {
        m_desk->secrets.setError = Error{ErrorCode::Timeout, "the keychain did not answer", {}};
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        tile("anthropic")->click();
        provider()->keyField()->setText(u"sk-ant-1234"_s);
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->problem(), u"the keychain did not answer"_s);
        QVERIFY(m_desk->providers.puts.empty());
        QVERIFY(m_wizard->testStep()->sessionButton()->isVisible());
        m_wizard->testStep()->sessionButton()->click();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"Anthropic answers"_s);
        QCOMPARE(m_desk->secrets.kept.at("keychain:anthropic/main"), "sk-ant-1234");
    }

    void aFailedTestSaysWhatToDo_data()
    {
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("line");
        QTest::newRow("wrong key") << int(Verdict::RefusedKey) << 401 << u"Key was refused\t401"_s;
        QTest::newRow("no way there")
            << int(Verdict::Unreachable) << 0 << u"api.openai.com cannot be reached\t"_s;
        QTest::newRow("too many") << int(Verdict::TooMany) << 429 << u"No answer from gpt-5.4-mini\t429"_s;
        QTest::newRow("no key") << int(Verdict::NoSecret) << 0 << u"There is no key\t"_s;
    }
    void aFailedTestSaysWhatToDo()
    {
        QFETCH(int, verdict);
        QFETCH(int, status);
        m_desk->providers.testAnswer = {};
        m_desk->providers.testAnswer.verdict = Verdict(verdict);
        m_desk->providers.testAnswer.status = status;
        m_desk->providers.testAnswer.model = "gpt-5.4-mini";
        m_desk->providers.testAnswer.problem = "What is wrong, and what to do.";
        open();
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->problem(), u"What is wrong, and what to do."_s);
        QTEST(m_wizard->testStep()->lines().last(), "line");
        QCOMPARE(next()->text(), u"Test again"_s);
        // It is mended, and tested again.
        tests::fillFirstRun(*m_desk, m_clock.wallNow());
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"OpenAI answers"_s);
        QCOMPARE(next()->text(), u"Next: connect an agent"_s);
    }

    void rowsAppearAsTheyBecomeKnown()
    {
        m_desk->providers.testAnswers.hold = true;
        open();
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->lines(), (QStringList{u"Asking for the list of models…\t"_s}));
        QVERIFY(!next()->isEnabled());
        m_desk->providers.testAnswers.release();
        QTRY_COMPARE(m_wizard->testStep()->lines().size(), 2);
        QCOMPARE(m_wizard->testStep()->lines().last(), u"Sending one small request…\t"_s);
        m_desk->providers.testAnswers.release();
        QTRY_COMPARE(m_wizard->testStep()->lines().size(), 5);
        QVERIFY(next()->isEnabled());
    }

    void withoutAnyKeyTheSimulatedOneServes()
    {
        m_desk->providers.findings.clear();
        m_desk->providers.offered.models.clear();
        m_desk->providers.fetchError = Error{ErrorCode::NotFound, "it has no list", {}};
        m_desk->providers.testAnswer.model = "steady";
        m_desk->providers.testAnswer.cost = Money();
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        QVERIFY(!next()->isEnabled());
        tile("simulated")->click();
        QVERIFY(next()->isEnabled());
        QVERIFY(!provider()->keyField()->isVisible());
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"Simulated answers"_s);
        QVERIFY(m_desk->providers.puts.empty()); // it stands there from the first start on
        QCOMPARE(m_desk->providers.tests.back(), (std::pair<std::string, std::string>("sim", "")));
        next()->click();
        QTRY_VERIFY(next()->isEnabled());
        QTRY_COMPARE(next()->text(), u"Connect Codex CLI"_s);
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        QCOMPARE(m_desk->providers.models_.back().targets,
                 (std::vector<config::RouteTarget>{{"sim", "steady", 100}}));
        m_wizard->answerStep()->runButton()->click();
        QTRY_VERIFY(m_wizard->answerStep()->said().startsWith(u"Codex CLI got its answer"_s));
    }

    void everyStepCanBeSkipped()
    {
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        m_wizard->skipButton()->click();
        QCOMPARE(m_wizard->step(), Step::Agent); // nothing to test
        QTRY_VERIFY(!m_wizard->agentStep()->makeModelBox()->isVisible());
        m_wizard->skipButton()->click();
        QCOMPARE(m_wizard->step(), Step::Answer);
        QVERIFY(!m_wizard->skipButton()->isVisible());
        QVERIFY(!m_wizard->answerStep()->runButton()->isVisible());
        QVERIFY(m_wizard->answerStep()->command().startsWith(u"signalbox codex"_s));
        m_wizard->backButton()->click();
        QCOMPARE(m_wizard->step(), Step::Agent);
        QVERIFY(m_desk->providers.puts.empty());
        QVERIFY(m_desk->agents.carriedOut.empty());
    }

    void theTestIsSkippedWhileItRuns()
    {
        m_desk->providers.testAnswers.hold = true;
        open();
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        m_wizard->skipButton()->click();
        QCOMPARE(m_wizard->step(), Step::Agent);
        QTRY_COMPARE(m_wizard->testStep()->lines(), (QStringList{u"Asking for the list of models…\t"_s}));
        m_desk->providers.testAnswers.release();
        QTRY_COMPARE(m_desk->providers.tests.size(), 1U);
        m_desk->providers.testAnswers.release();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"OpenAI answers"_s);
        QCOMPARE(m_wizard->step(), Step::Agent);
    }

    void somebodyElseChangedTheConfiguration()
    {
        m_desk->providers.putError = Error{ErrorCode::Conflict, "changed", {}};
        open();
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"OpenAI answers"_s); // it was tried again
        m_desk->providers.putError = Error{ErrorCode::InvalidInput, "/models/1/name: taken", {}};
        next()->click();
        QTRY_VERIFY(next()->isEnabled());
        QTRY_COMPARE(next()->text(), u"Connect Codex CLI"_s);
        next()->click();
        QTRY_COMPARE(m_wizard->agentStep()->said(),
                     u"The model “coder” could not be made. /models/1/name: taken"_s);
        QVERIFY(m_desk->agents.carriedOut.empty());
        QCOMPARE(m_wizard->step(), Step::Agent);
    }

    void anAgentsFileChangedMeanwhile()
    {
        toAgents();
        m_desk->agents.version = 2;
        next()->click();
        QTRY_VERIFY(
            m_wizard->agentStep()->said().startsWith(u"Codex CLI’s file was changed by another program."_s));
        QTRY_VERIFY(m_wizard->agentStep()->diff()->isVisible());
        QVERIFY(m_desk->agents.carriedOut.empty());
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        QCOMPARE(m_desk->agents.carriedOut.size(), 1U);
    }

    void theDiffIsShownBeforeAnythingIsWritten()
    {
        toAgents();
        QVERIFY(!m_wizard->agentStep()->diff()->isVisible());
        m_wizard->agentStep()->diffButton()->click();
        QVERIFY(m_wizard->agentStep()->diff()->isVisible());
        QCOMPARE(m_wizard->agentStep()->diff()->views().size(), 2);
        m_wizard->agentStep()->diffButton()->click();
        QVERIFY(!m_wizard->agentStep()->diff()->isVisible());
        QVERIFY(m_desk->agents.carriedOut.empty());
    }

    void somebodysModelIsReplacedOnDemandOnly()
    {
        config::VirtualModel coder;
        coder.name = "coder";
        m_desk->control.view.configuration.models.push_back(coder);
        toAgents();
        QVERIFY(!m_wizard->agentStep()->makeModelBox()->isChecked());
        QVERIFY(m_wizard->agentStep()->makeModelBox()->text().startsWith(u"Replace"_s));
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        QVERIFY(m_desk->providers.models_.empty());
        QCOMPARE(m_desk->agents.carriedOut[0].second.model, "coder");
    }

    void withoutAgentsItGoesOn()
    {
        m_desk->agents.agents.clear();
        open();
        m_wizard->skipButton()->click();
        QTRY_VERIFY(m_wizard->agentStep()->said().startsWith(u"No agent was found."_s));
        QCOMPARE(next()->text(), u"Next"_s);
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
    }

    void anAnswerThatDidNotCome()
    {
        m_desk->agents.testAnswer = {false, {}, {}, "codex ended with 1: start it by hand and look."};
        toAgents();
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        m_wizard->answerStep()->runButton()->click();
        QTRY_COMPARE(m_wizard->answerStep()->said(),
                     u"Codex CLI got no answer. codex ended with 1: start it by hand and look."_s);
        QVERIFY(m_wizard->answerStep()->runButton()->isEnabled());
    }

    void aKeyIsHiddenAgain()
    {
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        provider()->keyField()->setText(u"sk-1"_s);
        provider()->showButton()->click();
        QCOMPARE(provider()->keyField()->echoMode(), QLineEdit::Normal);
        QTimer *timer = provider()->hideTimer();
        QVERIFY(timer->isActive());
        QCOMPARE(timer->interval(), 10'000);
        timer->setInterval(1); // nobody has to wait for it
        QTRY_COMPARE(provider()->keyField()->echoMode(), QLineEdit::Password);
        timer->setInterval(10'000);
        provider()->showButton()->click();
        QCOMPARE(provider()->keyField()->echoMode(), QLineEdit::Normal);
        provider()->showButton()->click();
        QCOMPARE(provider()->keyField()->echoMode(), QLineEdit::Password);
        QVERIFY(!timer->isActive());
        provider()->showButton()->click();
        tile("anthropic")->click(); // another provider's field shows nothing
        QCOMPARE(provider()->keyField()->echoMode(), QLineEdit::Password);
        QCOMPARE(provider()->keyField()->text(), QString());
    }

    void oneOfAllProviders()
    {
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        const QList<QAction *> actions = provider()->others()->actions();
        const auto it = std::ranges::find_if(
            actions, [](const QAction *action) { return action->text() == u"DeepSeek"_s; });
        QVERIFY(it != actions.end());
        (*it)->trigger();
        QVERIFY(tile("deepseek")->isChecked());
        provider()->keyField()->setText(u"sk-ds"_s);
        next()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->providers.puts[0].kind, "deepseek");
    }

    void aKeyInAnAgentsFileIsTakenOver()
    {
        m_desk->providers.findings = {{control::Finding::Source::AgentFile,
                                       "~/.config/opencode/opencode.json", "anthropic", "", "", "", 0}};
        open();
        QTRY_VERIFY(tile("anthropic")->isChecked());
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(m_desk->providers.taken.size(), 1U);
        QTRY_COMPARE(m_wizard->testStep()->title(), u"Anthropic answers"_s);
        QCOMPARE(m_desk->providers.tests.back(), (std::pair<std::string, std::string>("anthropic", "main")));
    }

    void byKeysAlone()
    {
        open();
        QTRY_VERIFY(tile("openai")->isChecked());
        QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(tile("openai")));
        // Arrows choose among the tiles, Enter is the main button.
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
        QVERIFY(tile("anthropic")->isChecked());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QVERIFY(tile("openai")->isChecked());
        QTest::keyClick(m_wizard.get(), Qt::Key_Return);
        QTRY_COMPARE(m_wizard->testStep()->title(), u"OpenAI answers"_s);
        QTest::keyClick(m_wizard.get(), Qt::Key_Return);
        QCOMPARE(m_wizard->step(), Step::Agent);
        QTRY_VERIFY(next()->isEnabled());
        QTRY_COMPARE(next()->text(), u"Connect Codex CLI"_s);
        QTest::keyClick(m_wizard.get(), Qt::Key_Return);
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        QTest::keyClick(m_wizard.get(), Qt::Key_Return);
        QVERIFY(!m_wizard->isVisible());
        QCOMPARE(m_wizard->result(), int(QDialog::Accepted));
    }

    void escapeIsLater()
    {
        open();
        QSignalSpy finished(m_wizard.get(), &QDialog::finished);
        QTest::keyClick(m_wizard.get(), Qt::Key_Escape);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toInt(), int(QDialog::Rejected));
        QVERIFY(m_desk->providers.puts.empty());
    }

    void onTheFirstStartOnly()
    {
        {
            MainWindow window(m_desk->desk(), m_clock);
            window.show();
            QSignalSpy finished(&window, &MainWindow::wizardFinished);
            window.openWizardOnce();
            QVERIFY(window.wizard() && window.wizard()->isVisible());
            QCOMPARE(window.wizard()->windowModality(), Qt::WindowModal);
            QCOMPARE(window.wizard()->palette().color(QPalette::Window),
                     window.palette().color(QPalette::Window));
            window.wizard()->reject();
            QTRY_VERIFY(!window.wizard());
            QCOMPARE(finished.size(), 0);
        }
        MainWindow window(m_desk->desk(), m_clock);
        window.show();
        window.openWizardOnce();
        QVERIFY(!window.wizard());
        // The empty Overview leads there at any time.
        Button *setUp = nullptr;
        for (Button *button : window.findChildren<Button *>()) {
            if (button->text() == u"Set up…"_s)
                setUp = button;
        }
        QVERIFY(setUp);
        setUp->click();
        QVERIFY(window.wizard());
        QSignalSpy finished(&window, &MainWindow::wizardFinished);
        window.wizard()->accept();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toBool(), true);
    }

    void everyControlHasAName_data()
    {
        QTest::addColumn<int>("direction");
        QTest::newRow("left to right") << int(Qt::LeftToRight);
        QTest::newRow("mirrored") << int(Qt::RightToLeft);
    }
    void everyControlHasAName()
    {
        QFETCH(int, direction);
        QGuiApplication::setLayoutDirection(Qt::LayoutDirection(direction));
        toAgents();
        QCOMPARE(m_wizard->size(), QSize(690, 420));
        QCOMPARE(next()->mapTo(m_wizard.get(), QPoint()).x() < 345, direction == int(Qt::RightToLeft));
        next()->click();
        QTRY_COMPARE(m_wizard->step(), Step::Answer);
        QCOMPARE(m_wizard->size(), QSize(690, 420)); // nothing has pushed it open
        int checked = 0;
        for (QWidget *widget : m_wizard->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->inherits("QMenu") ||
                qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++checked;
        }
        QVERIFY(checked > 20);
    }

private:
    void open()
    {
        m_wizard = std::make_unique<FirstRunWizard>(m_desk->desk(), m_clock, m_slots);
        m_theme = new Theme(*m_wizard);
        m_wizard->open();
        m_wizard->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_wizard.get()));
    }
    /// OpenAI answered, the list of agents is there, Codex can be connected.
    void toAgents()
    {
        open();
        QTRY_VERIFY(next()->isEnabled());
        next()->click();
        QTRY_COMPARE(m_wizard->testStep()->title(), u"OpenAI answers"_s);
        next()->click();
        QTRY_COMPARE(next()->text(), u"Connect Codex CLI"_s);
        QTRY_VERIFY(next()->isEnabled());
    }
    Button *next() { return m_wizard->nextButton(); }
    ProviderStep *provider() { return m_wizard->providerStep(); }
    ProviderTile *tile(std::string_view kind)
    {
        const auto &tiles = provider()->tiles();
        const auto it = std::ranges::find_if(
            tiles, [&](const ProviderTile *tile) { return tile->choice().kind == kind; });
        return it != tiles.end() ? *it : tiles.last();
    }

    QTemporaryDir m_settings;
    ManualClock m_clock{tests::sampleNow()};
    ModelSlots m_slots;
    std::unique_ptr<tests::FirstRunDesk> m_desk;
    std::unique_ptr<FirstRunWizard> m_wizard;
    Theme *m_theme = nullptr;
};

QTEST_MAIN(TestFirstRunWizard)
#include "tst_first_run_wizard.moc"
