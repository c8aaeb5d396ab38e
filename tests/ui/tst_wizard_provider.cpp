#include "ui/widgets/secret_field.h"
#include "ui/wizard_fixture.h"

#include <QClipboard>
#include <QLineEdit>
#include <QMenu>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Step = FirstRunWizard::Step;
using Verdict = control::ProviderTest::Verdict;

/// The first two steps: which provider, with which key, and whether it answers.
class TestWizardProvider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_run = std::make_unique<tests::WizardFixture>(); }
    void cleanup() { m_run.reset(); }

    void aKeyGoesToTheKeychain()
    {
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        m_run->tile("anthropic")->click();
        QVERIFY(!m_run->next()->isEnabled());
        QGuiApplication::clipboard()->setText(u"  sk-ant-1234 \n"_s);
        m_run->provider()->keyField()->pasteButton()->click();
        QCOMPARE(m_run->provider()->keyField()->edit()->text(), u"sk-ant-1234"_s);
        QCOMPARE(m_run->provider()->keyField()->edit()->echoMode(), QLineEdit::Password);
        QCOMPARE(m_run->provider()->hint(), u"Goes to the system keychain, never to a file."_s);
        QVERIFY(m_run->next()->isEnabled());
        m_run->desk.secrets.holdSet = true;
        m_run->next()->click();
        QCOMPARE(m_run->provider()->keyField()->edit()->text(), QString()); // it stays in no field
        QCOMPARE(m_run->wizard->testStep()->lines(), (QStringList{u"Keeping the key…\t"_s}));
        QTRY_COMPARE(m_run->desk.secrets.asked, 1);
        m_run->clock.advance(6ms);
        m_run->desk.secrets.release();
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"Anthropic answers"_s);
        QCOMPARE(m_run->wizard->testStep()->lines().first(),
                 u"Keychain keeps and returns the key\t6\u00A0ms"_s);
        QCOMPARE(m_run->desk.secrets.kept.at("keychain:anthropic/main"), "sk-ant-1234");
        QCOMPARE(m_run->desk.providers.puts.back().keys[0].secret, "keychain:anthropic/main");
        QCOMPARE(m_run->desk.providers.puts.back().kind, "anthropic");
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
        m_run->desk.secrets.answer.keychain = control::KeychainState(state);
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        m_run->tile("anthropic")->click();
        m_run->provider()->keyField()->edit()->setText(u"sk-ant-1234"_s);
        QTRY_VERIFY(m_run->provider()->hint().startsWith(hint));
        QVERIFY(m_run->provider()->hint().contains(u"this session"_s));
        m_run->next()->click();
        QTRY_VERIFY(m_run->desk.secrets.places.contains("keychain:anthropic/main"));
        QCOMPARE(m_run->desk.secrets.places["keychain:anthropic/main"], control::SecretPlace::Session);
        QTRY_VERIFY(
            m_run->wizard->testStep()->lines().first().startsWith(u"Key is kept for this session only"_s));
    }

    void aKeychainThatRefusesLeavesAChoice()
    {
        m_run->desk.secrets.setError = Error{ErrorCode::Timeout, "the keychain did not answer", {}};
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        m_run->tile("anthropic")->click();
        m_run->provider()->keyField()->edit()->setText(u"sk-ant-1234"_s);
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->problem(), u"the keychain did not answer"_s);
        QVERIFY(m_run->desk.providers.puts.empty());
        QVERIFY(m_run->wizard->testStep()->sessionButton()->isVisible());
        m_run->wizard->testStep()->sessionButton()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"Anthropic answers"_s);
        QCOMPARE(m_run->desk.secrets.kept.at("keychain:anthropic/main"), "sk-ant-1234");
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
        m_run->desk.providers.testAnswer.emplace();
        m_run->desk.providers.testAnswer->verdict = Verdict(verdict);
        m_run->desk.providers.testAnswer->status = status;
        m_run->desk.providers.testAnswer->model = "gpt-5.4-mini";
        m_run->desk.providers.testAnswer->problem = "What is wrong, and what to do.";
        m_run->open();
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->problem(), u"What is wrong, and what to do."_s);
        QTEST(m_run->wizard->testStep()->lines().last(), "line");
        QCOMPARE(m_run->next()->text(), u"Test again"_s);
        // It is mended, and tested again.
        tests::fillFirstRun(m_run->desk, m_run->clock.wallNow());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"OpenAI answers"_s);
        QCOMPARE(m_run->next()->text(), u"Next: connect an agent"_s);
    }

    void rowsAppearAsTheyBecomeKnown()
    {
        m_run->desk.providers.holdFetch = m_run->desk.providers.holdTest = true;
        m_run->open();
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        QTRY_COMPARE(m_run->wizard->testStep()->lines(),
                     (QStringList{u"Asking for the list of models…\t"_s}));
        QVERIFY(!m_run->next()->isEnabled());
        m_run->desk.providers.release();
        QTRY_COMPARE(m_run->wizard->testStep()->lines().size(), 2);
        QCOMPARE(m_run->wizard->testStep()->lines().last(), u"Sending one small request…\t"_s);
        m_run->desk.providers.release();
        QTRY_COMPARE(m_run->wizard->testStep()->lines().size(), 5);
        QVERIFY(m_run->next()->isEnabled());
    }

    void theTestIsSkippedWhileItRuns()
    {
        m_run->desk.providers.holdFetch = m_run->desk.providers.holdTest = true;
        m_run->open();
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        m_run->wizard->skipButton()->click();
        QCOMPARE(m_run->wizard->step(), Step::Agent);
        QTRY_COMPARE(m_run->wizard->testStep()->lines(),
                     (QStringList{u"Asking for the list of models…\t"_s}));
        m_run->desk.providers.release();
        QTRY_COMPARE(m_run->desk.providers.tests.size(), 1U);
        m_run->desk.providers.release();
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"OpenAI answers"_s);
        QCOMPARE(m_run->wizard->step(), Step::Agent);
    }

    void aKeyIsHiddenAgain()
    {
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        m_run->provider()->keyField()->edit()->setText(u"sk-1"_s);
        m_run->provider()->keyField()->showButton()->click();
        QCOMPARE(m_run->provider()->keyField()->edit()->echoMode(), QLineEdit::Normal);
        m_run->clock.advance(SecretField::kShown);
        QTRY_COMPARE(m_run->provider()->keyField()->edit()->echoMode(), QLineEdit::Password);
        m_run->provider()->keyField()->showButton()->click();
        QCOMPARE(m_run->provider()->keyField()->edit()->echoMode(), QLineEdit::Normal);
        m_run->provider()->keyField()->showButton()->click();
        QCOMPARE(m_run->provider()->keyField()->edit()->echoMode(), QLineEdit::Password);
        m_run->provider()->keyField()->showButton()->click();
        m_run->tile("anthropic")->click(); // another provider's field shows nothing
        QCOMPARE(m_run->provider()->keyField()->edit()->echoMode(), QLineEdit::Password);
        QCOMPARE(m_run->provider()->keyField()->edit()->text(), QString());
    }

    void oneOfAllProviders()
    {
        m_run->open();
        QTRY_VERIFY(m_run->tile("openai")->isChecked());
        const QList<QAction *> actions = m_run->provider()->others()->actions();
        const auto it = std::ranges::find_if(
            actions, [](const QAction *action) { return action->text() == u"DeepSeek"_s; });
        QVERIFY(it != actions.end());
        (*it)->trigger();
        QVERIFY(m_run->tile("deepseek")->isChecked());
        m_run->provider()->keyField()->edit()->setText(u"sk-ds"_s);
        m_run->next()->click();
        QTRY_COMPARE(m_run->desk.providers.puts.size(), 1U);
        QCOMPARE(m_run->desk.providers.puts[0].kind, "deepseek");
    }

    void aKeyInAnAgentsFileIsTakenOver()
    {
        m_run->desk.providers.findings = {{control::Finding::Source::AgentFile,
                                           "~/.config/opencode/opencode.json", "anthropic", "", "", "", 0}};
        m_run->open();
        QTRY_VERIFY(m_run->tile("anthropic")->isChecked());
        QTRY_VERIFY(m_run->next()->isEnabled());
        m_run->next()->click();
        QTRY_COMPARE(m_run->desk.providers.taken.size(), 1U);
        QTRY_COMPARE(m_run->wizard->testStep()->title(), u"Anthropic answers"_s);
        QCOMPARE(m_run->desk.providers.tests.back(),
                 (std::pair<std::string, std::string>("anthropic", "main")));
    }

private:
    std::unique_ptr<tests::WizardFixture> m_run;
};

QTEST_MAIN(TestWizardProvider)
#include "tst_wizard_provider.moc"
