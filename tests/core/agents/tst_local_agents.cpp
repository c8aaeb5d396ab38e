#include "key_mint.h"
#include "quick_operations.h"
#include "support/agent_folder.h"

#include "agents/agent_rule.h"
#include "agents/local_agents.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <memory>

using namespace signalbox;
using namespace signalbox::agents;
using control::AgentState;

namespace {

constexpr const char *kConfig = "model = \"gpt-5.4\"\n";

bool mentions(const std::vector<std::string> &texts, const char *part)
{
    return std::ranges::any_of(
        texts, [part](const std::string &text) { return text.find(part) != std::string::npos; });
}

} // namespace

class TestLocalAgents : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<tests::KeyMint> m_mint;
    std::unique_ptr<FileOperations> m_operations;
    std::unique_ptr<LocalAgents> m_agents;
    ManualClock m_clock;
    Environment m_environment;

    [[nodiscard]] std::string path(const char *name) const
    {
        return m_folder->path().toStdString() + '/' + name;
    }
    [[nodiscard]] std::string text(const char *name) const
    {
        return readFile(path(name)).value_or(std::nullopt).value_or("(none)");
    }
    void makeProgram(const char *name, const std::string &body) const
    {
        QVERIFY(tests::writeFile(path("bin/") + name, "#!/bin/sh\n" + body));
        QCOMPARE(chmod((path("bin/") + name).c_str(), 0755), 0);
    }
    void makeAgents(std::chrono::milliseconds patience = std::chrono::seconds(20))
    {
        m_agents = std::make_unique<LocalAgents>(
            *m_mint, m_clock, *m_operations,
            LocalAgents::Options{.dataDir = path("data"),
                                 .environment = m_environment,
                                 .keyVariables = [] { return std::vector<std::string>{"PROVIDER_KEY"}; },
                                 .moreFolders = {"/tools"},
                                 .versionPatience = patience,
                                 .testPatience = patience});
    }
    template<class T>
    Result<T> waited(QFuture<Result<T>> future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000) || future.resultCount() == 0)
            return fail(ErrorCode::Timeout, "no answer");
        return future.result();
    }
    Result<control::AgentPlan> plan(const char *agent = "codex", const char *model = "")
    {
        return waited(m_agents->planConnect({.agent = agent, .model = model}));
    }
    Result<void> connectAgent(const char *agent = "codex", const char *model = "")
    {
        const auto wanted = plan(agent, model);
        if (!wanted)
            return std::unexpected(wanted.error());
        return waited(m_agents->carryOut(*wanted, {.agent = agent, .model = model}));
    }
    Result<void> restoreAgent(const char *agent = "codex")
    {
        const auto wanted = waited(m_agents->planRestore(agent));
        if (!wanted)
            return std::unexpected(wanted.error());
        return waited(m_agents->carryOut(*wanted, {.agent = agent}));
    }
    control::Agent agent(const std::string &id)
    {
        const auto all = waited(m_agents->list());
        if (all) {
            for (const control::Agent &one : *all) {
                if (one.id == id)
                    return one;
            }
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::make_unique<QTemporaryDir>(tests::temporaryFolder());
        QVERIFY(QDir().mkpath(QString::fromStdString(path("data"))));
        QVERIFY(tests::writeFile(path(".codex/config.toml"), kConfig));
        m_mint = std::make_unique<tests::KeyMint>();
        m_operations = std::make_unique<tests::QuickOperations>();
        m_environment = {{"HOME", m_folder->path().toStdString()}, {"PATH", path("bin") + ":/usr/bin:/bin"}};
        makeAgents();
    }
    void cleanup()
    {
        m_agents.reset();
        m_operations.reset();
        m_mint.reset();
        m_folder.reset();
    }

    void listsWhatIsThere()
    {
        makeProgram("codex", "echo 'codex-cli 0.169.0'\n");
        QVERIFY(tests::writeFile(path("tools/qwen"), "#!/bin/sh\necho 0.24.4\n"));
        QCOMPARE(chmod(path("tools/qwen").c_str(), 0755), 0);
        QVERIFY(tests::writeFile(path(".claude/settings.json"), "{\"model\": \"opus\"}"));
        const auto all = waited(m_agents->list());
        QVERIFY(all);
        QCOMPARE(all->size(), std::size_t(5));
        const control::Agent codex = agent("codex");
        QCOMPARE(codex.program, path("bin/codex"));
        QCOMPARE(codex.version, std::string("0.169.0"));
        QVERIFY(codex.state == AgentState::NotConnected);
        QCOMPARE(codex.setTo, std::string("model gpt-5.4"));
        const control::Agent qwen = agent("qwen"); // not in PATH
        QCOMPARE(qwen.version, std::string("0.24.4"));
        QVERIFY(qwen.state == AgentState::NotConnected);
        const control::Agent claude = agent("claude"); // its folder alone
        QVERIFY(claude.state == AgentState::NotConnected && claude.program.empty());
        QCOMPARE(claude.setTo, std::string("model opus"));
        QVERIFY(agent("gemini").state == AgentState::NotFound);
    }

    void aProgramThatHangsHasNoVersion()
    {
        makeProgram("codex", "exec sleep 1000\n");
        makeProgram("qwen", "echo broken; exit 1\n");
        makeAgents(std::chrono::milliseconds(300));
        QCOMPARE(agent("codex").version, std::string());
        QVERIFY(agent("codex").state == AgentState::NotConnected);
        QCOMPARE(agent("qwen").version, std::string());
    }

    void noAgentGetsTheGatewaysKeys_data()
    {
        QTest::addColumn<bool>("asks"); // its small question; else only its version is asked for
        QTest::newRow("version") << false;
        QTest::newRow("small question") << true;
    }
    void noAgentGetsTheGatewaysKeys()
    {
        QFETCH(bool, asks);
        QVERIFY(connectAgent());
        const std::string seen = path("seen");
        makeProgram("codex", "env > " + seen + "\necho codex-cli 0.169.0\n");
        m_environment["PROVIDER_KEY"] = "sk-planted";
        m_environment["OTHERS"] = "theirs";
        makeAgents();
        if (asks)
            (void)waited(m_agents->test("codex"));
        else
            (void)waited(m_agents->list());
        const std::string environment = text("seen");
        QVERIFY2(environment.find("OTHERS=theirs") != std::string::npos, environment.c_str());
        QVERIFY2(environment.find("PROVIDER_KEY") == std::string::npos, environment.c_str());
    }

    void connectsAndRestores()
    {
        const auto wanted = plan();
        QVERIFY(wanted);
        QCOMPARE(wanted->files.size(), std::size_t(2));
        QVERIFY(wanted->files[0].after.find("base_url = \"http://127.0.0.1:7717/v1\"") != std::string::npos);
        QVERIFY(wanted->files[1].hidesSecret && !wanted->files[1].exists);
        QVERIFY(wanted->warnings.empty());
        QCOMPARE(text(".codex/config.toml"), std::string(kConfig)); // nothing is written yet
        QVERIFY(connectAgent());
        QCOMPARE(m_mint->keys, std::vector<std::string>{"agent-codex"});
        QCOMPARE(text(".codex/.env"), std::string("SIGNALBOX_API_KEY=sk-sbx-1\n"));
        QVERIFY(agent("codex").state == AgentState::Connected);
        QCOMPARE(agent("codex").setTo, std::string("model coder of signalbox"));
        QVERIFY(restoreAgent());
        QVERIFY(m_mint->keys.empty());
        QCOMPARE(text(".codex/config.toml"), std::string(kConfig));
        QCOMPARE(text(".codex/.env"), std::string("(none)"));
        QVERIFY(agent("codex").state == AgentState::NotConnected);
    }

    void anotherModelKeepsTheKey()
    {
        QVERIFY(connectAgent());
        QVERIFY(connectAgent("codex", "other"));
        QCOMPARE(m_mint->made, 1);
        QVERIFY(text(".codex/config.toml").starts_with("model = \"other\"\n"));
        QVERIFY(restoreAgent());
        QCOMPARE(text(".codex/config.toml"), std::string(kConfig));
    }

    void aKeyThatWasRevokedIsMadeAnew()
    {
        QVERIFY(connectAgent());
        m_mint->keys.clear(); // on the Keys page
        QVERIFY(connectAgent());
        QCOMPARE(text(".codex/.env"), std::string("SIGNALBOX_API_KEY=sk-sbx-2\n"));
        QCOMPARE(m_mint->keys, std::vector<std::string>{"agent-codex"});
    }

    void aKeyThatNobodyHoldsIsReplaced()
    {
        m_mint->keys = {"agent-codex"}; // of a connection that is forgotten
        QVERIFY(connectAgent());
        QCOMPARE(text(".codex/.env"), std::string("SIGNALBOX_API_KEY=sk-sbx-1\n"));
        QCOMPARE(m_mint->keys, std::vector<std::string>{"agent-codex"});
    }

    void aFileChangedSinceThePlanIsAConflict()
    {
        const auto wanted = plan();
        QVERIFY(wanted);
        QVERIFY(tests::writeFile(path(".codex/config.toml"), "model = \"o5\"\n"));
        const auto done = waited(m_agents->carryOut(*wanted, {.agent = "codex"}));
        QVERIFY(!done && done.error().code == ErrorCode::Conflict);
        QCOMPARE(m_mint->made, 0);
        QCOMPARE(text(".codex/config.toml"), std::string("model = \"o5\"\n"));

        QVERIFY(connectAgent());
        const auto back = waited(m_agents->planRestore("codex"));
        QVERIFY(back);
        QVERIFY(tests::writeFile(path(".codex/config.toml"), text(".codex/config.toml") + "# more\n"));
        const auto undone = waited(m_agents->carryOut(*back, {.agent = "codex"}));
        QVERIFY(!undone && undone.error().code == ErrorCode::Conflict);
        QVERIFY(restoreAgent());
        QCOMPARE(text(".codex/config.toml"), std::string("model = \"o5\"\n# more\n"));
    }

    void aKeyIsRevokedWhereNothingCouldBeWritten()
    {
        m_operations = std::make_unique<tests::EndingOperations>(0);
        makeAgents();
        const auto done = connectAgent();
        QVERIFY(!done && done.error().code == ErrorCode::Io);
        QCOMPARE(m_mint->made, 1);
        QVERIFY(m_mint->keys.empty());
        QCOMPARE(text(".codex/config.toml"), std::string(kConfig));
    }

    void whatIsCutOffIsPending()
    {
        m_operations =
            std::make_unique<tests::EndingOperations>(9); // the way back is stored, one file written
        makeAgents();
        const auto done = connectAgent();
        QVERIFY(!done);
        QVERIFY2(done.error().message.find("`signalbox agents restore codex` puts them back") !=
                     std::string::npos,
                 done.error().message.c_str());
        m_operations = std::make_unique<tests::QuickOperations>();
        makeAgents(); // the next start
        QCOMPARE(m_agents->pending(), std::vector<std::string>{"codex"});
        const control::Agent codex = agent("codex");
        QVERIFY(codex.interrupted && codex.state == AgentState::Changed);
        QVERIFY(restoreAgent());
        QVERIFY(m_agents->pending().empty());
        QVERIFY(m_mint->keys.empty());
        QCOMPARE(text(".codex/config.toml"), std::string(kConfig));
        QCOMPARE(text(".codex/.env"), std::string("(none)"));
    }

    void aKeyThatCannotBeRevokedIsSaid()
    {
        QVERIFY(connectAgent());
        m_mint->revokeError = Error{ErrorCode::Unavailable, "busy", {}};
        const auto done = restoreAgent();
        QVERIFY(!done && done.error().code == ErrorCode::Unavailable);
        QVERIFY(done.error().message.find("`signalbox keys revoke agent-codex`") != std::string::npos);
        QCOMPARE(text(".codex/config.toml"), std::string(kConfig));
    }

    void tellsWhatOthersHaveChanged()
    {
        QVERIFY(connectAgent());
        std::string config = text(".codex/config.toml");
        config.replace(config.find("coder"), 5, "mine!");
        QVERIFY(tests::writeFile(path(".codex/config.toml"), config));
        QVERIFY(agent("codex").state == AgentState::Changed);
        const auto back = waited(m_agents->planRestore("codex"));
        QVERIFY(back);
        QVERIFY(mentions(back->warnings, "model: set by another program or by hand since"));
    }

    void warns_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("login");
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<bool>("isWarning");
        QTest::addColumn<QByteArray>("text");
        const QByteArray login("{\"tokens\": {\"access_token\": \"x\"}}");
        QTest::newRow("a login that is not sent")
            << QByteArray() << login << QByteArray() << false << QByteArray("It is not sent to Signalbox");
        QTest::newRow("a login that would be sent")
            << QByteArray("[model_providers.signalbox]\nrequires_openai_auth = true\n") << login
            << QByteArray() << true << QByteArray("Codex would send the login to Signalbox");
        QTest::newRow("old profiles") << QByteArray("profile = \"a\"\n") << QByteArray() << QByteArray()
                                      << true << QByteArray("Codex will not start until they are gone");
        QTest::newRow("a proxy") << QByteArray() << QByteArray() << QByteArray("HTTP_PROXY=http://p:1")
                                 << true << QByteArray("add 127.0.0.1 to NO_PROXY");
        QTest::newRow("a variable that wins")
            << QByteArray() << QByteArray() << QByteArray("SIGNALBOX_API_KEY=x") << true
            << QByteArray("SIGNALBOX_API_KEY is set in the environment");
        QTest::newRow("it points here already")
            << QByteArray("model_provider = \"signalbox\"\n") << QByteArray() << QByteArray() << true
            << QByteArray("what stood there before is not known");
    }
    void warns()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, login);
        QFETCH(QByteArray, variable);
        QFETCH(bool, isWarning);
        QFETCH(QByteArray, text);
        QVERIFY(tests::writeFile(path(".codex/config.toml"), kConfig + config.toStdString()));
        if (!login.isEmpty())
            QVERIFY(tests::writeFile(path(".codex/auth.json"), login.toStdString()));
        if (!variable.isEmpty()) {
            const QList<QByteArray> parts = variable.split('=');
            m_environment[parts[0].toStdString()] = parts[1].toStdString();
            makeAgents();
        }
        const auto wanted = plan();
        QVERIFY2(wanted, wanted ? "" : describe(wanted.error()).c_str());
        QVERIFY(mentions(isWarning ? wanted->warnings : wanted->notes, text.constData()));
    }

    void warnsOfAKeyThatOthersCanRead()
    {
        QVERIFY(tests::writeFile(path(".qwen/settings.json"), "{}"));
        QCOMPARE(chmod(path(".qwen/settings.json").c_str(), 0644), 0);
        const auto wanted = plan("qwen", "unknown");
        QVERIFY(wanted);
        QVERIFY(mentions(wanted->warnings, "which other users can read"));
        QVERIFY(mentions(wanted->warnings, "There is no virtual model \"unknown\""));
        QVERIFY(wanted->files[0].after.find("\"apiKey\": \"••••••••\"") != std::string::npos);
    }

    void refuses()
    {
        auto wanted = plan("cursor");
        QVERIFY(!wanted && wanted.error().code == ErrorCode::NotFound);
        wanted = waited(m_agents->planRestore("codex"));
        QVERIFY(!wanted && wanted.error().code == ErrorCode::NotFound);
        m_mint->removeModels();
        wanted = plan();
        QVERIFY(!wanted && wanted.error().code == ErrorCode::InvalidInput);
        m_mint->setAddresses({});
        wanted = plan();
        QVERIFY(!wanted && wanted.error().code == ErrorCode::Unavailable);
    }

    void asksASmallQuestion_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<bool>("hasRow");
        QTest::addColumn<bool>("answered");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("it answers") << QByteArray("echo '  ready '") << true << true << QByteArray("ready");
        QTest::newRow("it answers, past the gateway")
            << QByteArray("echo ready") << false << false
            << QByteArray("no request of it came through Signalbox");
        QTest::newRow("it fails") << QByteArray("echo 'unexpected status 401' >&2; exit 1") << true << false
                                  << QByteArray("Codex CLI ended with code 1: unexpected status 401");
        QTest::newRow("it says nothing")
            << QByteArray("true") << true << false << QByteArray("ended with code 0");
        QTest::newRow("it hangs") << QByteArray("exec sleep 1000") << false << false
                                  << QByteArray("has not answered in time");
        QTest::newRow("it waits for no input")
            << QByteArray("cat; echo ready") << true << true << QByteArray("ready");
    }
    void asksASmallQuestion()
    {
        QFETCH(QByteArray, program);
        QFETCH(bool, hasRow);
        QFETCH(bool, answered);
        QFETCH(QByteArray, text);
        QVERIFY(connectAgent());
        makeProgram("codex", program.toStdString() + '\n');
        if (hasRow) {
            record::RequestRecord row;
            row.id = "req_1";
            m_mint->rows = {row};
        }
        makeAgents(program.contains("sleep") ? std::chrono::milliseconds(300)
                                             : std::chrono::milliseconds(20'000));
        const auto test = waited(m_agents->test("codex"));
        QVERIFY(test);
        QCOMPARE(test->answered, answered);
        QVERIFY2((answered ? test->said : test->problem).find(text.toStdString()) != std::string::npos,
                 (test->said + test->problem).c_str());
        QCOMPARE(test->requestId, std::string(hasRow ? "req_1" : ""));
        QCOMPARE(m_mint->askedForKey, std::string("agent-codex"));
    }

    // The question is asked in a folder that no one has trusted, where it would have neither address nor key.
    void geminiIsAskedWithTrust()
    {
        const auto &arguments = findAgentRule("gemini")->testArguments;
        QVERIFY(std::ranges::count(arguments, "--skip-trust") == 1);
    }

    void whoeverGoesIsNotAnswered()
    {
        makeProgram("codex", "exec sleep 1000\n");
        auto future = m_agents->list();
        m_agents.reset();
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.resultCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestLocalAgents)
#include "tst_local_agents.moc"
