#include "ui/dialogs/add_provider_dialog.h"
#include "ui/dialogs/key_form.h"
#include "ui/fake_desk.h"
#include "ui/models/provider_changes.h"
#include "ui/sample_providers.h"
#include "ui/sample_traffic.h"
#include "ui/widgets/button.h"
#include "ui/widgets/preset_list.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/segmented_control.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// The dialog that adds a provider.
class TestAddProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_desk = std::make_unique<tests::FakeDesk>();
        tests::fillIdle(m_desk->control);
        m_desk->control.view.configuration.providers.clear();
        m_changes = std::make_unique<ProviderChanges>(m_desk->providers);
        m_changes->setConfiguration(m_desk->control.view);
        m_dialog = new AddProviderDialog(m_desk->desk(), *m_changes, m_clock, catalog::Catalog::builtIn(),
                                         {"taken"}, nullptr);
        m_dialog->setKeychain(m_desk->secrets.answer);
        m_dialog->show();
    }
    void cleanup()
    {
        delete m_dialog;
        m_changes.reset();
        m_desk.reset();
    }

    void isFoundByTyping()
    {
        QVERIFY(!m_dialog->saveButton()->isEnabled());
        QTest::keyClicks(m_dialog->presets()->search(), u"openrou"_s);
        QVERIFY(m_dialog->presets()->current());
        QCOMPARE(m_dialog->presets()->current()->id, "openrouter");
        QCOMPARE(m_dialog->idEdit()->text(), u"openrouter"_s);
        QTest::keyClick(m_dialog->presets()->search(), Qt::Key_Return);
        // Enter leads on to the first thing to be typed.
        QCOMPARE(m_dialog->focusWidget(), m_dialog->keyForm()->field()->edit());
        m_dialog->presets()->search()->setText(u"no such thing"_s);
        QVERIFY(!m_dialog->presets()->current());
    }

    void theKeyFirstThenTheEntry()
    {
        QSignalSpy added(m_dialog, &AddProviderDialog::added);
        QPointer<AddProviderDialog> dialog = m_dialog;
        m_dialog->choose("openai");
        pasteKey(u"  sk-proj-secret\n"_s);
        m_desk->secrets.holdSet = true;
        m_dialog->saveButton()->click();
        QVERIFY(m_dialog->resultText().contains(u"goes to the keychain"_s));
        QVERIFY(!m_dialog->saveButton()->isEnabled());
        QCOMPARE(m_desk->providers.puts.size(), 0U);
        m_desk->secrets.release();
        QTRY_COMPARE(added.size(), 1);
        QCOMPARE(m_desk->secrets.kept["keychain:openai/main"], "sk-proj-secret"); // no white space
        QCOMPARE(m_desk->secrets.places["keychain:openai/main"], control::SecretPlace::Keychain);
        QCOMPARE(m_desk->providers.puts.size(), 1U);
        const config::Provider &entry = m_desk->providers.puts[0];
        QCOMPARE(entry.id, "openai");
        QCOMPARE(entry.keys[0].secret, "keychain:openai/main");
        QVERIFY(entry.wire.empty()); // the catalogue knows best
        QTRY_VERIFY(!dialog);
        m_dialog = nullptr;
    }

    void whatIsWrongStandsBesideTheField()
    {
        m_dialog->choose("openai-compatible");
        m_dialog->idEdit()->setText(u"taken"_s);
        m_dialog->saveButton()->click();
        QCOMPARE(m_dialog->idProblem(), u"That name is taken."_s);
        QVERIFY(!m_dialog->addressProblem().isEmpty());
        QVERIFY(m_dialog->resultText().contains(u"marked fields"_s));
        QVERIFY(m_dialog->idEdit()->property("wrong").toBool());
        QCOMPARE(m_dialog->idEdit()->accessibleDescription(), u"That name is taken."_s);
        QCOMPARE(m_desk->providers.puts.size(), 0U);
        // It goes as it is mended.
        m_dialog->idEdit()->setText(u"lab"_s);
        QVERIFY(m_dialog->idProblem().isEmpty());
        m_dialog->addressEdit()->setText(u"http://192.168.1.5:8000/v1"_s);
        QVERIFY(m_dialog->addressProblem().isEmpty());
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->providers.puts[0].baseUrl, "http://192.168.1.5:8000/v1");
        QVERIFY(m_desk->providers.puts[0].keys.empty());
        closed();
    }

    void variablesOfTheAddress()
    {
        m_dialog->choose("azure-openai");
        QVERIFY(m_dialog->variableEdit("resource"));
        m_dialog->variableEdit("resource")->setText(u"mine"_s);
        m_dialog->wireChoice()->setCurrentIndex(2);
        pasteKey(u"0123456789"_s);
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->providers.puts[0].variables.at("resource"), "mine");
        QCOMPARE(m_desk->providers.puts[0].wire, std::vector<std::string>{"openai-chat"});
        closed();
    }

    void anEnvironmentVariable()
    {
        m_dialog->choose("groq");
        m_dialog->keyForm()->places()->setCurrent(int(KeyPlace::Environment));
        QCOMPARE(m_dialog->keyForm()->variable()->currentText(), u"GROQ_API_KEY"_s);
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->providers.puts[0].keys[0].secret, "env:GROQ_API_KEY");
        QVERIFY(m_desk->secrets.kept.empty());
        closed();
    }

    void withoutKeychainForThisSession()
    {
        m_desk->secrets.answer.keychain = control::KeychainState::Unavailable;
        m_dialog->setKeychain(m_desk->secrets.answer);
        QCOMPARE(m_dialog->keyForm()->places()->current(), int(KeyPlace::Session));
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->secrets.places["keychain:openai/main"], control::SecretPlace::Session);
        closed();
    }

    void aKeyThatCannotBeKept()
    {
        m_desk->secrets.setError = Error{ErrorCode::Unavailable, "The keychain is locked.", {}};
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"The keychain is locked."_s));
        QVERIFY(!m_dialog->keyForm()->problem().isEmpty());
        QCOMPARE(m_desk->providers.puts.size(), 0U);
        QVERIFY(!m_dialog->keyForm()->field()->isEmpty()); // what was typed is still there
        m_desk->secrets.setError.reset();
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        closed();
    }

    void aTestSavesNothing()
    {
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_desk->providers.holdTest = true;
        m_dialog->testButton()->click();
        QCOMPARE(m_dialog->testButton()->text(), u"Stop"_s);
        QVERIFY(m_dialog->resultText().contains(u"Waiting for its answer"_s));
        m_desk->providers.release();
        QTRY_VERIFY(m_dialog->resultText().contains(u"gpt-5.4-mini answered"_s));
        QCOMPARE(m_dialog->testButton()->text(), u"Test"_s);
        QCOMPARE(m_desk->providers.drafts.size(), 1U);
        QCOMPARE(m_desk->providers.drafts[0].entry.id, "openai");
        QCOMPARE(m_desk->providers.drafts[0].entry.keys[0].secret, "keychain:openai/main");
        QCOMPARE(m_desk->providers.drafts[0].secret, std::optional<std::string>("sk-1"));
        QVERIFY(m_desk->providers.puts.empty());
        QVERIFY(m_desk->secrets.kept.empty());
        // What was tested can still be renamed, and is saved by Save alone.
        m_dialog->idEdit()->setText(u"work"_s);
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        QCOMPARE(m_desk->secrets.kept["keychain:work/main"], "sk-1");
        closed();
    }

    void aVariableIsTestedByItsName()
    {
        m_dialog->choose("groq");
        m_dialog->keyForm()->places()->setCurrent(int(KeyPlace::Environment));
        m_dialog->testButton()->click();
        QTRY_COMPARE(m_desk->providers.drafts.size(), 1U);
        QCOMPARE(m_desk->providers.drafts[0].entry.keys[0].secret, "env:GROQ_API_KEY");
        QVERIFY(!m_desk->providers.drafts[0].secret);
    }

    void testedAndNotWanted()
    {
        m_desk->providers.verdicts["openai"] = control::ProviderTest::Verdict::RefusedKey;
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_dialog->testButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"Key refused"_s));
        QVERIFY(m_dialog->resultText().contains(u"answered 401"_s));
        m_dialog->reject();
        closed();
        QVERIFY(m_desk->providers.puts.empty() && m_desk->providers.removes.empty());
        QVERIFY(m_desk->secrets.kept.empty() && m_desk->secrets.removed.empty());
    }

    void anotherKeyAfterARefusal()
    {
        m_desk->providers.verdicts["openai"] = control::ProviderTest::Verdict::RefusedKey;
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_dialog->testButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"Key refused"_s));
        m_desk->providers.verdicts.clear();
        pasteKey(u"sk-2"_s);
        m_dialog->testButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"answered after"_s));
        QCOMPARE(m_desk->providers.drafts.back().secret, std::optional<std::string>("sk-2"));
    }

    void aKeyThatIsNotWantedGoes()
    {
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_desk->providers.putError = Error{ErrorCode::InvalidInput, "/providers/1: wrong", {}};
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"/providers/1: wrong"_s));
        QVERIFY(m_desk->secrets.kept.contains("keychain:openai/main"));
        // Under another name the key moves, and with Cancel it goes.
        m_dialog->idEdit()->setText(u"work"_s);
        m_desk->providers.putError = Error{ErrorCode::InvalidInput, "/providers/1: wrong", {}};
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_desk->secrets.kept.contains("keychain:work/main"));
        QTRY_VERIFY(!m_desk->secrets.kept.contains("keychain:openai/main"));
        QTRY_VERIFY(m_dialog->saveButton()->isEnabled());
        m_dialog->reject();
        closed();
        QVERIFY(m_desk->secrets.kept.empty());
    }

    void aTestIsStopped()
    {
        m_dialog->choose("ollama");
        m_desk->providers.holdTest = true;
        m_dialog->testButton()->click();
        QTRY_COMPARE(m_dialog->testButton()->text(), u"Stop"_s);
        m_dialog->testButton()->click();
        QVERIFY(m_dialog->resultText().contains(u"was stopped"_s));
        QVERIFY(m_dialog->saveButton()->isEnabled());
        m_desk->providers.release();
        QVERIFY(m_dialog->resultText().contains(u"was stopped"_s));
    }

    void aConflictLosesNothing()
    {
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        m_desk->control.view.revision += 2;
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"changed elsewhere"_s));
        QCOMPARE(m_dialog->keyForm()->field()->edit()->text(), u"sk-1"_s);
        m_changes->setConfiguration(m_desk->control.view);
        m_dialog->saveButton()->click();
        QTRY_COMPARE(m_desk->providers.puts.size(), 1U);
        closed();
    }

    void aShownKeyHidesAfterTenSeconds()
    {
        SecretField *field = m_dialog->keyForm()->field();
        QCOMPARE(field->edit()->echoMode(), QLineEdit::Password);
        m_dialog->choose("openai");
        pasteKey(u"sk-1"_s);
        field->showButton()->click();
        QCOMPARE(field->edit()->echoMode(), QLineEdit::Normal);
        QSignalSpy hidden(field, &SecretField::hidden);
        m_clock.advance(9s);
        QVERIFY(field->isShown());
        m_clock.advance(1s);
        QVERIFY(hidden.wait());
        QCOMPARE(field->edit()->echoMode(), QLineEdit::Password);
        QCOMPARE(field->edit()->text(), u"sk-1"_s);
    }

private:
    void pasteKey(const QString &key) { m_dialog->keyForm()->field()->edit()->setText(key); }
    /// It has closed itself, and goes with the next turn of the loop.
    void closed()
    {
        QPointer<AddProviderDialog> dialog = m_dialog;
        QTRY_VERIFY(!dialog);
        m_dialog = nullptr;
    }

    ManualClock m_clock{tests::sampleNow()};
    std::unique_ptr<tests::FakeDesk> m_desk;
    std::unique_ptr<ProviderChanges> m_changes;
    AddProviderDialog *m_dialog = nullptr;
};

QTEST_MAIN(TestAddProvider)
#include "tst_add_provider.moc"
