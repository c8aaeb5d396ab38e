// How the program with a window ends: running requests are waited for, cut, or kept.
#include "support/turns.h"
#include "ui/desktop_fixture.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestDesktopQuit : public QObject, protected tests::DesktopFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareSettings(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void nobodyRunsQuitsAtOnce()
    {
        open();
        QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
        QTRY_COMPARE(m_decided->size(), 1);
        QCOMPARE(m_decided->at(0)[0].value<Ending>(), Ending::Drain);
        QVERIFY(m_control->pauses.empty());
    }

    void runningRequestsAreWaitedFor()
    {
        openWithThreeRunning();
        m_presence->quit();
        AskDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_presence->quitFlow().dialog()));
        QCOMPARE(dialog->title(), u"3 requests are running"_s);
        QCOMPARE(m_control->pauses, std::vector<bool>{true}); // new ones are refused
        QVERIFY(dialog->text().contains(u"already refused"_s));
        click(dialog, u"Wait, then quit"_s);
        QVERIFY(!m_window->isVisible());
        QVERIFY(dialog->isVisible());
        m_control->liveAnswer.status.inFlight = 1;
        QTRY_COMPARE(dialog->title(), u"1 requests are running"_s);
        QVERIFY(m_decided->isEmpty());
        m_control->liveAnswer.status.inFlight = 0;
        QTRY_COMPARE(m_decided->size(), 1);
        QCOMPARE(m_decided->at(0)[0].value<Ending>(), Ending::Drain);
    }

    void theyCanBeCut()
    {
        openWithThreeRunning();
        m_presence->quit();
        QTRY_VERIFY(m_presence->quitFlow().dialog());
        click(m_presence->quitFlow().dialog(), u"Quit now"_s);
        QTRY_COMPARE(m_decided->size(), 1);
        QCOMPARE(m_decided->at(0)[0].value<Ending>(), Ending::Cut);
    }

    void quittingCanBeTakenBack_data()
    {
        QTest::addColumn<bool>("paused");
        QTest::addColumn<bool>("byKey");
        QTest::newRow("takes requests again") << false << false;
        QTest::newRow("by Escape") << false << true;
        QTest::newRow("stays paused if it was") << true << false;
    }
    void quittingCanBeTakenBack()
    {
        QFETCH(bool, paused);
        QFETCH(bool, byKey);
        openWithThreeRunning();
        m_control->liveAnswer.status.paused = paused;
        m_presence->quit();
        AskDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_presence->quitFlow().dialog()));
        if (byKey)
            QTest::keyClick(dialog, Qt::Key_Escape);
        else
            click(dialog, u"Cancel"_s);
        QCOMPARE(m_control->pauses, (paused ? std::vector<bool>{} : std::vector<bool>{true, false}));
        test::letPass(600ms); // two of its polls
        QVERIFY(!m_presence->quitFlow().dialog());
        QVERIFY(m_decided->isEmpty());
        QVERIFY(m_window->isVisible());
    }

    void aSilentGatewayDoesNotHoldTheProgram()
    {
        open();
        m_control->holdLive = true;
        m_presence->quit();
        QTRY_COMPARE(m_decided->size(), 1);
    }

    void timeLeftIsJudgedByOthers_data()
    {
        QTest::addColumn<QList<int>>("runningFor"); // seconds
        QTest::addColumn<double>("typicalMs");      // 0: not known
        QTest::addColumn<int>("seconds");           // -1: cannot be told
        QTest::newRow("the youngest is waited for") << QList<int>{2, 8} << 14'000.0 << 12;
        QTest::newRow("longer than others: nobody knows") << QList<int>{2, 20} << 14'000.0 << -1;
        QTest::newRow("nothing known") << QList<int>{2} << 0.0 << -1;
        QTest::newRow("none") << QList<int>{} << 14'000.0 << -1;
    }
    void timeLeftIsJudgedByOthers()
    {
        QFETCH(QList<int>, runningFor);
        QFETCH(double, typicalMs);
        std::vector<control::RunningRequest> running;
        for (const int seconds : runningFor)
            running.push_back({.startedAt = tests::sampleNow() - std::chrono::seconds(seconds)});
        const auto left =
            timeLeft(running, tests::sampleNow(), typicalMs > 0 ? std::optional(typicalMs) : std::nullopt);
        QTEST(left ? int(left->count()) : -1, "seconds");
    }
};

QTEST_MAIN(TestDesktopQuit)
#include "tst_desktop_quit.moc"
