#include "ui/charts/failures_chart.h"
#include "ui/dialogs/key_form.h"
#include "ui/models/poller.h"
#include "ui/models/provider_tests.h"
#include "ui/pages/empty_providers.h"
#include "ui/pages/found_card.h"
#include "ui/pages/provider_form.h"
#include "ui/pages/provider_pane.h"
#include "ui/providers_fixture.h"
#include "ui/widgets/navigation_rail.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/pane_tabs.h"
#include "ui/widgets/preset_list.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/switch_button.h"

#include <QAccessible>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Verdict = control::ProviderTest::Verdict;

/// The providers page in its window.
class TestProvidersPage : public QObject, protected tests::ProvidersFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareSettings(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void showsHowTheyAre()
    {
        open();
        QTRY_COMPARE(cell(0, ProvidersModel::Requests), u"1,184"_s);
        QCOMPARE(cell(0, ProvidersModel::State), u"Healthy"_s);
        QCOMPARE(cell(3, ProvidersModel::State), u"Not reachable"_s);
        QCOMPARE(cell(4, ProvidersModel::State), u"Off"_s);
        QTRY_COMPARE(cell(0, ProvidersModel::Models), u"4"_s);
        QCOMPARE(cell(4, ProvidersModel::Models), u"–"_s); // nobody has asked it
        QVERIFY(page()->failures()->total() > 0);
        // The first is open beside the table.
        QVERIFY(page()->pane()->isVisible());
        QCOMPARE(page()->pane()->providerId(), u"openai"_s);
        QCOMPARE(page()->pane()->keysTab()->testsText(), u"Both keys answered"_s);
        QTRY_VERIFY(page()->pane()->keysTab()->priceNotice().startsWith(u"gpt-5.6 has no price."_s));
        QVERIFY(page()->notices()->shown().isEmpty());
    }

    void hiddenItAsksNothing()
    {
        open();
        QTRY_COMPARE(cell(0, ProvidersModel::Requests), u"1,184"_s);
        m_desk->providers.holdTest = true;
        page()->table()->testAllButton()->click();
        QVERIFY(page()->tests()->isRunning());
        m_window->showPage(MainWindow::Page::Overview);
        QVERIFY(!page()->tests()->isRunning()); // leaving gives up what has not answered
        QCOMPARE(page()->table()->testAllButton()->text(), u"Test all"_s);
        m_desk->providers.release();
    }

    void emptyItOffersAllThereIs()
    {
        m_desk->control.view.configuration.providers.clear();
        m_desk->control.view.configuration.models.clear();
        m_desk->providers.findings.clear();
        open();
        QTRY_VERIFY(page()->empty()->isVisible());
        QVERIFY(!page()->table()->isVisible());
        QVERIFY(!page()->pane()->isVisible());
        page()->empty()->presets()->setCurrent("anthropic");
        QTest::keyClick(page()->empty()->presets()->search(), Qt::Key_Return);
        QVERIFY(page()->addDialog());
        QCOMPARE(page()->addDialog()->idEdit()->text(), u"anthropic"_s);
        page()->addDialog()->keyForm()->field()->edit()->setText(u"sk-ant-1"_s);
        page()->addDialog()->saveButton()->click();
        QTRY_VERIFY(page()->table()->isVisible());
        QVERIFY(!page()->empty()->isVisible());
        QTRY_COMPARE(cell(0, ProvidersModel::Name), u"Anthropic"_s);
    }

    void aLockedKeychainIsToldOnAllPages()
    {
        tests::lockKeychain(*m_desk);
        open();
        m_window->showPage(MainWindow::Page::Overview);
        QTRY_COMPARE(m_window->notices()->shown().size(), 1);
        QCOMPARE(m_window->notices()->shown()[0].fact, u"The keychain is locked."_s);
        QVERIFY(m_window->notices()->shown()[0].consequence.contains(u"have no key until it is open"_s));
        QVERIFY(page()->notices()->shown().isEmpty()); // said once
        m_window->showPage(MainWindow::Page::Providers);
        QTRY_COMPARE(cell(1, ProvidersModel::State), u"Key locked"_s);
        QCOMPARE(cell(0, ProvidersModel::Keys), u"1 of 2"_s);
        button(u"Unlock…"_s)->click();
        QCOMPARE(m_desk->secrets.retries, 1);
        QTRY_VERIFY(m_window->notices()->shown().isEmpty());
        QTRY_COMPARE(cell(1, ProvidersModel::State), u"Healthy"_s);
    }

    void withoutKeysInItTheKeychainIsThisPagesAffair()
    {
        for (config::Provider &entry : m_desk->control.view.configuration.providers)
            entry.keys.clear();
        m_desk->secrets.answer.keychain = control::KeychainState::Unavailable;
        open();
        QTRY_COMPARE(page()->notices()->shown().size(), 1);
        QCOMPARE(page()->notices()->shown()[0].fact, u"No keychain on this system."_s);
        QVERIFY(m_window->notices()->shown().isEmpty());
    }

    void howManyNeedALook()
    {
        open();
        m_window->showPage(MainWindow::Page::Overview);
        // The test of "lab" did not reach it.
        QTRY_COMPARE(m_window->rail()->badge(int(MainWindow::Page::Providers)), 1);
        tests::lockKeychain(*m_desk);
        m_window->showPage(MainWindow::Page::Providers);
        QTRY_COMPARE(m_window->rail()->badge(int(MainWindow::Page::Providers)), 3); // OpenAI has another key
    }

    void aFailingTestSaysWhy()
    {
        m_desk->providers.verdicts["gemini"] = Verdict::RefusedKey;
        open();
        QTRY_COMPARE(cell(2, ProvidersModel::State), u"Healthy"_s);
        m_desk->providers.when = m_clock->wallNow() + 1h; // after all requests
        page()->table()->testAllButton()->click();
        QTRY_COMPARE(cell(2, ProvidersModel::State), u"Key refused"_s);
        QVERIFY(page()->table()->model()->at(2).stateDetail.contains(u"401"_s));
        // One request a key: OpenAI has two, what is off is left alone.
        QTRY_COMPARE(m_desk->providers.tests.size(), 5U);
        QTRY_COMPARE(page()->table()->testAllButton()->text(), u"Test all"_s);
    }

    void switchedOffAndOn()
    {
        open();
        QTRY_COMPARE(cell(0, ProvidersModel::On), u"On"_s);
        page()->table()->view()->setFocus();
        QTest::keyClick(page()->table()->view(), Qt::Key_Space);
        QTRY_COMPARE(cell(0, ProvidersModel::On), u"Off"_s);
        QCOMPARE(m_desk->control.view.configuration.providers[0].enabled, false);
        QVERIFY(!page()->pane()->onSwitch()->isChecked());
        page()->pane()->onSwitch()->click();
        QTRY_COMPARE(cell(0, ProvidersModel::On), u"On"_s);
        QVERIFY(!m_window->poller()->isPaused()); // Space was the row's
    }

    void deletedAndUndone()
    {
        open();
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        page()->table()->setCurrent("gemini");
        page()->table()->view()->setFocus();
        QTest::keyClick(page()->table()->view(), Qt::Key_Delete);
        QTRY_COMPARE(page()->table()->model()->rowCount(), 4);
        QTRY_COMPARE(page()->notices()->shown().size(), 1);
        QCOMPARE(page()->notices()->shown()[0].fact, u"gemini is deleted."_s);
        button(u"Undo"_s)->click();
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        QTRY_VERIFY(page()->notices()->shown().isEmpty());
        QCOMPARE(page()->pane()->providerId(), u"gemini"_s);
        QCOMPARE(m_desk->control.view.configuration.providers.back().keys.size(), 1U);
    }

    void aProviderInUseIsNotDeleted()
    {
        open();
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        m_desk->providers.removeError =
            Error{ErrorCode::InvalidInput, "The virtual model \"coder\" still names it.", {}};
        QTest::keyClick(page()->table()->view(), Qt::Key_Delete);
        QTRY_COMPARE(page()->notices()->shown().size(), 1);
        QVERIFY(page()->notices()->shown()[0].consequence.contains(u"coder"_s));
        QCOMPARE(page()->table()->model()->rowCount(), 5);
    }

    void aConflictShowsWhatIsInForce()
    {
        open();
        QTRY_COMPARE(cell(0, ProvidersModel::On), u"On"_s);
        // Somebody else was first, and nobody has told yet.
        m_desk->control.view.configuration.providers[1].enabled = false;
        ++m_desk->control.view.revision;
        page()->pane()->onSwitch()->click();
        QTRY_COMPARE(page()->notices()->shown().size(), 1);
        QCOMPARE(page()->notices()->shown()[0].fact, u"openai was changed elsewhere."_s);
        QVERIFY(page()->pane()->onSwitch()->isChecked()); // it is as it was
        QTRY_COMPARE(cell(1, ProvidersModel::On), u"Off"_s);
        button(u"Look again"_s)->click();
        QTRY_VERIFY(page()->notices()->shown().isEmpty());
        page()->pane()->onSwitch()->click();
        QTRY_COMPARE(cell(0, ProvidersModel::On), u"Off"_s);
        QCOMPARE(cell(1, ProvidersModel::On), u"Off"_s); // and theirs stays
    }

    void limitsAreSaved()
    {
        open();
        QTRY_COMPARE(page()->pane()->providerId(), u"openai"_s);
        page()->pane()->tabs()->setCurrentIndex(1);
        ProviderForm *form = page()->pane()->limits();
        QTRY_VERIFY(form->isVisible());
        QVERIFY(!form->saveButton()->isEnabled());
        QCOMPARE(form->box(0)->value(), 5000.0);
        form->box(0)->setValue(8000);
        QVERIFY(form->saveButton()->isEnabled());
        form->saveButton()->click();
        QTRY_COMPARE(form->told(), u"In force from the next request on."_s);
        QCOMPARE(m_desk->control.view.configuration.providers[0].timeouts.connect, 8000ms);
        QVERIFY(!form->isDirty());
    }

    void whatIsTypedOutlivesChangesOfOthers()
    {
        open();
        QTRY_COMPARE(page()->pane()->providerId(), u"openai"_s);
        ProviderForm *form = page()->pane()->failover();
        page()->pane()->tabs()->setCurrentIndex(2);
        form->box(0)->setValue(7);
        config::Provider &entry = m_desk->control.view.configuration.providers[0];
        entry.retry.max = 4;
        entry.retry.limit = 9000ms;
        m_desk->control.liveAnswer.status.revision = ++m_desk->control.view.revision;
        QTRY_COMPARE(form->box(2)->value(), 9000.0); // what nobody has touched follows
        QCOMPARE(form->box(0)->value(), 7.0);
        QVERIFY(form->told().contains(u"Changed elsewhere"_s));
        form->saveButton()->click();
        QTRY_COMPARE(entry.retry.max, 7);
        QCOMPARE(entry.retry.limit, 9000ms);
    }

    void waitsThatContradictEachOther()
    {
        open();
        QTRY_COMPARE(page()->pane()->providerId(), u"openai"_s);
        ProviderForm *form = page()->pane()->failover();
        form->box(1)->setValue(9000);
        QVERIFY(!form->problem(1).isEmpty());
        QVERIFY(!form->saveButton()->isEnabled());
        form->box(2)->setValue(10'000);
        QVERIFY(form->problem(1).isEmpty());
        QVERIFY(form->saveButton()->isEnabled());
    }

    void whatARowOffers()
    {
        open();
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        page()->table()->setCurrent("gemini");
        const std::unique_ptr<QMenu> menu(page()->table()->newMenu(nullptr));
        QStringList entries;
        for (QAction *action : menu->actions()) {
            if (!action->isSeparator())
                entries << action->text();
            if (action->text() == u"Test"_s)
                action->trigger();
        }
        QCOMPARE(entries, (QStringList{u"Open"_s, u"Test"_s, u"Turn off"_s, u"Delete"_s}));
        QCOMPARE(m_desk->providers.tests.size(), 1U);
        QCOMPARE(m_desk->providers.tests[0].first, "gemini");
    }

    void whatLiesAboutIsTakenOver()
    {
        open();
        QTRY_COMPARE(page()->found()->findings().size(), 3U);
        QVERIFY(page()->found()->isVisible());
        QVERIFY(m_desk->providers.taken.empty()); // nothing before it is asked for
        button(u"Add OpenRouter"_s)->click();
        QTRY_COMPARE(m_desk->providers.taken.size(), 1U);
        QTRY_COMPARE(page()->table()->model()->rowCount(), 6);
        QCOMPARE(page()->found()->findings().size(), 2U);
    }

    void keysLeadThrough()
    {
        open();
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->showPage(MainWindow::Page::Overview);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY(page()->isVisible());
        page()->table()->view()->setFocus();
        QTest::keyClick(page()->table()->view(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(page()->table()->search()->hasFocus());
        QTest::keyClicks(page()->table()->search(), u"lab"_s);
        QCOMPARE(page()->table()->view()->model()->rowCount(), 1);
        QTRY_COMPARE(page()->pane()->providerId(), u"lab"_s);
        page()->table()->search()->clear();
        page()->table()->view()->setFocus();
        QTest::keyClick(page()->table()->view(), Qt::Key_Escape);
        QVERIFY(!page()->pane()->isVisible());
        QTest::keyClick(page()->table()->view(), Qt::Key_Return);
        QVERIFY(page()->pane()->isVisible());
        QTest::keyClick(page()->table()->view(), Qt::Key_N, Qt::ControlModifier);
        QVERIFY(page()->addDialog());
        page()->addDialog()->reject();
        QTRY_VERIFY(!page()->addDialog());
    }

    void smallThePaneCoversThePage()
    {
        open({720, 450});
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        QVERIFY(!page()->pane()->isVisible());
        QVERIFY(page()->table()->isVisible());
        QTest::keyClick(page()->table()->view(), Qt::Key_Return);
        QVERIFY(page()->pane()->isVisible());
        QVERIFY(!page()->table()->isVisible());
        page()->pane()->closeButton()->click();
        QVERIFY(page()->table()->isVisible());
    }

    void figuresThatCannotBeReadAreTold()
    {
        m_desk->control.usageError = Error{ErrorCode::Io, "The database is busy.", {}};
        open();
        QTRY_VERIFY(!page()->notices()->shown().isEmpty());
        QVERIFY(page()->notices()->shown()[0].consequence.contains(u"busy"_s));
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5); // the rest is there
        m_desk->control.usageError.reset();
        m_window->showPage(MainWindow::Page::Overview);
        m_window->showPage(MainWindow::Page::Providers);
        QTRY_VERIFY(page()->notices()->shown().isEmpty());
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
        open();
        QTRY_COMPARE(page()->table()->model()->rowCount(), 5);
        page()->openAddDialog(u"azure-openai"_s);
        int checked = 0;
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus ||
                qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
                continue;
            if (widget->window()->windowType() == Qt::Popup)
                continue;
            // The field inside a box speaks with the box's name.
            if (widget->parentWidget() && (widget->parentWidget()->inherits("QAbstractSpinBox") ||
                                           widget->parentWidget()->inherits("QComboBox")))
                continue;
            QAccessibleInterface *interface =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY(interface);
            QVERIFY2(!interface->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u" in "_s +
                                QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
            ++checked;
        }
        QVERIFY(checked > 40);
        // Painted for a screen of twice the pixels without a warning.
        QImage fine(m_window->size() * 2, QImage::Format_ARGB32_Premultiplied);
        fine.setDevicePixelRatio(2);
        m_window->render(&fine);
    }
};

QTEST_MAIN(TestProvidersPage)
#include "tst_providers_page.moc"
