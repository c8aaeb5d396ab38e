#include "control/when_answered.h"
#include "ui/models/last_requests_model.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/plan_diff.h"
#include "ui/widgets/secret_field.h"
#include "ui/wizard_fixture.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QRadioButton>
#include <QSignalSpy>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;
using Step = FirstRunWizard::Step;

/// The wizard as a whole, its agents, and when it opens.
class TestFirstRunWizard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_run = std::make_unique<tests::WizardFixture>(); }
    void cleanup() { m_run.reset(); }

    void theWholeWay()
    {
        m_run->open();
        // A key was found: it is chosen, and nothing has to be typed.
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        QCOMPARE(m_run->wizard->step(), Step::Test);
        QTRY_COMPARE(m_run->desk.providers.puts.size(), 1U);
        QCOMPARE(m_run->desk.providers.puts[0].keys[0].secret, "env:OPENAI_API_KEY");
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"OpenAI answers"_s);
        QCOMPARE(
            m_run->wizard->testStep()->lines(),
            (QStringList{u"3 models fetched, 2 with prices\t0\u00A0ms"_s,
                         u"api.openai.com answers\t38\u00A0ms"_s, u"Key is valid\t1 request"_s,
                         u"First token from gpt-5.4-mini\t440\u00A0ms"_s, u"Cost of this test\t$0.00020"_s}));
        QCOMPARE(m_run->desk.providers.tests.back(), (std::pair<std::string, std::string>("openai", "main")));
        m_run->next()->click();
        QCOMPARE(m_run->wizard->step(), Step::Agent);
        QTRY_COMPARE(m_run->next()->text(), u"Connect Codex CLI"_s);
        QTRY_VERIFY(m_run->next()->isEnabled());
        QCOMPARE(m_run->desk.agents.connectPlans.back().model, "coder");
        QVERIFY(m_run->desk.agents.carriedOut.empty());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        QCOMPARE(m_run->desk.providers.modelPuts.size(), 1U);
        QCOMPARE(m_run->desk.providers.modelPuts[0].name, "coder");
        QCOMPARE(m_run->desk.providers.modelPuts[0].targets,
                 (std::vector<config::RouteTarget>{{"openai", "gpt-5.4-mini", 100}}));
        QCOMPARE(m_run->desk.agents.carriedOut.size(), 1U);
        QCOMPARE(m_run->desk.agents.carriedOut[0].second.agent, "codex");
        AnswerStep *answer = m_run->wizard->answerStep();
        QCOMPARE(answer->command(), u"codex exec \"say hello\""_s);
        QTRY_COMPARE(answer->requests()->rowCount(), 2);
        answer->runButton()->click();
        QTRY_COMPARE(answer->said(), u"Codex CLI got its answer through Signalbox. It said “hello”."_s);
        answer->keepBox()->setChecked(false);
        QSignalSpy finished(m_run->wizard.get(), &QDialog::finished);
        m_run->next()->click();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toInt(), int(QDialog::Accepted));
        QVERIFY(!m_run->wizard->keepInTray());
    }

    void withoutAnyKeyTheSimulatedOneServes()
    {
        m_run->desk.providers.findings.clear();
        m_run->desk.providers.offered.clear();
        m_run->desk.providers.fetchError = Error{ErrorCode::NotFound, "it has no list", {}};
        m_run->desk.providers.testAnswer->model = "steady";
        m_run->desk.providers.testAnswer->cost = Money();
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        QVERIFY(!m_run->next()->isEnabled());
        m_run->tile("simulated")->click();
        QVERIFY(m_run->next()->isEnabled());
        QVERIFY(!m_run->provider()->keyField()->isVisible());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"Simulated answers"_s);
        QVERIFY(m_run->desk.providers.puts.empty()); // it stands there from the first start on
        QCOMPARE(m_run->desk.providers.tests.back(), (std::pair<std::string, std::string>("sim", "")));
        m_run->next()->click();
        QTRY_VERIFY(m_run->next()->isEnabled());
        QTRY_COMPARE(m_run->next()->text(), u"Connect Codex CLI"_s);
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        QCOMPARE(m_run->desk.providers.modelPuts.back().targets,
                 (std::vector<config::RouteTarget>{{"sim", "steady", 100}}));
        m_run->wizard->answerStep()->runButton()->click();
        QTRY_VERIFY(m_run->wizard->answerStep()->said().startsWith(u"Codex CLI got its answer"_s));
    }

    void everyStepCanBeSkipped()
    {
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        m_run->wizard->skipButton()->click();
        QCOMPARE(m_run->wizard->step(), Step::Agent); // nothing to test
        QTRY_VERIFY(!m_run->wizard->agentStep()->makeModelBox()->isVisible());
        m_run->wizard->skipButton()->click();
        QCOMPARE(m_run->wizard->step(), Step::Answer);
        QVERIFY(!m_run->wizard->skipButton()->isVisible());
        QVERIFY(!m_run->wizard->answerStep()->runButton()->isVisible());
        QVERIFY(m_run->wizard->answerStep()->command().startsWith(u"signalbox codex"_s));
        m_run->wizard->backButton()->click();
        QCOMPARE(m_run->wizard->step(), Step::Agent);
        QVERIFY(m_run->desk.providers.puts.empty());
        QVERIFY(m_run->desk.agents.carriedOut.empty());
    }

    void somebodyElseChangedTheConfiguration()
    {
        m_run->desk.providers.putError = Error{ErrorCode::Conflict, "changed", {}};
        m_run->open();
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"OpenAI answers"_s); // it was tried again
        m_run->desk.providers.putError = Error{ErrorCode::InvalidInput, "/models/1/name: taken", {}};
        m_run->next()->click();
        QTRY_VERIFY(m_run->next()->isEnabled());
        QTRY_COMPARE(m_run->next()->text(), u"Connect Codex CLI"_s);
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->agentStep()->said(),
                     u"The model “coder” could not be made. /models/1/name: taken"_s);
        QVERIFY(m_run->desk.agents.carriedOut.empty());
        QCOMPARE(m_run->wizard->step(), Step::Agent);
    }

    void anAgentsFileChangedMeanwhile()
    {
        m_run->toAgents();
        m_run->desk.agents.version = 2;
        m_run->next()->click();
        QTRY_VERIFY(m_run->wizard->agentStep()->said().startsWith(
            u"Codex CLI’s file was changed by another program."_s));
        QTRY_VERIFY(m_run->wizard->agentStep()->diff()->isVisible());
        QVERIFY(m_run->desk.agents.carriedOut.empty());
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        QCOMPARE(m_run->desk.agents.carriedOut.size(), 1U);
    }

    void theDiffIsShownBeforeAnythingIsWritten()
    {
        m_run->toAgents();
        QVERIFY(!m_run->wizard->agentStep()->diff()->isVisible());
        m_run->wizard->agentStep()->diffButton()->click();
        QVERIFY(m_run->wizard->agentStep()->diff()->isVisible());
        QCOMPARE(m_run->wizard->agentStep()->diff()->views().size(), 2);
        m_run->wizard->agentStep()->diffButton()->click();
        QVERIFY(!m_run->wizard->agentStep()->diff()->isVisible());
        QVERIFY(m_run->desk.agents.carriedOut.empty());
    }

    void somebodysModelIsReplacedOnDemandOnly()
    {
        config::VirtualModel coder;
        coder.name = "coder";
        m_run->desk.control.view.configuration.models.push_back(coder);
        m_run->toAgents();
        QVERIFY(!m_run->wizard->agentStep()->makeModelBox()->isChecked());
        QVERIFY(m_run->wizard->agentStep()->makeModelBox()->text().startsWith(u"Replace"_s));
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        QVERIFY(m_run->desk.providers.modelPuts.empty());
        QCOMPARE(m_run->desk.agents.carriedOut[0].second.model, "coder");
    }

    void withoutAgentsItGoesOn()
    {
        m_run->desk.agents.agents.clear();
        m_run->open();
        m_run->wizard->skipButton()->click();
        QTRY_VERIFY(m_run->wizard->agentStep()->said().startsWith(u"No agent was found."_s));
        QCOMPARE(m_run->next()->text(), u"Next"_s);
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
    }

    void anAnswerThatDidNotCome()
    {
        m_run->desk.agents.testAnswer = {false, {}, {}, "codex ended with 1: start it by hand and look."};
        m_run->toAgents();
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        m_run->wizard->answerStep()->runButton()->click();
        QTRY_COMPARE(m_run->wizard->answerStep()->said(),
                     u"Codex CLI got no answer. codex ended with 1: start it by hand and look."_s);
        QVERIFY(m_run->wizard->answerStep()->runButton()->isEnabled());
    }

    void byKeysAlone()
    {
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(m_run->tile("openai")));
        // Arrows choose among the tiles, Enter is the main button.
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
        QVERIFY(m_run->tile("anthropic")->isChecked());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QVERIFY(m_run->tile("openai")->isChecked());
        QTest::keyClick(m_run->wizard.get(), Qt::Key_Return);
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"OpenAI answers"_s);
        QTest::keyClick(m_run->wizard.get(), Qt::Key_Return);
        QCOMPARE(m_run->wizard->step(), Step::Agent);
        QTRY_VERIFY(m_run->next()->isEnabled());
        QTRY_COMPARE(m_run->next()->text(), u"Connect Codex CLI"_s);
        QTest::keyClick(m_run->wizard.get(), Qt::Key_Return);
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        QTest::keyClick(m_run->wizard.get(), Qt::Key_Return);
        QVERIFY(!m_run->wizard->isVisible());
        QCOMPARE(m_run->wizard->result(), int(QDialog::Accepted));
    }

    void escapeIsLater()
    {
        m_run->open();
        QSignalSpy finished(m_run->wizard.get(), &QDialog::finished);
        QTest::keyClick(m_run->wizard.get(), Qt::Key_Escape);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].toInt(), int(QDialog::Rejected));
        QVERIFY(m_run->desk.providers.puts.empty());
    }

    void onTheFirstStartOnly()
    {
        for (control::Agent &each : m_run->desk.agents.agents)
            each.state = control::AgentState::NotConnected;
        {
            MainWindow window(m_run->desk.desk(), m_run->clock);
            window.show();
            QSignalSpy finished(&window, &MainWindow::wizardFinished);
            window.openWizardOnce();
            QTRY_VERIFY(window.wizard() && window.wizard()->isVisible());
            QCOMPARE(window.wizard()->windowModality(), Qt::WindowModal);
            QCOMPARE(window.wizard()->palette().color(QPalette::Window),
                     window.palette().color(QPalette::Window));
            window.wizard()->reject();
            QTRY_VERIFY(!window.wizard());
            QCOMPARE(finished.size(), 0);
        }
        MainWindow window(m_run->desk.desk(), m_run->clock);
        window.show();
        const int asked = m_run->desk.control.configurations;
        window.openWizardOnce();
        QCOMPARE(m_run->desk.control.configurations, asked);
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

    void opensByItselfWhereNothingIsSetUp_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<int>("agent");
        QTest::addColumn<bool>("opens");
        const int idle = int(control::AgentState::NotConnected);
        QTest::newRow("nothing") << QByteArray("simulated") << QByteArray() << idle << true;
        QTest::newRow("a provider") << QByteArray("ollama") << QByteArray() << idle << false;
        QTest::newRow("a key") << QByteArray("simulated") << QByteArray("env:X") << idle << false;
        QTest::newRow("an agent is connected")
            << QByteArray("simulated") << QByteArray() << int(control::AgentState::Connected) << false;
        QTest::newRow("an agent was, and was changed")
            << QByteArray("simulated") << QByteArray() << int(control::AgentState::Changed) << false;
    }
    void opensByItselfWhereNothingIsSetUp()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, key);
        QFETCH(int, agent);
        QFETCH(bool, opens);
        config::Provider &provider = m_run->desk.control.view.configuration.providers[0];
        provider.kind = kind.toStdString();
        if (!key.isEmpty())
            provider.keys.push_back({.id = "main", .secret = key.toStdString()});
        for (control::Agent &each : m_run->desk.agents.agents)
            each.state = control::AgentState::NotConnected;
        m_run->desk.agents.agents[0].state = control::AgentState(agent);
        MainWindow window(m_run->desk.desk(), m_run->clock);
        window.openWizardOnce();
        // Asked behind the window's own questions, and so answered behind them.
        bool answered = false;
        control::whenAnswered<control::ConfigurationView>(
            m_run->desk.control.configuration(), &window, [&](const auto &) {
                control::whenAnswered<std::vector<control::Agent>>(m_run->desk.agents.list(), &window,
                                                                   [&](const auto &) { answered = true; });
            });
        QTRY_VERIFY(answered);
        QCOMPARE(window.wizard() != nullptr, opens);
    }

    void theWindowsMenuLeadsThereToo()
    {
        MainWindow window(m_run->desk.desk(), m_run->clock);
        window.show();
        QAction *setUp = window.menu()->actions().first();
        QCOMPARE(setUp->text(), u"Set up Signalbox…"_s);
        setUp->trigger();
        QVERIFY(window.wizard() && window.wizard()->isVisible());
    }

    void whatThePlanRemarksIsShownBeforeAnythingIsWritten()
    {
        m_run->toAgents();
        QTRY_COMPARE(m_run->wizard->agentStep()->remarks().size(), 5);
        QVERIFY(m_run->wizard->agentStep()->remarks()[0].startsWith(u"A ChatGPT login was found."_s));
        QVERIFY(m_run->wizard->agentStep()->remarks()[1].startsWith(u"A key of its own"_s));
        m_run->desk.agents.warnings.clear();
        m_run->desk.agents.notes.clear();
        m_run->wizard->backButton()->click();
        m_run->wizard->nextButton()->click();
        QTRY_COMPARE(m_run->wizard->agentStep()->remarks().size(), 2);
        QVERIFY(m_run->desk.agents.carriedOut.empty());
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
        m_run->toAgents();
        QCOMPARE(m_run->wizard->size(), QSize(690, 420));
        QCOMPARE(m_run->next()->mapTo(m_run->wizard.get(), QPoint()).x() < 345,
                 direction == int(Qt::RightToLeft));
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->step(), Step::Answer);
        QCOMPARE(m_run->wizard->size(), QSize(690, 420)); // nothing has pushed it open
        int checked = 0;
        for (QWidget *widget : m_run->wizard->findChildren<QWidget *>()) {
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
    std::unique_ptr<tests::WizardFixture> m_run;
};

QTEST_MAIN(TestFirstRunWizard)
#include "tst_first_run_wizard.moc"
