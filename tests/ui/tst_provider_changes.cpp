#include "ui/fake_desk.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_tests.h"
#include "ui/sample_providers.h"
#include "ui/sample_traffic.h"

#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestProviderChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void changesAreMadeOneAfterAnother()
    {
        tests::FakeDesk desk;
        tests::fillProviders(desk, tests::sampleNow());
        ProviderChanges changes(desk.providers);
        changes.setConfiguration(desk.control.view);
        desk.providers.holdPut = true;
        changes.edit("openai", [](config::Provider &entry) { entry.enabled = false; });
        changes.edit("openai", [](config::Provider &entry) { entry.retry.max = 5; });
        QCOMPARE(desk.providers.puts.size(), 0U);
        desk.providers.release();
        QTRY_COMPARE(desk.providers.puts.size(), 1U);
        QTRY_COMPARE(changes.find("openai")->enabled, false);
        desk.providers.release();
        QTRY_COMPARE(desk.providers.puts.size(), 2U);
        // The second was made to what the first had left.
        QCOMPARE(desk.providers.puts[1].enabled, false);
        QCOMPARE(desk.providers.puts[1].retry.max, 5);
    }

    void whatWasDeletedIsPutBack()
    {
        tests::FakeDesk desk;
        tests::fillProviders(desk, tests::sampleNow());
        ProviderChanges changes(desk.providers);
        changes.setConfiguration(desk.control.view);
        const config::Provider before = *changes.find("gemini");
        changes.remove("gemini");
        QTRY_VERIFY(!changes.find("gemini"));
        QVERIFY(changes.canPutBack("gemini"));
        changes.putBack("gemini");
        QTRY_VERIFY(changes.find("gemini"));
        QCOMPARE(desk.providers.puts.back(), before);
        QVERIFY(!changes.canPutBack("gemini"));
    }

    void conflictsAreTold()
    {
        tests::FakeDesk desk;
        tests::fillProviders(desk, tests::sampleNow());
        ProviderChanges changes(desk.providers);
        changes.setConfiguration(desk.control.view);
        QSignalSpy conflicts(&changes, &ProviderChanges::conflict);
        desk.control.view.revision += 3;
        std::optional<ErrorCode> code;
        changes.edit(
            "openai", [](config::Provider &entry) { entry.enabled = false; },
            [&](const Result<void> &answer) {
                if (!answer)
                    code = answer.error().code;
            });
        QTRY_COMPARE(conflicts.size(), 1);
        QCOMPARE(conflicts[0][0].toString(), u"openai"_s);
        QVERIFY(code == ErrorCode::Conflict);
        QCOMPARE(changes.find("openai")->enabled, true);
        // With what is in force now it is done; what is older is not believed.
        changes.setConfiguration(desk.control.view);
        control::ConfigurationView old = desk.control.view;
        old.revision = 1;
        old.configuration.providers.clear();
        changes.setConfiguration(old);
        changes.edit("openai", [](config::Provider &entry) { entry.enabled = false; });
        QTRY_COMPARE(changes.find("openai")->enabled, false);
    }

    void testsRunFewAtATimeAndCanBeLeft()
    {
        tests::FakeDesk desk;
        desk.providers.holdTest = true;
        ProviderTests tests(desk.providers);
        std::vector<ProviderTests::Target> targets;
        for (int i = 0; i < 6; ++i)
            targets.push_back({"p" + std::to_string(i), "main"});
        tests.start(targets);
        QCOMPARE(desk.providers.tests.size(), ProviderTests::kAtOnce);
        QCOMPARE(tests.all(), 6);
        QVERIFY(tests.isRunning({"p5", "main"}));
        tests.start({{"p0", "main"}}); // is under way already
        QCOMPARE(tests.all(), 6);
        desk.providers.release();
        QTRY_COMPARE(tests.done(), 4);
        QCOMPARE(desk.providers.tests.size(), 6U);
        tests.cancel();
        QVERIFY(!tests.isRunning());
        QSignalSpy changed(&tests, &ProviderTests::changed);
        desk.providers.release();
        tests.start({{"p0", "main"}});
        QCOMPARE(tests.all(), 1); // those that were given up do not count
        desk.providers.release();
        QTRY_VERIFY(!tests.isRunning());
        QCOMPARE(tests.done(), 1);
    }
};

QTEST_MAIN(TestProviderChanges)
#include "tst_provider_changes.moc"
