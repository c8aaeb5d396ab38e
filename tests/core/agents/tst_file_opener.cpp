#include "key_mint.h"
#include "quick_operations.h"
#include "support/agent_folder.h"

#include "agents/file_opener.h"
#include "agents/local_agents.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace signalbox;
using namespace signalbox::agents;

class TestFileOpener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>(tests::temporaryFolder());
        // Appears whole: whoever waits for it reads all of it.
        QVERIFY(tests::writeFile(path("bin/xdg-open"),
                                 "#!/bin/sh\n{ env; echo \"FILE=$1\"; } > \"$HOME/half\"\n"
                                 "mv \"$HOME/half\" \"$HOME/seen\"\n"));
        QCOMPARE(chmod(path("bin/xdg-open").c_str(), 0755), 0);
        m_environment = {{"HOME", m_folder->path().toStdString()},
                         {"PATH", path("bin") + ":/usr/bin:/bin"},
                         {"DISPLAY", ":7"},
                         {"PROVIDER_KEY", "sk-planted"}};
    }

    void itGetsTheFileAndOnlyTheEnvironmentGiven()
    {
        qputenv("OF_THIS_PROCESS", "sk-planted");
        QVERIFY(openFile("/home/mira/a file", m_environment));
        QTRY_VERIFY(!seen().isEmpty());
        QVERIFY(seen().contains("FILE=/home/mira/a file\n"));
        QVERIFY(seen().contains("DISPLAY=:7\n"));
        QVERIFY(!seen().contains("OF_THIS_PROCESS"));
    }

    void aProgramThatIsOpenedGetsNoKeyOfTheGateway()
    {
        tests::KeyMint mint;
        const ManualClock clock;
        tests::QuickOperations operations;
        std::vector<std::string> keyVariables;
        LocalAgents agents(mint, clock, operations,
                           {.dataDir = path("data"), .environment = m_environment, .keyVariables = [&] {
                                return keyVariables;
                            }});
        keyVariables = {"PROVIDER_KEY"}; // configured after the start
        const auto opened = agents.openFile("/home/mira/.codex/config.toml");
        QVERIFY(opened.isFinished() && opened.result());
        QTRY_VERIFY(!seen().isEmpty());
        QVERIFY(seen().contains("FILE=/home/mira/.codex/config.toml\n"));
        QVERIFY(seen().contains("DISPLAY=:7\n"));
        QVERIFY(!seen().contains("PROVIDER_KEY"));
        QVERIFY(!seen().contains("sk-planted"));
    }

    void whatCannotBeOpenedSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("hasPath");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no opener") << QByteArray("/f") << false << int(ErrorCode::NotFound)
                                   << QByteArray("xdg-open is not in any folder of PATH");
        QTest::newRow("what looks like an option")
            << QByteArray("--help") << true << int(ErrorCode::InvalidInput)
            << QByteArray("\"--help\" is no absolute path");
    }
    void whatCannotBeOpenedSaysWhy()
    {
        QFETCH(QByteArray, file);
        QFETCH(bool, hasPath);
        QFETCH(QByteArray, text);
        if (!hasPath)
            m_environment.erase("PATH");
        const auto opened = openFile(file.toStdString(), m_environment);
        QVERIFY(!opened);
        QTEST(int(opened.error().code), "code");
        QCOMPARE(QByteArray::fromStdString(opened.error().message), text);
    }

    void anOpenerThatCannotBeRunIsNone()
    {
        QVERIFY(tests::writeFile(path("bin/xdg-open"), "no program"));
        QVERIFY(tests::writeFile(path("bin/xdg-open"), "#!/no/such/shell\n"));
        QCOMPARE(chmod(path("bin/xdg-open").c_str(), 0755), 0);
        const auto opened = openFile("/f", m_environment);
        QVERIFY(!opened && opened.error().code == ErrorCode::Io);
    }

private:
    [[nodiscard]] std::string path(const char *name) const
    {
        return m_folder->path().toStdString() + '/' + name;
    }
    [[nodiscard]] QByteArray seen() const
    {
        QFile file(m_folder->filePath(QStringLiteral("seen")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Environment m_environment;
};

QTEST_GUILESS_MAIN(TestFileOpener)
#include "tst_file_opener.moc"
