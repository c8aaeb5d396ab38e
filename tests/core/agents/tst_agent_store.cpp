#include "agent_samples.h"
#include "quick_operations.h"
#include "support/agent_folder.h"

#include "agents/agent_remarks.h"
#include "agents/agent_store.h"
#include "base/random.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::agents;

namespace {

const std::string kCodexConfig = "# mine\n"
                                 "model = 'gpt-5.4' # keep\n"
                                 "approval_policy = \"on-request\"\n"
                                 "\n"
                                 "[tui]\n"
                                 "notifications = true";

EntryValues values(const std::string &model = "coder")
{
    return {.url = "http://127.0.0.1:7717", .model = model, .key = "sk-sb-secret", .home = {}};
}

/// A home folder with a Codex in use, and the store over it.
struct Home
{
    QTemporaryDir folder{tests::temporaryFolder()};

    explicit Home(FileOperations &operations)
        : data(path("data")), store(operations, data, {{"HOME", folder.path().toStdString()}})
    {
        QDir().mkpath(QString::fromStdString(data));
        tests::writeFile(path(".codex/config.toml"), kCodexConfig);
        tests::writeFile(path(".codex/.env"), "OTHER='x' # mine\n");
    }
    [[nodiscard]] std::string path(const char *name) const
    {
        return folder.path().toStdString() + '/' + name;
    }
    [[nodiscard]] std::string text(const char *name) const
    {
        return readFile(path(name)).value_or(std::nullopt).value_or("(none)");
    }
    [[nodiscard]] tests::Folder codexFolder() const
    {
        return tests::readFolder(QString::fromStdString(path(".codex")));
    }
    [[nodiscard]] mode_t mode(const char *name) const
    {
        struct stat status = {};
        return stat(path(name).c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
    }

    std::string data;
    AgentStore store;
};

const AgentRule &codex()
{
    return *findAgentRule("codex");
}

Result<void> connectAgent(AgentStore &store, const AgentRule &rule = codex(),
                          const EntryValues &with = values())
{
    auto work = store.planConnect(rule, with);
    if (!work)
        return std::unexpected(work.error());
    work->record.keyId = "agent-" + rule.id;
    return store.connect(rule, std::move(*work));
}

Result<Work> restoreAgent(AgentStore &store, const AgentRule &rule = codex(),
                          Definition definition = Definition::Goes)
{
    auto work = store.planRestore(rule, definition);
    if (!work)
        return work;
    if (auto done = store.restore(rule, *work); !done)
        return std::unexpected(done.error());
    return work;
}

/// Tells whoever holds the other end of a pipe of each file it writes and renames, so that it can be killed
/// about then.
class TellingOperations final : public tests::QuickOperations
{
public:
    explicit TellingOperations(int pipeEnd) : m_pipeEnd(pipeEnd) {}

    Result<void> writeNew(const std::string &name, std::string_view bytes, const Owner &owner) override
    {
        tell();
        return QuickOperations::writeNew(name, bytes, owner);
    }
    Result<void> rename(const std::string &from, const std::string &to) override
    {
        tell();
        return QuickOperations::rename(from, to);
    }

private:
    void tell() const { QVERIFY(write(m_pipeEnd, ".", 1) == 1); }

    const int m_pipeEnd;
};

} // namespace

class TestAgentStore : public QObject
{
    Q_OBJECT

private:
    FileOperations m_operations;
    tests::QuickOperations m_quick;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writesWhatCodexReads()
    {
        Home home(m_operations);
        QVERIFY(connectAgent(home.store));
        QCOMPARE(QByteArray::fromStdString(home.text(".codex/config.toml")),
                 QByteArray("# mine\n"
                            "model = \"coder\" # keep\n"
                            "approval_policy = \"on-request\"\n"
                            "model_provider = \"signalbox\"\n"
                            "\n"
                            "[tui]\n"
                            "notifications = true\n"
                            "\n"
                            "[model_providers.signalbox]\n"
                            "name = \"Signalbox\"\n"
                            "base_url = \"http://127.0.0.1:7717/v1\"\n"
                            "model_catalog_url = \"http://127.0.0.1:7717/v1/models\"\n"
                            "env_key = \"SIGNALBOX_API_KEY\"\n"
                            "wire_api = \"responses\"\n"
                            "request_max_retries = 1\n"
                            "stream_max_retries = 2\n"));
        QCOMPARE(QByteArray::fromStdString(home.text(".codex/.env")),
                 QByteArray("OTHER='x' # mine\nSIGNALBOX_API_KEY=sk-sb-secret\n"));
        QCOMPARE(home.mode("data/agents.json"), mode_t(0600));
        QVERIFY(home.text("data/agents.json").find("sk-sb-secret") == std::string::npos);
    }

    void writesWhatTheOthersRead_data()
    {
        QTest::addColumn<QByteArray>("agent");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("opencode") << QByteArray("opencode") << QByteArray(".config/opencode/opencode.json")
                                  << QByteArray(kOpencode);
        QTest::newRow("its key") << QByteArray("opencode") << QByteArray(".config/opencode/signalbox.key")
                                 << QByteArray("sk-sb-secret");
        QTest::newRow("qwen") << QByteArray("qwen") << QByteArray(".qwen/settings.json") << QByteArray(kQwen);
        QTest::newRow("claude") << QByteArray("claude") << QByteArray(".claude/settings.json")
                                << QByteArray(kClaude);
        QTest::newRow("gemini") << QByteArray("gemini") << QByteArray(".gemini/settings.json")
                                << QByteArray(kGemini);
        QTest::newRow("its key and address")
            << QByteArray("gemini") << QByteArray(".gemini/.env")
            << QByteArray(
                   "GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:7717/genai\nGEMINI_API_KEY=sk-sb-secret\n");
    }
    void writesWhatTheOthersRead()
    {
        QFETCH(QByteArray, agent);
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, text);
        Home home(m_operations);
        const AgentRule &rule = *findAgentRule(agent.toStdString());
        const QString folder = QString::fromStdString(home.store.home(rule));
        QDir().mkpath(QFileInfo(folder).absolutePath());
        QVERIFY(connectAgent(home.store, rule));
        text.replace("HOME", home.folder.path().toUtf8());
        QCOMPARE(QByteArray::fromStdString(home.text(file.constData())), text);
        QCOMPARE(home.mode(file.constData()), mode_t(0600));
        QVERIFY(restoreAgent(home.store, rule));
        QVERIFY(tests::readFolder(folder).empty());
    }

    void keepsModeAndLinks()
    {
        Home home(m_operations);
        tests::writeFile(home.path("dotfiles/codex.toml"), kCodexConfig);
        chmod(home.path("dotfiles/codex.toml").c_str(), 0640);
        unlink(home.path(".codex/config.toml").c_str());
        QCOMPARE(symlink("../dotfiles/codex.toml", home.path(".codex/config.toml").c_str()), 0);
        QVERIFY(connectAgent(home.store));
        QVERIFY(QFileInfo(QString::fromStdString(home.path(".codex/config.toml"))).isSymLink());
        QCOMPARE(home.mode("dotfiles/codex.toml"), mode_t(0640));
        QVERIFY(home.text("dotfiles/codex.toml").find("signalbox") != std::string::npos);
        QVERIFY(restoreAgent(home.store));
        QCOMPARE(home.text("dotfiles/codex.toml"), kCodexConfig);
        QCOMPARE(home.mode("dotfiles/codex.toml"), mode_t(0640));
        QVERIFY(QFileInfo(QString::fromStdString(home.path(".codex/config.toml"))).isSymLink());
    }

    void refusesALinkToNothing()
    {
        Home home(m_operations);
        unlink(home.path(".codex/config.toml").c_str());
        QCOMPARE(symlink("nowhere", home.path(".codex/config.toml").c_str()), 0);
        const auto done = connectAgent(home.store);
        QVERIFY(!done);
        QCOMPARE(QString::fromStdString(done.error().message),
                 QStringLiteral("this is a link to a file that is not there; make it, or remove the link"));
        QCOMPARE(home.text(".codex/.env"), std::string("OTHER='x' # mine\n")); // put back at once
        QVERIFY(home.store.wayBack()->agents.empty());
    }

    void keepsWhatOthersHaveSetSince()
    {
        Home home(m_quick);
        QVERIFY(connectAgent(home.store));
        std::string text = home.text(".codex/config.toml");
        text.replace(text.find("\"coder\""), 7, "\"o5\"");
        QVERIFY(tests::writeFile(home.path(".codex/config.toml"), text));
        QVERIFY(!holdsOurs(text, home.store.wayBack()->agents[0].files[0]));
        const auto work = restoreAgent(home.store);
        QVERIFY(work);
        QCOMPARE(work->changed, std::vector<std::string>{"model"});
        std::string expected = kCodexConfig;
        expected.replace(expected.find("'gpt-5.4'"), 9, "\"o5\"");
        QCOMPARE(home.text(".codex/config.toml"), expected);
    }

    void connectingAgainTakesWhatOthersHaveSetForTheOriginal()
    {
        Home home(m_quick);
        QVERIFY(connectAgent(home.store));
        std::string text = home.text(".codex/config.toml");
        text.replace(text.find("\"coder\""), 7, "\"o5\"");
        QVERIFY(tests::writeFile(home.path(".codex/config.toml"), text));
        QVERIFY(connectAgent(home.store));
        QVERIFY(restoreAgent(home.store));
        std::string expected = kCodexConfig;
        expected.replace(expected.find("'gpt-5.4'"), 9, "\"o5\"");
        QCOMPARE(home.text(".codex/config.toml"), expected);
    }

    void aFileThatPointsAtUsIsNoOriginal()
    {
        Home home(m_quick);
        QVERIFY(connectAgent(home.store));
        unlink(home.path("data/agents.json").c_str()); // lost
        auto work = home.store.planConnect(codex(), values());
        QVERIFY(work);
        QCOMPARE(work->unknown.size(), std::size_t(10)); // with the key
        QVERIFY(home.store.connect(codex(), std::move(*work)));
        QVERIFY(restoreAgent(home.store));
        const std::string text = home.text(".codex/config.toml");
        QVERIFY2(text.find("signalbox") == std::string::npos, text.c_str());
        QVERIFY2(text.find("model") == std::string::npos, text.c_str());
        QVERIFY(text.find("approval_policy") != std::string::npos && text.find("[tui]") != std::string::npos);
    }

    void aDefinitionThatOthersUseStaysWhole()
    {
        Home home(m_quick);
        QVERIFY(connectAgent(home.store));
        const std::string text =
            home.text(".codex/config.toml") + "http_headers = { \"X-Team\" = \"red\" }\n";
        QVERIFY(tests::writeFile(home.path(".codex/config.toml"), text));
        const auto work = restoreAgent(home.store);
        QVERIFY(work);
        const std::string after = home.text(".codex/config.toml");
        QVERIFY(after.starts_with(kCodexConfig + "\n\n[model_providers.signalbox]\nname = \"Signalbox\"\n"));
        QVERIFY(after.ends_with("stream_max_retries = 2\nhttp_headers = { \"X-Team\" = \"red\" }\n"));
        QVERIFY(home.store.wayBack()->find("codex")->phase == Phase::Left);
    }

    void aDefinitionThatConversationsNeedStays()
    {
        Home home(m_quick);
        auto work = home.store.planConnect(codex(), values());
        QVERIFY(work);
        work->record.since = SystemClock().wallNow();
        QVERIFY(home.store.connect(codex(), std::move(*work)));
        const AgentRecord record = *home.store.wayBack()->find("codex");
        QVERIFY(definitionNeeded(codex(), home.store, record) == Definition::Goes);
        const std::string conversation = home.path(".codex/sessions/2026/11/22/rollout-a.jsonl");
        QVERIFY(tests::writeFile(conversation, std::string(kOtherConversation) + "\n"));
        QVERIFY(definitionNeeded(codex(), home.store, record) == Definition::Goes);
        QVERIFY(tests::writeFile(conversation, std::string(kOurConversation) + "\n{}\n"));
        QVERIFY(definitionNeeded(codex(), home.store, record) == Definition::Stays);

        QVERIFY(restoreAgent(home.store, codex(), Definition::Stays));
        const std::string after = home.text(".codex/config.toml");
        QVERIFY(after.starts_with(kCodexConfig + "\n\n[model_providers.signalbox]\n"));
        QVERIFY(home.text(".codex/.env") == "OTHER='x' # mine\n");
        // Connected and restored once more, the conversation gone: all is as it was at first.
        QVERIFY(connectAgent(home.store));
        QVERIFY(restoreAgent(home.store));
        QCOMPARE(home.text(".codex/config.toml"), kCodexConfig);
    }

    void doesNotTouchWhatCannotBeRead()
    {
        Home home(m_quick);
        QVERIFY(tests::writeFile(home.path(".codex/config.toml"), "model = \n"));
        const auto before = home.codexFolder();
        const auto done = connectAgent(home.store);
        QVERIFY(!done && done.error().code == ErrorCode::InvalidInput);
        QCOMPARE(QString::fromStdString(describe(done.error())),
                 QString::fromStdString(home.path(".codex/config.toml") + ": line 1: a value is missing"));
        QCOMPARE(home.codexFolder(), before);
    }

    void doesNothingWhereTheWayBackCannotBeRead()
    {
        Home home(m_quick);
        QVERIFY(tests::writeFile(home.path("data/agents.json"), "{\"version\": 1, \"agents\": [{}]}"));
        const auto before = home.codexFolder();
        const auto done = connectAgent(home.store);
        QVERIFY(!done && done.error().code == ErrorCode::InvalidInput);
        QCOMPARE(done.error().place, home.path("data/agents.json"));
        QCOMPARE(home.codexFolder(), before);
    }

    /// The world ends after each step of connecting, then after each step of restoring. The next start finds
    /// either nothing to do, or a way back that leads to the very bytes.
    void endsAtEveryStep()
    {
        int ends = 0;
        for (int steps = 0;; ++steps) {
            tests::EndingOperations ending(steps);
            Home home(ending);
            const auto before = home.codexFolder();
            const bool connectedWell = connectAgent(home.store).has_value();
            bool restoredWell = false;
            if (connectedWell)
                restoredWell = restoreAgent(home.store).has_value();
            ends += ending.hasEnded() ? 1 : 0;

            AgentStore next(m_quick, home.data, {{"HOME", home.folder.path().toStdString()}});
            const auto wayBack = next.wayBack();
            QVERIFY2(wayBack, wayBack ? "" : describe(wayBack.error()).c_str()); // never half written
            if (wayBack->find("codex") != nullptr) {
                QVERIFY(restoreAgent(next));
                QVERIFY(next.wayBack()->find("codex") == nullptr);
            }
            QCOMPARE(home.codexFolder(), before);
            if (restoredWell && !ending.hasEnded())
                break;
        }
        qInfo("ended at %d steps", ends);
        QVERIFY(ends > 20);
    }

    /// The same with a process that is killed, at any moment.
    void killedAtAnyMoment()
    {
        int interrupted = 0;
        SeededRandom random(7);
        for (int round = 0; round < 40; ++round) {
            int pipeEnds[2] = {-1, -1};
            QCOMPARE(pipe(pipeEnds), 0);
            TellingOperations telling(pipeEnds[1]);
            Home home(telling);
            const auto before = home.codexFolder();
            const pid_t child = fork();
            if (child == 0) {
                for (;;) { // until it is killed
                    (void)connectAgent(home.store);
                    (void)restoreAgent(home.store);
                }
            }
            char step = 0;
            for (std::uint64_t steps = 1 + random.next() % 100; steps > 0; --steps)
                QCOMPARE(read(pipeEnds[0], &step, 1), ssize_t(1));
            kill(child, SIGKILL);
            close(pipeEnds[0]);
            close(pipeEnds[1]);
            int status = 0;
            QCOMPARE(waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status));

            AgentStore next(m_operations, home.data, {{"HOME", home.folder.path().toStdString()}});
            const auto wayBack = next.wayBack();
            QVERIFY2(wayBack, wayBack ? "" : describe(wayBack.error()).c_str());
            if (wayBack->find("codex") != nullptr) {
                ++interrupted;
                QVERIFY(restoreAgent(next));
            }
            QCOMPARE(home.codexFolder(), before);
        }
        qInfo("%d of 40 were in the middle", interrupted);
        QVERIFY(interrupted > 0);
    }
};

QTEST_GUILESS_MAIN(TestAgentStore)
#include "tst_agent_store.moc"
