// The completion files, asked by the shells themselves where they are there.
#include "app/completion.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>

using namespace signalbox::app;

class TestCompletion : public QObject
{
    Q_OBJECT

private:
    /// A table with everything that could break a quote.
    static std::vector<Command> table()
    {
        return {
            {{.name = "keys",
              .synopsis = "",
              .summary = "The gateway's keys. A second sentence.",
              .options = {{"models", "LIST", "names [*: any], it's a list"}, {"json", "", "one document"}},
              .words = {"create", "list"}},
             nullptr},
            {{.name = "serve", .synopsis = "", .summary = "Serves", .options = {}}, nullptr},
            {{.name = "",
              .synopsis = "",
              .summary = "The window",
              .options = {{"minimized", "", "begin hidden"}}},
             nullptr}};
    }

    /// Standard output of `program` for `input`; fails the test where the shell complains.
    static QString run(const QString &program, const QStringList &arguments, const QByteArray &input)
    {
        QProcess process;
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(20'000) || process.exitCode() != 0)
            return QStringLiteral("failed: ") + QString::fromUtf8(process.readAllStandardError());
        const QByteArray complaint = process.readAllStandardError();
        return QString::fromUtf8(complaint.isEmpty() ? process.readAllStandardOutput() : complaint)
            .simplified();
    }

private Q_SLOTS:
    void bashCompletes_data()
    {
        QTest::addColumn<QByteArray>("typed"); // each word, the last is being typed
        QTest::addColumn<QString>("offered");
        QTest::newRow("commands") << QByteArray("signalbox ''") << QStringLiteral("keys serve");
        QTest::newRow("a command begun") << QByteArray("signalbox se") << QStringLiteral("serve");
        QTest::newRow("first words") << QByteArray("signalbox keys ''") << QStringLiteral("create list");
        QTest::newRow("options") << QByteArray("signalbox keys create --")
                                 << QStringLiteral("--models --json --config --data-dir --help");
        QTest::newRow("options in the place of the first word")
            << QByteArray("signalbox keys --j") << QStringLiteral("--json");
        QTest::newRow("the window's") << QByteArray("signalbox --m") << QStringLiteral("--minimized");
        QTest::newRow("a folder") << QByteArray("signalbox serve --data-dir tests/ap")
                                  << QStringLiteral("tests/app");
    }
    void bashCompletes()
    {
        const QString bash = QStandardPaths::findExecutable(QStringLiteral("bash"));
        if (bash.isEmpty())
            QSKIP("bash is not installed");
        QFETCH(QByteArray, typed);
        QFETCH(QString, offered);
        const QByteArray script =
            QByteArray::fromStdString(completionScript(Shell::Bash, table())) + "COMP_WORDS=(" + typed +
            ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_signalbox\necho \"${COMPREPLY[@]}\"\n";
        QCOMPARE(run(bash, {QStringLiteral("-u")}, script), offered);
    }

    void otherShellsReadTheirs_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<int>("shell");
        QTest::newRow("zsh") << QStringLiteral("zsh") << int(Shell::Zsh);
        QTest::newRow("fish") << QStringLiteral("fish") << int(Shell::Fish);
    }
    void otherShellsReadTheirs()
    {
        QFETCH(QString, program);
        QFETCH(int, shell);
        const QByteArray script =
            QByteArray::fromStdString(completionScript(static_cast<Shell>(shell), commands()));
        QVERIFY(script.contains("doctor"));
        const QString found = QStandardPaths::findExecutable(program);
        if (found.isEmpty())
            QSKIP(qPrintable(program + QStringLiteral(" is not installed")));
        QTemporaryFile file;
        QVERIFY(file.open() && file.write(script) == script.size());
        file.close();
        QCOMPARE(run(found, {QStringLiteral("-n"), file.fileName()}, {}), QString());
    }

    void shellsHaveNames()
    {
        QVERIFY(shellNamed("bash") == Shell::Bash);
        QVERIFY(shellNamed("zsh") == Shell::Zsh);
        QVERIFY(shellNamed("fish") == Shell::Fish);
        QVERIFY(!shellNamed("BASH"));
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
