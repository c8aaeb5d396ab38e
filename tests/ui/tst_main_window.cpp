#include "ui/charts/chart_legend.h"
#include "ui/charts/spend_chart.h"
#include "ui/fake_desk.h"
#include "ui/models/last_requests_model.h"
#include "ui/models/poller.h"
#include "ui/models/routing_model.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/routing_page.h"
#include "ui/pages/weight_cell.h"
#include "ui/sample_traffic.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/navigation_rail.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/stat_card.h"
#include "ui/widgets/weight_slider.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Weights = std::vector<double>;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Nothing of a person's own settings is read or written.
        QVERIFY(m_settings.isValid());
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(u"signalbox-test"_s);
    }
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QSettings().clear();
        m_clock = std::make_unique<ManualClock>(tests::sampleNow());
        m_desk = std::make_unique<tests::FakeDesk>();
        m_control = &m_desk->control;
        tests::fillBusy(*m_control, m_clock->wallNow());
    }
    void cleanup()
    {
        m_window.reset();
        m_control = nullptr;
        m_desk.reset();
    }

    void showsWhatTheGatewayServes()
    {
        open();
        QTRY_COMPARE(stat(0)->figure(), u"$50.98"_s);
        QVERIFY(stat(1)->context().contains(u"8.4 per minute now"_s));
        QVERIFY(!m_window->overview()->isEmpty());
        QTRY_COMPARE(m_window->overview()->requests()->rowCount(), LastRequestsModel::kRows);
        QVERIFY(m_window->notices()->shown().isEmpty());
    }

    void emptyItSaysTheNextStep()
    {
        tests::fillIdle(*m_control);
        open();
        QTRY_VERIFY(m_window->overview()->isEmpty());
        QCOMPARE(stat(2)->context(), u"Needs 20 requests"_s);
        QVERIFY(!m_window->overview()->spendChart()->isVisible());
        auto *copy = button(u"Copy command"_s);
        QVERIFY(copy && copy->isVisible());
        copy->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"signalbox codex -- exec \"say hello\""_s);
        // The first request takes its place at once.
        tests::fillBusy(*m_control, m_clock->wallNow());
        QTRY_VERIFY(!m_window->overview()->isEmpty());
        QVERIFY(m_window->overview()->spendChart()->isVisible());
    }

    void brokenItSaysWhatIsWrong()
    {
        tests::fillBroken(*m_control, m_clock->wallNow());
        open();
        QTRY_COMPARE(m_window->notices()->shown().size(), 3);
        QCOMPARE(m_window->notices()->shown()[0].sign, Sign::Error);
        QCOMPARE(m_window->notices()->shown()[2].sign, Sign::Warning);
        tests::fillBusy(*m_control, m_clock->wallNow());
        QTRY_VERIFY(m_window->notices()->shown().isEmpty());
    }

    void aLostGatewayIsTold()
    {
        open();
        QTRY_COMPARE(stat(0)->figure(), u"$50.98"_s);
        m_control->liveError = Error{ErrorCode::Unavailable, "control socket closed", {}};
        QTRY_COMPARE(m_window->notices()->shown().size(), 1);
        QVERIFY(m_window->notices()->shown()[0].consequence.contains(u"control socket closed"_s));
        QVERIFY(stat(0)->accessibleDescription().contains(u"stopped 14:31"_s));
        m_control->liveError.reset();
        QTRY_VERIFY(m_window->notices()->shown().isEmpty());
        QVERIFY(!stat(0)->accessibleDescription().contains(u"stopped"_s));
    }

    void agentsThatWereChangedAreCounted()
    {
        tests::fillAgents(m_desk->agents);
        for (control::Agent &agent : m_desk->agents.agents)
            agent.state = control::AgentState::Connected;
        m_desk->agents.agents[0].state = control::AgentState::Changed;
        m_desk->agents.agents[1].interrupted = true;
        open();
        QTRY_COMPARE(m_window->rail()->badge(int(MainWindow::Page::Agents)), 2);
        QCOMPARE(m_window->rail()->badge(int(MainWindow::Page::Overview)), 0);
    }

    void addressIsCopied()
    {
        open();
        auto *copy = button(u"Copy address"_s);
        QTRY_VERIFY(copy->isEnabled());
        copy->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:7717"_s);
    }

    void theGatewayIsPausedAndStarted()
    {
        open();
        auto *pause = button(u"Pause the gateway"_s);
        QTRY_VERIFY(pause->isEnabled());
        pause->click();
        QTRY_COMPARE(m_control->pauses, (std::vector<bool>{true}));
        QTRY_COMPARE(m_window->notices()->shown().size(), 1);
        button(u"Take requests again"_s)->click();
        QTRY_COMPARE(m_control->pauses, (std::vector<bool>{true, false}));
    }

    void hiddenItAsksNothing()
    {
        open();
        QTRY_VERIFY(m_control->lives >= 2);
        m_window->hide();
        QVERIFY(!m_window->poller()->isActive());
        const int lives = m_control->lives;
        const int updates = m_window->overview()->spendChart()->updates();
        m_window->setRange(TimeRange::Hour);
        QCOMPARE(m_control->lives, lives);
        QCOMPARE(m_window->overview()->spendChart()->updates(), updates);
        m_window->show();
        QTRY_VERIFY(m_control->lives > lives);
        m_window->showMinimized();
        QTRY_VERIFY(!m_window->poller()->isActive());
    }

    void theOtherPageIsNotDrawn()
    {
        open();
        QTRY_COMPARE(m_control->usages, 1);
        m_window->showPage(MainWindow::Page::Routing);
        m_clock->advance(5s);
        const int lives = m_control->lives;
        QTRY_VERIFY(m_control->lives >= lives + 2);
        QCOMPARE(m_control->usages, 1);
    }

    void keysLeadToPagesAndPause()
    {
        open();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(m_window->routing()->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(m_window->overview()->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(m_window->poller()->isPaused());
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(!m_window->poller()->isPaused());
        const int usages = m_control->usages;
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY(m_control->usages > usages);
    }

    void aSliderTakesEffect()
    {
        openRouting();
        WeightSlider *slider = cell("coder", 0)->slider();
        slider->setFocus();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(slider->value(), 45);
        QCOMPARE(cell("coder", 1)->slider()->value(), 33); // 30 of 50 of the rest
        QCOMPARE(cell("coder", 2)->slider()->value(), 22);
        QVERIFY(cell("coder", 0)->number()->property("changed").toBool());
        QTRY_VERIFY(!m_control->weightChanges.empty());
        QTRY_COMPARE(m_control->weightChanges.back().first.weights, (Weights{45, 33, 22}));
        QTRY_VERIFY(!cell("coder", 0)->number()->property("changed").toBool());
        // All five steps are one visit, and one undo.
        QTest::keyClick(m_window->routing(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(slider->value(), 50);
        QTRY_COMPARE(m_control->view.configuration.models[0].targets[0].weight, 50.0);
    }

    void aLockedWeightStays()
    {
        openRouting();
        m_window->routing()->lockBox("coder", 1)->setChecked(true);
        cell("coder", 0)->slider()->setValue(90);
        QCOMPARE(cell("coder", 1)->slider()->value(), 30);
        QCOMPARE(cell("coder", 0)->slider()->value(), 70); // it ends where the lock begins
        QCOMPARE(cell("coder", 2)->slider()->value(), 0);
        QCOMPARE(cell("coder", 2)->number()->text(), u"out"_s);
    }

    void aRawNumberIsEdited()
    {
        openRouting();
        WeightSpinBox *number = cell("fast", 0)->number();
        QCOMPARE(number->text(), u"4 of 5"_s);
        QCOMPARE(cell("fast", 0)->slider()->value(), 80);
        number->setValue(1);
        QCOMPARE(number->text(), u"1 of 2"_s);
        QCOMPARE(cell("fast", 0)->slider()->value(), 50);
        QTRY_VERIFY(!m_control->weightChanges.empty());
        QCOMPARE(m_control->weightChanges.back().first.weights, (Weights{1, 1}));
    }

    void aConflictShowsWhatIsInForce()
    {
        openRouting();
        m_control->view.revision = 8;
        m_control->view.configuration.models[0].targets[0].weight = 80;
        m_control->view.configuration.models[0].targets[1].weight = 0;
        cell("coder", 0)->slider()->setValue(10);
        QTRY_COMPARE(m_window->notices()->shown().size(), 1);
        QVERIFY(m_window->notices()->shown()[0].fact.contains(u"“coder”"_s));
        QTRY_COMPARE(cell("coder", 0)->slider()->value(), 80);
        QCOMPARE(cell("coder", 1)->slider()->value(), 0);
    }

    void weightsOfOthersArrive()
    {
        openRouting();
        m_control->view.configuration.models[0].targets[0].weight = 20;
        m_control->view.configuration.models[0].targets[2].weight = 50;
        m_control->liveAnswer.status.revision = m_control->view.revision = 5;
        QTRY_COMPARE(cell("coder", 0)->slider()->value(), 20);
        QCOMPARE(m_control->weightChanges.size(), 0U);
    }

    void schemesAreChanged()
    {
        open();
        m_window->theme()->setScheme(Scheme::Light);
        QTRY_COMPARE(stat(0)->figure(), u"$50.98"_s);
        const QColor light = m_window->grab().toImage().pixelColor(400, 300);
        m_window->theme()->setScheme(Scheme::Dark);
        const QImage dark = m_window->grab().toImage();
        QVERIFY(dark.pixelColor(400, 300) != light);
        QCOMPARE(dark.pixelColor(300, 45), darkTokens().window);
    }

    void itHoldsTogether_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("direction");
        QTest::newRow("large") << QSize(1440, 900) << int(Qt::LeftToRight);
        QTest::newRow("smallest") << QSize(720, 450) << int(Qt::LeftToRight);
        QTest::newRow("large, mirrored") << QSize(1440, 900) << int(Qt::RightToLeft);
    }
    void itHoldsTogether()
    {
        QFETCH(QSize, size);
        QFETCH(int, direction);
        QGuiApplication::setLayoutDirection(Qt::LayoutDirection(direction));
        open(size);
        QTRY_COMPARE(stat(0)->figure(), u"$50.98"_s);
        QCOMPARE(m_window->size(), size);
        QCOMPARE(m_window->rail()->isCollapsed(), size.width() < 1100);
        for (StatCard *card : m_window->overview()->statCards()) {
            const QRect place(card->mapTo(m_window.get(), QPoint()), card->size());
            QVERIFY(m_window->rect().contains(QRect(place.left(), 60, place.width(), 1)));
        }
        // Painted for a screen of twice the pixels, it is the same picture, only finer.
        QImage fine(size * 2, QImage::Format_ARGB32_Premultiplied);
        fine.setDevicePixelRatio(2);
        m_window->render(&fine);
        QCOMPARE(fine.pixelColor(size.width(), 90), tokensFor(m_window->palette()).window);
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void everyControlHasAName()
    {
        openRouting();
        int checked = 0;
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus ||
                qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
                continue;
            // The field inside a spin box speaks with the box's name.
            if (widget->inherits("QLineEdit"))
                continue;
            QAccessibleInterface *interface =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY(interface);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++checked;
        }
        QVERIFY(checked > 20);
    }

    void rangeIsKept()
    {
        open();
        m_window->setRange(TimeRange::Week);
        m_window->close();
        m_window = std::make_unique<MainWindow>(m_desk->desk(), *m_clock);
        m_window->show();
        QTRY_VERIFY(m_control->lastUsageQuery.until - m_control->lastUsageQuery.since > 24h * 6);
    }

private:
    void open(QSize size = {1440, 900})
    {
        m_window = std::make_unique<MainWindow>(m_desk->desk(), *m_clock);
        m_window->resize(size);
        m_window->show();
    }
    void openRouting()
    {
        open();
        m_window->showPage(MainWindow::Page::Routing);
        QTRY_VERIFY(cell("coder", 0));
    }
    StatCard *stat(int place) { return m_window->overview()->statCards()[place]; }
    WeightCell *cell(const std::string &model, std::size_t target)
    {
        return m_window->routing()->weightCell(model, target);
    }
    Button *button(const QString &text)
    {
        Button *found = nullptr;
        for (Button *candidate : m_window->findChildren<Button *>()) {
            if (candidate->text() == text && (!found || candidate->isVisible()))
                found = candidate;
        }
        return found;
    }

    QTemporaryDir m_settings;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<tests::FakeDesk> m_desk;
    tests::FakeControl *m_control = nullptr; ///< of the desk
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
