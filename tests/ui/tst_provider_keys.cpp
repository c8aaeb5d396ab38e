#include "ui/dialogs/key_form.h"
#include "ui/dialogs/price_dialog.h"
#include "ui/pages/empty_providers.h"
#include "ui/pages/provider_pane.h"
#include "ui/providers_fixture.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/segmented_control.h"

#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QTableView>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Keys, models and prices in the pane of the providers page.
class TestProviderKeys : public QObject, protected tests::ProvidersFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareSettings(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void lockedKeysAreTypedForThisSession()
    {
        tests::lockKeychain(*m_desk);
        open();
        m_window->showPage(MainWindow::Page::Overview);
        QTRY_COMPARE(m_window->notices()->shown().size(), 1);
        button(u"Use for this session…"_s)->click();
        QVERIFY(page()->isVisible());
        KeyDialog *dialog = page()->keyDialog();
        QVERIFY(dialog);
        QCOMPARE(dialog->keyForm()->places()->current(), int(KeyPlace::Session));
        dialog->keyForm()->field()->edit()->setText(u"sk-now"_s);
        dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->secrets.kept["keychain:openai/main"], "sk-now");
        QCOMPARE(m_desk->secrets.places["keychain:openai/main"], control::SecretPlace::Session);
        QTRY_COMPARE(cell(0, ProvidersModel::Keys), u"2 of 2"_s);
    }

    void aKeyIsShownForTenSeconds()
    {
        open();
        ProviderKeysTab *keys = page()->pane()->keysTab();
        QTRY_VERIFY(keys->keys()->currentIndex().isValid());
        keys->showKey(0);
        QTRY_VERIFY(keys->shownKey()->isVisible());
        QCOMPARE(keys->shownKey()->edit()->text(), u"sk-test-keychain:openai/main"_s);
        QCOMPARE(keys->shownKey()->edit()->echoMode(), QLineEdit::Normal);
        m_clock->advance(10s);
        QTRY_VERIFY(!keys->shownKey()->isVisible());
        QVERIFY(keys->shownKey()->edit()->text().isEmpty());
        // Another provider hides it too, and an answer that comes later shows nothing.
        m_desk->secrets.holdReveal = true;
        keys->showKey(0);
        page()->table()->setCurrent("anthropic");
        m_desk->secrets.release();
        const int lives = m_desk->control.lives;
        QTRY_VERIFY(m_desk->control.lives > lives);
        QVERIFY(!keys->shownKey()->isVisible());
    }

    void aKeyIsTakenOutAndPutBack()
    {
        open();
        ProviderKeysTab *keys = page()->pane()->keysTab();
        QTRY_COMPARE(keys->keys()->model()->rowCount(), 2);
        keys->keys()->setCurrentIndex(keys->keys()->model()->index(1, 0));
        QTest::keyClick(keys->keys(), Qt::Key_Delete);
        QTRY_COMPARE(keys->keys()->model()->rowCount(), 1);
        QVERIFY(m_desk->secrets.removed.empty()); // its secret stays
        button(u"Undo"_s)->click();
        QTRY_COMPARE(keys->keys()->model()->rowCount(), 2);
        QCOMPARE(m_desk->control.view.configuration.providers[0].keys[1].secret, "env:OPENAI_API_KEY_2");
    }

    void aKeyIsTurnedOff()
    {
        open();
        ProviderKeysTab *keys = page()->pane()->keysTab();
        QTRY_COMPARE(keys->keys()->model()->rowCount(), 2);
        const std::unique_ptr<QMenu> menu(keys->newKeyMenu(1, nullptr));
        QStringList entries;
        for (QAction *action : menu->actions()) {
            entries << action->text();
            if (action->text() == u"Turn off"_s)
                action->trigger();
        }
        QVERIFY(entries.contains(u"Replace…"_s));
        QTRY_COMPARE(m_desk->control.view.configuration.providers[0].keys[1].enabled, false);
        QTRY_COMPARE(cell(0, ProvidersModel::Keys), u"1 of 2"_s);
    }

    void aPriceIsSet()
    {
        open();
        ProviderKeysTab *keys = page()->pane()->keysTab();
        QTRY_VERIFY(keys->priceButton()->isVisible());
        keys->priceButton()->click();
        QPointer<PriceDialog> dialog = page()->findChild<PriceDialog *>();
        QVERIFY(dialog);
        dialog->input()->setText(u"2,5"_s); // as some write it
        dialog->output()->setText(u"much"_s);
        dialog->saveButton()->click();
        QVERIFY(!dialog->problems().isEmpty());
        QVERIFY(m_desk->providers.puts.empty());
        dialog->output()->setText(u"15"_s);
        dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        const config::ModelEntry &model = m_desk->providers.puts[0].models.at(0);
        QCOMPARE(model.id, "gpt-5.6");
        QVERIFY(model.price->inputPerMtok == Money::parse("2.5"));
        QVERIFY(model.price->outputPerMtok == Money::parse("15"));
        QVERIFY(!model.price->cacheReadPerMtok);
        QTRY_VERIFY(!dialog);
    }

    void modelsAreFetched()
    {
        open();
        Button *fetch = page()->pane()->keysTab()->fetchButton();
        QTRY_COMPARE(cell(1, ProvidersModel::Models), u"1"_s);
        QCOMPARE(fetch->text(), u"Fetch again"_s);
        page()->table()->setCurrent("anthropic");
        QCOMPARE(fetch->text(), u"Fetch"_s);
        fetch->click();
        QTRY_COMPARE(fetch->text(), u"Fetch again"_s);
        QCOMPARE(m_desk->providers.fetches, 1);
        m_desk->providers.fetchError = Error{ErrorCode::Network, "Nothing answers.", {}};
        fetch->click();
        QTRY_COMPARE(page()->notices()->shown().size(), 1);
        QVERIFY(fetch->isEnabled());
    }
};

QTEST_MAIN(TestProviderKeys)
#include "tst_provider_keys.moc"
