#include "support/agent_folder.h"
#include "support/serve_process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace tests = signalbox::tests;

namespace {

constexpr const char *kConfig = "# mine\nmodel = \"gpt-5.4\" # keep\n\n[tui]\nnotifications = true\n";
/// A Codex that answers without asking anybody.
constexpr const char *kDeafCodex = "#!/bin/sh\n"
                                   "[ \"$1\" = --version ] && echo codex-cli 0.169.0 && exit\n"
                                   "echo ready\n";

} // namespace

/// `signalbox agents` as people run it: the program, a home folder with a Codex in use, and a gateway.
class TestAgentsCommand : public QObject
{
    Q_OBJECT

private:
    struct Ran
    {
        int code = -1;
        QByteArray out;
        QByteArray problems;
    };

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QProcess> m_gateway;
    QByteArray m_gatewaySaid;

    [[nodiscard]] std::string path(const char *name) const
    {
        return m_home->path().toStdString() + '/' + name;
    }
    [[nodiscard]] QByteArray text(const char *name) const
    {
        QFile file(QString::fromStdString(path(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("HOME"), m_home->path());
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_home->path());
        environment.insert(QStringLiteral("PATH"),
                           m_home->filePath(QStringLiteral("bin")) + QStringLiteral(":/usr/bin:/bin"));
        return environment;
    }

    Ran run(const QStringList &arguments, const QByteArray &input = {})
    {
        return runWords(QStringList(QStringLiteral("agents")) + arguments, input);
    }
    Ran runWords(const QStringList &words, const QByteArray &input = {})
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"), words);
        process.write(input);
        process.closeWriteChannel();
        Ran ran;
        if (QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000))
            ran = {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
        return ran;
    }

    void startGateway()
    {
        m_gateway = std::make_unique<QProcess>();
        m_gateway->setProcessEnvironment(environment());
        m_gateway->setProcessChannelMode(QProcess::MergedChannels);
        m_gatewaySaid.clear();
        connect(m_gateway.get(), &QProcess::readyRead, this,
                [this] { m_gatewaySaid += m_gateway->readAll(); });
        m_gateway->start(
            qEnvironmentVariable("SIGNALBOX_PROGRAM"),
            {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
        QTRY_VERIFY_WITH_TIMEOUT(m_gatewaySaid.contains("listening on"), 20'000);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_home = std::make_unique<QTemporaryDir>(tests::temporaryFolder());
        QVERIFY(tests::writeFile(path(".codex/config.toml"), kConfig));
        QVERIFY(tests::writeFile(path("bin/codex"), kDeafCodex));
        QVERIFY(QFile::setPermissions(QString::fromStdString(path("bin/codex")),
                                      QFile::ReadOwner | QFile::ExeOwner));
    }
    void cleanup()
    {
        if (m_gateway) {
            m_gateway->terminate();
            QTRY_COMPARE_WITH_TIMEOUT(m_gateway->state(), QProcess::NotRunning, 20'000);
        }
        m_gateway.reset();
        m_home.reset();
    }

    void connectsAndRestores()
    {
        startGateway();
        const tests::Folder before = tests::readFolder(QString::fromStdString(path(".codex")));

        Ran ran = run({QStringLiteral("connect"), QStringLiteral("codex")});
        QCOMPARE(ran.code, 2); // nobody to ask
        QVERIFY2(
            ran.out.contains(
                "-model = \"gpt-5.4\" # keep\n+model = \"demo\" # keep\n+model_provider = \"signalbox\"\n"),
            ran.out.constData());
        QVERIFY(ran.problems.contains("nothing was written: add --yes"));
        QCOMPARE(tests::readFolder(QString::fromStdString(path(".codex"))), before);

        ran = run({QStringLiteral("connect"), QStringLiteral("codex"), QStringLiteral("--yes"),
                   QStringLiteral("--json")});
        QVERIFY2(ran.code == 0, ran.problems.constData());
        const QJsonObject plan = QJsonDocument::fromJson(ran.out).object();
        QVERIFY(plan[u"written"].toBool());
        QCOMPARE(plan[u"files"].toArray().size(), 2);
        const QByteArray key = text(".codex/.env");
        QVERIFY2(QRegularExpression(QStringLiteral("^SIGNALBOX_API_KEY=sk-[\\w-]{20,}\n$"))
                     .match(QString::fromUtf8(key))
                     .hasMatch(),
                 key.constData());
        QVERIFY(!ran.out.contains(key.mid(18).trimmed()));
        QVERIFY(text(".config/signalbox/config.json").contains("\"agent-codex\""));

        ran = run({QStringLiteral("list"), QStringLiteral("--json")});
        const QJsonObject codex = QJsonDocument::fromJson(ran.out)[0].toObject();
        QCOMPARE(codex[u"state"].toString(), QStringLiteral("connected"));
        QCOMPARE(codex[u"version"].toString(), QStringLiteral("0.169.0"));
        QCOMPARE(codex[u"set_to"].toString(), QStringLiteral("model demo of signalbox"));

        // It answers, but nothing came through the gateway: that is no success.
        ran = run({QStringLiteral("test"), QStringLiteral("codex")});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.problems.contains("no request of it came through Signalbox"), ran.problems.constData());

        ran = run({QStringLiteral("restore"), QStringLiteral("codex"), QStringLiteral("--yes")});
        QVERIFY2(ran.code == 0, ran.problems.constData());
        QCOMPARE(tests::readFolder(QString::fromStdString(path(".codex"))), before);
        QVERIFY(!text(".config/signalbox/config.json").contains("\"agent-codex\""));
    }

    /// Restoring needs no gateway: the key is taken out of the configuration all the same.
    void restoresWithoutAGateway()
    {
        startGateway();
        QCOMPARE(run({QStringLiteral("connect"), QStringLiteral("codex"), QStringLiteral("--yes")}).code, 0);
        m_gateway->terminate();
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->state(), QProcess::NotRunning, 20'000);
        const Ran ran = run({QStringLiteral("restore"), QStringLiteral("codex"), QStringLiteral("--yes")});
        QVERIFY2(ran.code == 0, ran.problems.constData());
        QCOMPARE(text(".codex/config.toml"), QByteArray(kConfig));
        QVERIFY(!text(".config/signalbox/config.json").contains("\"agent-codex\""));
    }

    /// What a crash has left is said at the next start, and can be restored.
    void saysAtTheStartWhatWasCutOff()
    {
        startGateway();
        QCOMPARE(run({QStringLiteral("connect"), QStringLiteral("codex"), QStringLiteral("--yes")}).code, 0);
        m_gateway->terminate();
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->state(), QProcess::NotRunning, 20'000);
        QByteArray wayBack = text(".local/share/signalbox/agents.json");
        QVERIFY(wayBack.contains("\"phase\": \"connected\""));
        wayBack.replace("\"phase\": \"connected\"", "\"phase\": \"connecting\"");
        QVERIFY(tests::writeFile(path(".local/share/signalbox/agents.json"), wayBack.toStdString()));
        startGateway();
        QVERIFY2(m_gatewaySaid.contains("`signalbox agents restore codex` puts its own settings back"),
                 m_gatewaySaid.constData());
        QCOMPARE(run({QStringLiteral("restore"), QStringLiteral("codex"), QStringLiteral("--yes")}).code, 0);
        QCOMPARE(text(".codex/config.toml"), QByteArray(kConfig));
    }

    /// The doctor's line of each state, and what to do.
    void theDoctorLooksAtAgents()
    {
        QVERIFY(tests::writeFile(path(".claude/settings.json"), "{\"model\": \"opus\"}"));
        const auto says = [this](const char *line) {
            const Ran ran = runWords({QStringLiteral("doctor")});
            return ran.out.contains(line) ? QByteArray() : ran.out;
        };
        QCOMPARE(says("note  codex: 0.169.0 at "), QByteArray());
        QCOMPARE(says("`signalbox codex` runs it through Signalbox"), QByteArray());
        QCOMPARE(says("note  claude: its settings are there, the program is in no folder"), QByteArray());
        QCOMPARE(says("note  agents: not on this computer: Gemini CLI, opencode, Qwen Code\n"), QByteArray());

        startGateway();
        QCOMPARE(run({QStringLiteral("connect"), QStringLiteral("codex"), QStringLiteral("--yes")}).code, 0);
        QCOMPARE(says("ok    codex: 0.169.0 at "), QByteArray());
        QCOMPARE(says("connected to Signalbox (model demo of signalbox)"), QByteArray());

        const QByteArray config = text(".codex/config.toml");
        QVERIFY(tests::writeFile(path(".codex/config.toml"),
                                 QByteArray(config).replace("\"signalbox\"", "\"openai\"").toStdString()));
        QCOMPARE(says("another program has changed what Signalbox wrote: `signalbox agents connect codex`"),
                 QByteArray());
        QVERIFY(tests::writeFile(path(".codex/config.toml"), config.toStdString()));

        QByteArray wayBack = text(".local/share/signalbox/agents.json");
        wayBack.replace("\"phase\": \"connected\"", "\"phase\": \"connecting\"");
        QVERIFY(tests::writeFile(path(".local/share/signalbox/agents.json"), wayBack.toStdString()));
        const Ran ran = runWords({QStringLiteral("doctor"), QStringLiteral("--json")});
        QCOMPARE(ran.code, 1);
        const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
        QVERIFY2(!json.isEmpty(), ran.out.constData());
        QVERIFY(!json[u"well"].toBool(true));
        QCOMPARE(json[u"agents"].toArray().size(), 5);
        QVERIFY(json[u"agents"][0][u"interrupted"].toBool());
        QVERIFY2(ran.out.contains("`signalbox agents restore codex` puts its own settings back"),
                 ran.out.constData());
    }

    void saysWhatToDo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("message");
        const auto words = [](const char *text) { return QString::fromLatin1(text).split(u' '); };
        QTest::newRow("no gateway") << words("connect codex") << 4
                                    << QByteArray("start the window, or `signalbox serve`");
        QTest::newRow("no such agent")
            << words("connect cursor") << 1 << QByteArray("known are codex, claude, gemini, opencode, qwen");
        QTest::newRow("not connected")
            << words("restore codex") << 1 << QByteArray("there is nothing to restore");
        QTest::newRow("nothing to test") << words("test codex") << 1 << QByteArray("connect it first");
        QTest::newRow("no word") << words("undo codex") << 2 << QByteArray("say what to do");
        QTest::newRow("no agent") << words("connect") << 2 << QByteArray("say what to do");
    }
    void saysWhatToDo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, message);
        const Ran ran = run(arguments);
        QCOMPARE(ran.code, code);
        QVERIFY2(ran.problems.contains(message), ran.problems.constData());
        QCOMPARE(text(".codex/config.toml"), QByteArray(kConfig));
    }
};

QTEST_GUILESS_MAIN(TestAgentsCommand)
#include "tst_agents_command.moc"
