#include "ui/fake_agents.h"
#include "ui/models/agent_words.h"
#include "ui/models/agents_model.h"
#include "ui/models/diff_model.h"
#include "ui/pages/agent_card.h"
#include "ui/pages/agent_list.h"
#include "ui/pages/agents_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/diff_view.h"
#include "ui/widgets/plan_diff.h"
#include "ui/widgets/segmented_control.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;
using control::AgentState;

class TestAgentsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_agents = std::make_unique<tests::FakeAgents>();
        tests::fillAgents(*m_agents);
    }
    void cleanup()
    {
        m_page.reset();
        m_agents.reset();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void itShowsWhatConnectingWouldChange()
    {
        open();
        QTRY_COMPARE(m_page->model()->rowCount(), 4);
        QCOMPARE(m_page->list()->currentIndex().row(), 0); // the first that can be connected
        QTRY_COMPARE(card()->diff()->views().size(), 2);
        QCOMPARE(m_agents->connectPlans.back().model, "coder");
        const DiffModel *diff = card()->diff()->views()[0]->diffModel();
        QAbstractItemModelTester tester(card()->diff()->views()[0]->diffModel());
        QCOMPARE(diff->lines()[1].kind, DiffLine::Kind::Removed);
        QCOMPARE(diff->lines()[2].text, u"model = \"coder\""_s);
        QCOMPARE(diff->index(2).data(Qt::AccessibleTextRole).toString(),
                 u"Added line 2: model = \"coder\""_s);
        QVERIFY(card()->said().contains(
            u"A ChatGPT login was found. It is not sent to Signalbox: this setup uses its own key."_s));
        QVERIFY(m_agents->carriedOut.empty());
    }

    void anotherModelIsAskedFor()
    {
        open();
        QTRY_COMPARE(card()->diff()->views().size(), 2);
        QTest::keyClick(card()->models(), Qt::Key_Down);
        QTRY_COMPARE(m_agents->connectPlans.back().model, "fast");
        QTRY_COMPARE(card()->diff()->views()[0]->diffModel()->lines()[2].text, u"model = \"fast\""_s);
    }

    void connectingWritesWhatWasShown()
    {
        open();
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        const auto shown = *card()->connection()->plan();
        card()->mainButton()->click();
        QTRY_COMPARE(m_agents->carriedOut.size(), 1U);
        QCOMPARE(m_agents->carriedOut[0].first, shown);
        QCOMPARE(m_agents->carriedOut[0].second.model, "coder");
        // It is looked at again, and the way back is shown.
        QTRY_COMPARE(m_page->list()->currentIndex().data(AgentsModel::StateWordRole).toString(),
                     u"Connected"_s);
        QTRY_COMPARE(card()->mainButton()->text(), u"Restore"_s);
        QTRY_COMPARE(card()->diff()->views().size(), 1);
        QVERIFY(card()->said().filter(u"Codex CLI is connected."_s).size() == 1);
        QVERIFY(m_agents->tests.empty());
    }

    void connectAndTestTellsTheAnswer()
    {
        open();
        QTRY_VERIFY(card()->testButton()->isEnabled());
        m_agents->holdTests = true;
        card()->testButton()->click();
        QTRY_COMPARE(m_agents->tests, (std::vector<std::string>{"codex"}));
        QTRY_COMPARE(card()->testButton()->text(), u"Asking…"_s);
        QVERIFY(!card()->testButton()->isEnabled());
        m_agents->release();
        QTRY_VERIFY(
            card()->said().contains(u"Codex CLI got its answer through Signalbox. It said “hello”."_s));
        QVERIFY(card()->testButton()->isEnabled());
    }

    void aFailedTestSaysWhatToDo()
    {
        m_agents->testAnswer = {
            false, {}, {}, "codex is not logged in: run codex login, or connect it again."};
        open();
        QTRY_VERIFY(card()->testButton()->isEnabled());
        card()->testButton()->click();
        QTRY_VERIFY(card()->said().contains(
            u"Codex CLI got no answer. codex is not logged in: run codex login, or connect it again."_s));
    }

    void aFileChangedMeanwhileIsShownAgain()
    {
        open();
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        m_agents->version = 2;
        m_agents->connecting[0].before += "# theirs\n";
        m_agents->connecting[0].after += "# theirs\n";
        card()->mainButton()->click();
        QTRY_COMPARE(m_agents->connectPlans.size(), 2U);
        QVERIFY(m_agents->carriedOut.empty());
        QTRY_VERIFY(card()->said().contains(u"Codex CLI’s file was changed by another program. Nothing was "
                                            "written. Look at the difference again first."_s));
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        QCOMPARE(card()->diff()->views()[0]->diffModel()->lines().back().text, u"# theirs"_s);
        card()->mainButton()->click();
        QTRY_COMPARE(m_agents->carriedOut.size(), 1U);
    }

    void whatFailsIsToldAndCanBeTriedAgain()
    {
        open();
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        m_agents->writeError = Error{ErrorCode::Io, "config.toml: no space left on device", {}};
        card()->mainButton()->click();
        QTRY_VERIFY(card()->said().contains(u"That did not work. config.toml: no space left on device"_s));
        card()->mainButton()->click();
        QTRY_COMPARE(m_agents->carriedOut.size(), 1U);
        QTRY_VERIFY(card()->said().filter(u"did not work"_s).isEmpty());
    }

    void noPlanNoButton()
    {
        m_agents->planError = Error{ErrorCode::InvalidInput, "config.toml, line 3: no value", {}};
        open();
        QTRY_VERIFY(card()->said().contains(u"That did not work. config.toml, line 3: no value"_s));
        QVERIFY(!card()->mainButton()->isEnabled());
        QVERIFY(card()->diff()->views().isEmpty());
    }

    void onlyTheLines()
    {
        open();
        QTRY_COMPARE(card()->diff()->views().size(), 2);
        card()->sides()->setCurrent(1);
        QTRY_COMPARE(card()->diff()->views()[0]->diffModel()->rowCount(), 10);
        QVERIFY(!card()->mainButton()->isVisible());
        for (Button *button : card()->findChildren<Button *>()) {
            if (button->text() == u"Copy lines"_s)
                button->click();
        }
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.startsWith(u"/home/mira/.codex/config.toml:\nmodel = \"coder\"\nmodel_provider"_s));
        QVERIFY(copied.contains(u"SIGNALBOX_API_KEY=••••••••"_s));
        QVERIFY(m_agents->carriedOut.empty());
    }

    void restoring()
    {
        open();
        m_page->choose("opencode");
        QTRY_COMPARE(card()->mainButton()->text(), u"Restore"_s);
        QTRY_COMPARE(m_agents->restorePlans, (std::vector<std::string>{"opencode"}));
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        card()->mainButton()->click();
        QTRY_COMPARE(m_agents->carriedOut.size(), 1U);
        QVERIFY(m_agents->carriedOut[0].first.restores);
        QTRY_VERIFY(card()->said().filter(u"opencode is as it was before Signalbox."_s).size() == 1);
    }

    void whatWasCutOffIsOfferedBack()
    {
        m_agents->agents[0].state = AgentState::Changed;
        m_agents->agents[0].interrupted = true;
        open();
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        QCOMPARE(card()->mainButton()->text(), u"Restore"_s);
        QVERIFY(card()->connection()->plan()->restores);
        card()->sides()->setCurrent(1);
        QTRY_VERIFY(!card()->connection()->plan()->restores);
        QCOMPARE(card()->mainButton()->text(), u"Connect"_s);
    }

    void changedByOthers_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("button");
        QTest::addColumn<bool>("restores");
        QTest::newRow("ours") << 0 << u"Put ours back"_s << false;
        QTest::newRow("theirs") << 1 << u"Keep theirs"_s << true;
    }
    void changedByOthers()
    {
        QFETCH(int, side);
        QFETCH(bool, restores);
        m_agents->agents[0].state = AgentState::Changed;
        open();
        QTRY_COMPARE(m_page->changedAgents(), 1);
        QTRY_COMPARE(card()->diff()->views().size(), 2);
        card()->sides()->setCurrent(side);
        QTEST(card()->mainButton()->text(), "button");
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        QVERIFY(m_agents->carriedOut.empty());
        card()->mainButton()->click();
        QTRY_COMPARE(m_agents->carriedOut.size(), 1U);
        QCOMPARE(m_agents->carriedOut[0].first.restores, restores);
    }

    void whatIsNotThereCannotBeConnected()
    {
        open();
        m_page->choose("qwen");
        QTRY_VERIFY(!card()->mainButton()->isVisible());
        QVERIFY(!card()->sides()->isVisible());
        QVERIFY(std::ranges::none_of(m_agents->connectPlans,
                                     [](const control::AgentWish &wish) { return wish.agent == "qwen"; }));
        QVERIFY(visibleButton(u"Look again"_s));
    }

    void withoutAnyItSaysWhereItLooked()
    {
        for (control::Agent &agent : m_agents->agents)
            agent.state = AgentState::NotFound;
        open();
        QTRY_VERIFY(labelled(u"No agents found"_s));
        QVERIFY(labelled(
            u"Looked for Codex CLI, Claude Code, opencode, qwen-code in PATH and in the usual folders."_s));
        const int lists = m_agents->lists;
        m_agents->agents[0].state = AgentState::NotConnected;
        visibleButton(u"Look again"_s)->click();
        QTRY_COMPARE(m_agents->lists, lists + 1);
        QTRY_VERIFY(labelled(u"Connect Codex CLI"_s));
    }

    void whoCannotLookSaysSo()
    {
        m_agents->listError = Error{ErrorCode::Io, "/home cannot be read", {}};
        open();
        QTRY_VERIFY(labelled(u"They could not be looked for. /home cannot be read"_s));
        m_agents->listError.reset();
        m_page->lookAgain();
        QTRY_COMPARE(m_page->model()->rowCount(), 4);
        QVERIFY(!labelled(u"They could not be looked for. /home cannot be read"_s));
    }

    void failureIsToldWhenAnotherIsInFront()
    {
        open();
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        QSignalSpy failed(m_page.get(), &AgentsPage::failedElsewhere);
        m_agents->holdWriting = true;
        m_agents->writeError = Error{ErrorCode::Io, "disk full", {}};
        card()->mainButton()->click();
        m_page->choose("opencode");
        m_agents->release();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), u"Codex CLI"_s);
        QVERIFY(card()->said().filter(u"disk full"_s).isEmpty());
    }

    void byKeysAlone()
    {
        open();
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        m_page->list()->setFocus();
        QTest::keyClick(m_page->list(), Qt::Key_Down);
        QTest::keyClick(m_page->list(), Qt::Key_Down);
        QTRY_COMPARE(card()->mainButton()->text(), u"Restore"_s);
        QTRY_VERIFY(card()->mainButton()->isEnabled());
        // Tab goes through everything and comes back, so the button can be reached.
        bool reached = false;
        for (int i = 0; i < 60 && !reached; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached = QApplication::focusWidget() == card()->mainButton();
        }
        QVERIFY(reached);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(m_agents->carriedOut.size(), 1U);
        QCOMPARE(m_agents->carriedOut[0].second.agent, "opencode");
    }

    void codeStaysLeftToRight()
    {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        open();
        QTRY_COMPARE(card()->diff()->views().size(), 2);
        QCOMPARE(card()->diff()->views()[0]->layoutDirection(), Qt::LeftToRight);
        QCOMPARE(card()->layoutDirection(), Qt::RightToLeft);
        QVERIFY(m_page->list()->mapTo(m_page.get(), QPoint()).x() >
                card()->mapTo(m_page.get(), QPoint()).x());
    }

    void everyControlHasAName()
    {
        open();
        QTRY_COMPARE(card()->diff()->views().size(), 2);
        int checked = 0;
        for (QWidget *widget : m_page->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
                qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(interface);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++checked;
        }
        QVERIFY(checked > 8);
    }

    void words_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("fact");
        QTest::addColumn<QString>("rest");
        QTest::newRow("two sentences")
            << u"A login was found. It is not sent."_s << u"A login was found."_s << u"It is not sent."_s;
        QTest::newRow("one") << u"Only our keys."_s << u"Only our keys."_s << QString();
        QTest::newRow("a dot in a name") << u"In config.toml nothing changes. All stays."_s
                                         << u"In config.toml nothing changes."_s << u"All stays."_s;
        QTest::newRow("a shortening") << u"e.g. this one"_s << u"e.g. this one"_s << QString();
    }
    void words()
    {
        QFETCH(QString, given);
        const FactAndRest parts = factAndRest(given);
        QTEST(parts.fact, "fact");
        QTEST(parts.rest, "rest");
    }

    void firstCommands()
    {
        control::Agent codex = m_agents->agents[0];
        QCOMPARE(firstCommand(codex, true), u"codex exec \"say hello\""_s);
        QCOMPARE(firstCommand(codex, false), u"signalbox codex -- exec \"say hello\""_s);
        codex.launch.clear();
        QCOMPARE(firstCommand(codex, false), QString());
        QCOMPARE(shortPath((QDir::homePath() + u"/.codex/config.toml"_s).toStdString()),
                 u"~/.codex/config.toml"_s);
    }

    void rowsAreSound()
    {
        AgentsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAgents(m_agents->agents);
        m_agents->agents[0].state = AgentState::Connected;
        model.setAgents(m_agents->agents);
        QCOMPARE(model.index(0).data(AgentsModel::StateWordRole).toString(), u"Connected"_s);
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 u"Codex CLI, 0.169.0, Connected, model gpt-5.4 of openai"_s);
        model.setAgents({});
        QCOMPARE(model.rowCount(), 0);
    }

private:
    void open()
    {
        m_page = std::make_unique<AgentsPage>(*m_agents);
        m_theme = new Theme(*m_page);
        config::Configuration configuration;
        for (const char *name : {"coder", "fast"}) {
            configuration.models.emplace_back();
            configuration.models.back().name = name;
        }
        m_page->setConfiguration(configuration);
        m_page->setAddress(u"http://127.0.0.1:7717"_s);
        m_page->resize(1240, 820);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    AgentCard *card() { return m_page->card(); }
    bool labelled(const QString &text)
    {
        const auto widgets = m_page->findChildren<QWidget *>();
        return std::ranges::any_of(widgets, [&](const QWidget *widget) {
            return widget->isVisible() && widget->accessibleName() == text;
        });
    }
    Button *visibleButton(const QString &text)
    {
        const auto buttons = m_page->findChildren<Button *>();
        const auto it = std::ranges::find_if(
            buttons, [&](const Button *button) { return button->isVisible() && button->text() == text; });
        return it != buttons.end() ? *it : nullptr;
    }

    std::unique_ptr<tests::FakeAgents> m_agents;
    std::unique_ptr<AgentsPage> m_page;
    Theme *m_theme = nullptr;
};

QTEST_MAIN(TestAgentsPage)
#include "tst_agents_page.moc"
