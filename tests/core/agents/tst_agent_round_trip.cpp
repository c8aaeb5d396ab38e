#include "agent_configs.h"
#include "quick_operations.h"
#include "support/agent_folder.h"

#include "agents/agent_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;
using namespace signalbox::agents;
using signalbox::tests::AgentConfig;

/// Connect, use, restore: whatever was in the files, every byte that was not ours is the same again.
class TestAgentRoundTrip : public QObject
{
    Q_OBJECT

private:
    tests::QuickOperations m_operations;
    int m_used = 0;

private Q_SLOTS:
    void keepsEveryByteThatIsNotOurs()
    {
        std::vector<AgentConfig> configs = tests::sharedAgentConfigs();
        const std::size_t shared = configs.size();
        for (AgentConfig &config : tests::generatedAgentConfigs(300, 20'261'122))
            configs.push_back(std::move(config));
        int refused = 0;
        for (std::size_t i = 0; i < configs.size(); ++i) {
            const bool wasRefused = roundTrip(configs[i], static_cast<unsigned>(i));
            if (QTest::currentTestFailed()) {
                qWarning("%s", configs[i].name.c_str());
                return;
            }
            refused += wasRefused ? 1 : 0;
            if (i >= shared)
                QVERIFY2(!wasRefused, configs[i].name.c_str());
        }
        qInfo("%zu shared and %zu generated files, %d used meanwhile, %d refused", shared,
              configs.size() - shared, m_used, refused);
        QVERIFY(m_used > 150);
    }

private:
    /// True where the file was refused, and then left alone.
    bool roundTrip(const AgentConfig &config, unsigned seed)
    {
        bool refused = false;
        roundTrip(config, seed, refused);
        return refused;
    }

    void roundTrip(const AgentConfig &config, unsigned seed, bool &refused)
    {
        const QTemporaryDir folder(tests::temporaryFolder());
        const std::string home = folder.path().toStdString();
        const std::string data = home + "/data";
        QVERIFY(QDir().mkpath(QString::fromStdString(data)));
        AgentStore store(m_operations, data, {{"HOME", home}});
        const AgentRule &rule = *findAgentRule(config.agent);
        const std::string file = store.fileOf(rule, rule.files.front());
        QVERIFY(tests::writeFile(file, config.text));
        const QString agentFolder = QString::fromStdString(store.home(rule));
        const tests::Folder before = tests::readFolder(agentFolder);

        auto work =
            store.planConnect(rule, {.url = "http://127.0.0.1:7717", .model = "coder", .key = "sk-sb-one"});
        if (!work) {
            refused = true;
            QVERIFY(work.error().code == ErrorCode::InvalidInput);
            QCOMPARE(QString::fromStdString(work.error().place), QString::fromStdString(file));
            QVERIFY(!work.error().message.empty());
            QCOMPARE(tests::readFolder(agentFolder), before);
            return;
        }
        QVERIFY(store.connect(rule, std::move(*work)));
        const AgentRecord record = *store.wayBack()->find(rule.id);
        for (const FileRecord &one : record.files)
            QVERIFY(holdsOurs(*readFile(one.file), one));
        QCOMPARE(store.keyInFiles(rule, record), std::string("sk-sb-one"));

        // Again, with another model: what is remembered stays what was there at first.
        work =
            store.planConnect(rule, {.url = "http://127.0.0.1:7717", .model = "other", .key = "sk-sb-two"});
        QVERIFY(work);
        QVERIFY(store.connect(rule, std::move(*work)));
        // A second time the same changes nothing.
        work =
            store.planConnect(rule, {.url = "http://127.0.0.1:7717", .model = "other", .key = "sk-sb-two"});
        QVERIFY(work);
        for (const FileStep &step : work->steps)
            QVERIFY(!step.changes());

        const std::string after = **readFile(file);
        const tests::Use used = tests::usedBySomebody({config.text, after}, rule.files.front().format, seed);
        m_used += used.connected != after ? 1 : 0;
        if (used.connected != after)
            QVERIFY(tests::writeFile(file, used.connected));

        work = store.planRestore(rule, Definition::Goes);
        QVERIFY2(work, work ? "" : describe(work.error()).c_str());
        QVERIFY(work->changed.empty());
        QVERIFY(store.restore(rule, std::move(*work)));
        QVERIFY(store.wayBack()->find(rule.id) == nullptr);
        if (used.original == config.text)
            QCOMPARE(tests::readFolder(agentFolder), before);
        QCOMPARE(QByteArray::fromStdString(**readFile(file)), QByteArray::fromStdString(used.original));
    }
};

QTEST_APPLESS_MAIN(TestAgentRoundTrip)
#include "tst_agent_round_trip.moc"
