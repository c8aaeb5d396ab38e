#include "ui/fake_agents.h"
#include "ui/pages/agent_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/plan_diff.h"

#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;

class TestPlanDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_agents = tests::FakeAgents();
        tests::fillAgents(m_agents);
    }

    void aFileThatIsThereCanBeOpened()
    {
        PlanDiff diff;
        QSignalSpy wanted(&diff, &PlanDiff::openWanted);
        diff.setFiles(m_agents.connecting, PlanDiff::Mode::Whole);
        const auto buttons = diff.findChildren<Button *>();
        QCOMPARE(buttons.size(), 1); // the other one is to be made
        buttons[0]->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<std::string>(), std::string("/home/mira/.codex/config.toml"));
    }

    void theCardHasItOpenedByWhoKnowsTheKeys()
    {
        AgentCard card(m_agents);
        card.setAgent(m_agents.agents[0]);
        QTRY_COMPARE(openButtons(card).size(), 1);
        openButtons(card)[0]->click();
        QCOMPARE(m_agents.opened, (std::vector<std::string>{"/home/mira/.codex/config.toml"}));
        QTest::qWait(0);
        QVERIFY(card.said().filter(u"did not work"_s).isEmpty());
    }

    void theCardSaysWhyAFileWasNotOpened()
    {
        m_agents.openError = Error{ErrorCode::NotFound, "xdg-open is not in any folder of PATH", {}};
        AgentCard card(m_agents);
        card.setAgent(m_agents.agents[0]);
        QTRY_COMPARE(openButtons(card).size(), 1);
        openButtons(card)[0]->click();
        QTRY_VERIFY(card.said().contains(u"That did not work. xdg-open is not in any folder of PATH"_s));
        QCOMPARE(openButtons(card).size(), 1); // the plan is still there
        QVERIFY(card.mainButton()->isEnabled());
    }

private:
    static QList<Button *> openButtons(const AgentCard &card)
    {
        QList<Button *> found = card.diff()->findChildren<Button *>();
        found.removeIf([](const Button *button) { return button->text() != u"Open file"_s; });
        return found;
    }

    tests::FakeAgents m_agents;
};

QTEST_MAIN(TestPlanDiff)
#include "tst_plan_diff.moc"
