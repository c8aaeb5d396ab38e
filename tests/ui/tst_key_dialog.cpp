#include "ui/dialogs/key_dialog.h"
#include "ui/dialogs/key_form.h"
#include "ui/fake_desk.h"
#include "ui/models/provider_changes.h"
#include "ui/sample_traffic.h"
#include "ui/widgets/button.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/segmented_control.h"

#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;

/// A provider with one key, and the dialog that adds a second one or replaces the first.
class TestKeyDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_desk = std::make_unique<tests::FakeDesk>();
        tests::fillIdle(m_desk->control);
        m_desk->control.view.configuration.providers.resize(1);
        entry() = {};
        entry().id = entry().kind = "openai";
        config::ProviderKey key;
        key.id = "main";
        key.secret = "keychain:mine/of-old";
        key.weight = 7;
        entry().keys.push_back(key);
        m_changes = std::make_unique<ProviderChanges>(m_desk->providers);
        m_changes->setConfiguration(m_desk->control.view);
    }
    void cleanup()
    {
        delete m_dialog;
        m_changes.reset();
        m_desk.reset();
    }

    void theKeyFirstThenTheEntry()
    {
        open();
        QCOMPARE(m_dialog->idEdit()->text(), u"second"_s);
        m_dialog->saveButton()->click();
        QVERIFY(!m_dialog->keyForm()->problem().isEmpty()); // nothing has been typed
        m_desk->secrets.holdSet = true;
        type(u"sk-2"_s);
        m_dialog->saveButton()->click();
        QCOMPARE(m_dialog->resultText(), u"The key is kept… "_s);
        QVERIFY(!m_dialog->saveButton()->isEnabled());
        QCOMPARE(m_desk->providers.puts.size(), 0U);
        m_desk->secrets.release();
        closesSaved();
        QCOMPARE(m_desk->secrets.kept["keychain:openai/second"], "sk-2");
        QCOMPARE(m_desk->providers.puts.back().keys.size(), 2U);
        QVERIFY(m_desk->secrets.removed.empty());
    }

    void anotherSecretUnderTheSameName()
    {
        open("main");
        type(u"sk-new"_s);
        m_dialog->saveButton()->click();
        closesSaved();
        QCOMPARE(m_desk->secrets.kept["keychain:mine/of-old"], "sk-new");
        QCOMPARE(m_desk->providers.puts.size(), 0U);
        QVERIFY(m_desk->secrets.removed.empty());
    }

    void anotherReferenceForTheSameKey()
    {
        open("main");
        m_dialog->keyForm()->places()->setCurrent(int(KeyPlace::Environment));
        m_dialog->keyForm()->setVariables({"OPENAI_API_KEY"});
        m_dialog->saveButton()->click();
        closesSaved();
        const config::ProviderKey &key = m_desk->providers.puts.back().keys.front();
        QCOMPARE(key.secret, "env:OPENAI_API_KEY");
        QCOMPARE(key.weight, 7); // what else is said of it stays
        QCOMPARE(m_desk->secrets.asked, 0);
    }

    void whatCouldNotBeKeptIsNotSaved()
    {
        m_desk->secrets.setError = Error{ErrorCode::Unavailable, "the keychain is locked", {}};
        open();
        type(u"sk-2"_s);
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"the keychain is locked"_s));
        QCOMPARE(m_dialog->keyForm()->problem(), u"The key could not be kept."_s);
        QCOMPARE(m_desk->providers.puts.size(), 0U);
        QVERIFY(m_dialog->saveButton()->isEnabled());
    }

    void aSecondAttemptKeepsTheKeyNoSecondTime()
    {
        open();
        m_desk->providers.putError = Error{ErrorCode::Conflict, "changed", {}};
        type(u"sk-2"_s);
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"changed elsewhere"_s));
        m_dialog->saveButton()->click();
        closesSaved();
        QCOMPARE(m_desk->secrets.asked, 1);
    }

    void anotherNameAfterAFailureTakesTheKeyAlong()
    {
        open();
        m_desk->providers.putError = Error{ErrorCode::Io, "the disk is full", {}};
        type(u"sk-2"_s);
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"the disk is full"_s));
        m_dialog->idEdit()->setText(u"spare"_s);
        m_dialog->saveButton()->click();
        closesSaved();
        QCOMPARE(m_desk->secrets.kept,
                 (std::map<std::string, std::string>{{"keychain:openai/spare", "sk-2"}}));
        QCOMPARE(m_desk->providers.puts.back().keys.back().secret, "keychain:openai/spare");
    }

    void givingUpTakesTheKeyOutAgain()
    {
        open();
        m_desk->providers.putError = Error{ErrorCode::Io, "the disk is full", {}};
        type(u"sk-2"_s);
        m_dialog->saveButton()->click();
        QTRY_VERIFY(m_dialog->resultText().contains(u"the disk is full"_s));
        QCOMPARE(m_desk->secrets.kept.size(), 1U);
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_dialog);
        QCOMPARE(m_desk->secrets.removed, (std::vector<std::string>{"keychain:openai/second"}));
    }

private:
    config::Provider &entry() { return m_desk->control.view.configuration.providers[0]; }
    void open(const std::string &replaces = {})
    {
        m_dialog = new KeyDialog(m_desk->desk(), *m_changes, m_clock, entry(), replaces, nullptr);
        m_dialog->setKeychain(m_desk->secrets.answer);
        m_saved = std::make_unique<QSignalSpy>(m_dialog.data(), &KeyDialog::saved);
        m_dialog->show();
    }
    void type(const QString &key) { m_dialog->keyForm()->field()->edit()->setText(key); }
    /// It has closed itself, and goes with the next turn of the loop.
    void closesSaved()
    {
        QTRY_VERIFY(!m_dialog);
        QCOMPARE(m_saved->size(), 1);
    }

    ManualClock m_clock{tests::sampleNow()};
    std::unique_ptr<tests::FakeDesk> m_desk;
    std::unique_ptr<ProviderChanges> m_changes;
    std::unique_ptr<QSignalSpy> m_saved;
    QPointer<KeyDialog> m_dialog;
};

QTEST_MAIN(TestKeyDialog)
#include "tst_key_dialog.moc"
