// A first start with nothing: no key, no network, nothing configured. The wizard with all real parts behind
// it has to end with an answer that an agent got through the gateway.
#include "app/composition.h"
#include "control/desk.h"
#include "ui/dialogs/agent_step.h"
#include "ui/dialogs/answer_step.h"
#include "ui/dialogs/first_run_wizard.h"
#include "ui/dialogs/provider_step.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/dialogs/test_step.h"
#include "ui/models/last_requests_model.h"
#include "ui/theme/model_slots.h"
#include "ui/widgets/button.h"

#include <QFile>
#include <QRadioButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using Step = ui::FirstRunWizard::Step;

namespace {

constexpr int kPatience = 60'000; ///< for what starts programs

/// Stands for Codex where SIGNALBOX_FIRST_RUN_CODEX names no real one: reads the files that Codex would read
/// and asks what Codex would ask, once.
constexpr const char *kStandIn =
    "#!/bin/sh\n"
    "[ \"$1\" = --version ] && { echo 'codex-cli 0.169.0'; exit 0; }\n"
    "value() { sed -n \"s/^$1 *= *\\\"\\(.*\\)\\\"/\\1/p\" \"$CODEX_HOME/config.toml\" | head -n 1; }\n"
    ". \"$CODEX_HOME/.env\"\n"
    "curl -sSf \"$(value base_url)/responses\" -H \"Authorization: Bearer $SIGNALBOX_API_KEY\""
    " -H 'Content-Type: application/json' -H 'User-Agent: codex_exec/0.169.0'"
    " -d \"{\\\"model\\\":\\\"$(value model)\\\",\\\"input\\\":\\\"hello\\\"}\" | tr -d '\\n'\n";

} // namespace

class TestFirstRun : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<app::Composition> m_composition;
    ui::ModelSlots m_slots;

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        const QString bin = m_folder.filePath(QStringLiteral("bin"));
        const QString home = m_folder.filePath(QStringLiteral("home/.codex"));
        QVERIFY(QDir().mkpath(bin) && QDir().mkpath(home));
        const QString program = bin + QStringLiteral("/codex");
        const QString real = qEnvironmentVariable("SIGNALBOX_FIRST_RUN_CODEX");
        if (!real.isEmpty()) {
            QVERIFY(QFile::link(real, program));
        } else {
            if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty())
                QSKIP("curl is missing: apt-get install curl");
            QFile file(program);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(kStandIn) > 0);
            file.close();
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        }
        QFile settings(home + QStringLiteral("/config.toml"));
        QVERIFY(settings.open(QIODevice::WriteOnly) && settings.write("# mine\nmodel = \"gpt-5.4\"\n") > 0);
        settings.close();
        qputenv("PATH", bin.toLocal8Bit() + ':' + qgetenv("PATH"));
        qputenv("HOME", m_folder.filePath(QStringLiteral("home")).toLocal8Bit());
        qputenv("CODEX_HOME", home.toLocal8Bit());
        for (const char *name : {"OPENAI_API_KEY", "ANTHROPIC_API_KEY"})
            qunsetenv(name);

        app::Paths paths;
        paths.configFile = m_folder.filePath(QStringLiteral("config.json")).toStdString();
        paths.dataDir = m_folder.filePath(QStringLiteral("data")).toStdString();
        paths.stateDir = m_folder.filePath(QStringLiteral("state")).toStdString();
        auto created = app::Composition::create(
            {.paths = paths, .listen = {"127.0.0.1:0"}, .notice = [](const std::string &) {}});
        QVERIFY2(created, created ? "" : created.error().message.c_str());
        m_composition = std::move(*created);
        bool listens = false;
        m_composition->start([&listens](const Result<std::vector<std::string>> &addresses) {
            listens = addresses.has_value();
        });
        QTRY_VERIFY(listens);
    }

    void cleanupTestCase()
    {
        if (!m_composition)
            return;
        bool done = false;
        m_composition->shutdown([&done] { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, 20'000);
    }

    void withoutAnyKeyToAnAnswer()
    {
        const control::Desk desk{.gateway = m_composition->control(),
                                 .secrets = m_composition->secrets(),
                                 .providers = m_composition->providers(),
                                 .agents = m_composition->agents()};
        ui::FirstRunWizard wizard(desk, m_composition->clock(), m_slots);
        wizard.open();
        ui::ProviderTile *simulated = wizard.providerStep()->tiles().last();
        QTRY_COMPARE(simulated->choice().kind, "simulated");
        simulated->click();
        QTRY_VERIFY(wizard.nextButton()->isEnabled());
        wizard.nextButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(wizard.testStep()->title(), QStringLiteral("Simulated answers"), kPatience);
        qInfo().noquote() << wizard.testStep()->lines().join(u'\n');
        wizard.nextButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!wizard.agentStep()->choices().isEmpty(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(wizard.nextButton()->text(), QStringLiteral("Connect Codex CLI"),
                                  kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(wizard.nextButton()->isEnabled(), kPatience);
        wizard.nextButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(wizard.step() == Step::Answer, kPatience);
        wizard.answerStep()->runButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(wizard.answerStep()->runButton()->isEnabled(), kPatience);
        QVERIFY2(wizard.answerStep()->said().startsWith(
                     QStringLiteral("Codex CLI got its answer through Signalbox.")),
                 qPrintable(wizard.answerStep()->said()));
        QTRY_VERIFY(wizard.answerStep()->requests()->rowCount() > 0);
        // What was theirs is still there.
        QFile settings(m_folder.filePath(QStringLiteral("home/.codex/config.toml")));
        QVERIFY(settings.open(QIODevice::ReadOnly));
        const QByteArray text = settings.readAll();
        QVERIFY(text.startsWith("# mine\nmodel = \"coder\"\n"));
        QVERIFY(text.contains("[model_providers.signalbox]"));
    }
};

QTEST_MAIN(TestFirstRun)
#include "tst_first_run.moc"
