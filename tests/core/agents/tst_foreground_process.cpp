#include "agents/foreground_process.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <vector>

using namespace signalbox;
using namespace signalbox::agents;

namespace {

Invocation shell(const std::string &command)
{
    Invocation invocation;
    invocation.program = "/bin/sh";
    invocation.arguments = {"-c", command};
    return invocation;
}

} // namespace

class TestForegroundProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // Whoever runs the tests may have ignored some.
        for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP})
            std::signal(signal, SIG_DFL);
    }

    void answersTheExitCode_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<int>("code");
        QTest::newRow("success") << QByteArray("exit 0") << 0;
        QTest::newRow("its own code") << QByteArray("exit 7") << 7;
        QTest::newRow("killed: 128 and the signal") << QByteArray("kill -KILL $$") << 137;
        QTest::newRow("Ctrl-C reaches us too: we wait on") << QByteArray("kill -INT $PPID; exit 3") << 3;
        QTest::newRow("Ctrl-\\ likewise") << QByteArray("kill -QUIT $PPID; exit 4") << 4;
        QTest::newRow("the child takes Ctrl-C as ever") << QByteArray("kill -INT $$; exit 5") << 130;
        QTest::newRow("being told to end is passed on")
            << QByteArray("trap 'exit 42' TERM; kill -TERM $PPID; while :; do :; done") << 42;
        QTest::newRow("so is a closed terminal")
            << QByteArray("trap 'exit 43' HUP; kill -HUP $PPID; while :; do :; done") << 43;
    }
    void answersTheExitCode()
    {
        QFETCH(QByteArray, command);
        QFETCH(int, code);
        const auto result = runForeground(shell(command.toStdString()));
        QVERIFY(result);
        QCOMPARE(*result, code);
    }

    void setsVariablesOnTopOfOurs()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("out"));
        qputenv("SIGNALBOX_TEST_A", "kept");
        qputenv("SIGNALBOX_TEST_B", "replaced");
        Invocation invocation = shell("echo \"$SIGNALBOX_TEST_A $SIGNALBOX_TEST_B $SIGNALBOX_TEST_KEY\" >'" +
                                      file.toStdString() + "'");
        invocation.variables = {{"SIGNALBOX_TEST_B", "new"}};
        invocation.secretVariable = "SIGNALBOX_TEST_KEY";
        invocation.secret = Secret(std::string("sk-sbx-1"));
        QCOMPARE(runForeground(invocation).value_or(-1), 0);
        QFile out(file);
        QVERIFY(out.open(QIODevice::ReadOnly));
        QCOMPARE(out.readAll(), QByteArray("kept new sk-sbx-1\n"));
        QVERIFY(!qEnvironmentVariableIsSet("SIGNALBOX_TEST_KEY"));
    }

    void noSuchProgram()
    {
        Invocation invocation;
        invocation.program = "/nonexistent/codex";
        const auto result = runForeground(invocation);
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::NotFound);
        QVERIFY(result.error().message.find("/nonexistent/codex") != std::string::npos);
    }

    void notAProgram()
    {
        Invocation invocation;
        invocation.program = "/dev/null";
        QVERIFY(runForeground(invocation).error().code == ErrorCode::Io);
    }

    void signalsAreTakenAsBeforeAfterwards()
    {
        const auto taken = [] {
            std::vector<void (*)(int)> handlers;
            for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) {
                struct sigaction action = {};
                sigaction(signal, nullptr, &action);
                handlers.push_back(action.sa_handler);
            }
            return handlers;
        };
        const auto before = taken();
        QVERIFY(runForeground(shell("exit 0")));
        QVERIFY(taken() == before);
    }

    void whatWasIgnoredStaysIgnored()
    {
        std::signal(SIGHUP, SIG_IGN); // as nohup does
        const auto result = runForeground(shell("kill -HUP $PPID; kill -HUP $$; exit 6"));
        QVERIFY(result);
        QCOMPARE(*result, 6);
    }
};

QTEST_APPLESS_MAIN(TestForegroundProcess)
#include "tst_foreground_process.moc"
