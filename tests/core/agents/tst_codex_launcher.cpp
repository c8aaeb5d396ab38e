#include "agents/codex_launcher.h"
#include "agents/program_finder.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::agents;

namespace {

CodexLaunch launch(std::vector<std::string> arguments = {}, Environment environment = {})
{
    CodexLaunch launch;
    launch.program = "/usr/bin/codex";
    launch.gatewayUrl = "http://127.0.0.1:7717";
    launch.key = Secret(std::string("sk-sbx-1"));
    launch.model = "coder";
    launch.arguments = std::move(arguments);
    launch.environment = std::move(environment);
    return launch;
}

std::vector<std::string> words(const QList<QByteArray> &list)
{
    std::vector<std::string> out;
    for (const QByteArray &word : list)
        out.push_back(word.toStdString());
    return out;
}

} // namespace

class TestCodexLauncher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsEverythingInFrontOfTheUsersArguments()
    {
        const auto planned = planCodex(launch({"exec", "-m", "other", "hello"}));
        QVERIFY(planned);
        const std::vector<std::string> expected{
            "-c",    "model_provider=\"signalbox\"",
            "-c",    "model_providers.signalbox.name=\"Signalbox\"",
            "-c",    "model_providers.signalbox.base_url=\"http://127.0.0.1:7717/v1\"",
            "-c",    "model_providers.signalbox.model_catalog_url=\"http://127.0.0.1:7717/v1/models\"",
            "-c",    "model_providers.signalbox.env_key=\"SIGNALBOX_CODEX_KEY\"",
            "-c",    "model_providers.signalbox.wire_api=\"responses\"",
            "-c",    "model_providers.signalbox.request_max_retries=1",
            "-c",    "model_providers.signalbox.stream_max_retries=2",
            "-c",    "model=\"coder\"",
            "exec",  "-m",
            "other", "hello"};
        QCOMPARE(planned->arguments, expected);
        QCOMPARE(planned->program, std::string("/usr/bin/codex"));
        QCOMPARE(planned->secretVariable, std::string("SIGNALBOX_CODEX_KEY"));
        QCOMPARE(planned->secret.reveal(), std::string_view("sk-sbx-1"));
        QVERIFY(planned->variables.empty());
        QVERIFY(planned->notes.empty());
    }

    void theKeyIsInNoArgument()
    {
        const auto planned = planCodex(launch());
        QVERIFY(planned);
        for (const std::string &argument : planned->arguments)
            QVERIFY(argument.find("sk-sbx-1") == std::string::npos);
        QVERIFY(toShellText(*planned).find("sk-sbx-1") == std::string::npos);
    }

    void withoutAModelTheUsersOwnStands()
    {
        CodexLaunch without = launch();
        without.model.clear();
        const auto planned = planCodex(std::move(without));
        QVERIFY(planned);
        QVERIFY(std::ranges::none_of(planned->arguments,
                                     [](const std::string &it) { return it.starts_with("model="); }));
    }

    void modelNamesAreQuotedAsToml()
    {
        CodexLaunch odd = launch();
        odd.model = "a\"b\\c\n";
        const auto planned = planCodex(std::move(odd));
        QVERIFY(planned);
        QCOMPARE(planned->arguments.back(), std::string("model=\"a\\\"b\\\\c\\u000a\""));
    }

    void gatewayAddresses_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("valid");
        QTest::newRow("loopback") << QByteArray("http://127.0.0.1:7717") << true;
        QTest::newRow("a slash at the end") << QByteArray("http://127.0.0.1:7717/") << true;
        QTest::newRow("IPv6") << QByteArray("http://[::1]:7717") << true;
        QTest::newRow("no scheme: rejected") << QByteArray("127.0.0.1:7717") << false;
        QTest::newRow("a path: rejected") << QByteArray("http://127.0.0.1:7717/v1") << false;
        QTest::newRow("empty: rejected") << QByteArray() << false;
        QTest::newRow("no host: rejected") << QByteArray("http://:7717") << false;
    }
    void gatewayAddresses()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, valid);
        CodexLaunch at = launch();
        at.gatewayUrl = url.toStdString();
        const auto planned = planCodex(std::move(at));
        QCOMPARE(planned.has_value(), valid);
        if (!valid)
            QVERIFY(planned.error().code == ErrorCode::InvalidInput);
    }

    void goesRoundProxies_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("noProxy");
        QTest::addColumn<QByteArray>("expected"); // empty: nothing is set
        QTest::newRow("no proxy: nothing to do") << QByteArray("PATH") << QByteArray() << QByteArray();
        QTest::newRow("HTTP_PROXY") << QByteArray("HTTP_PROXY") << QByteArray() << QByteArray("127.0.0.1");
        QTest::newRow("all_proxy") << QByteArray("all_proxy") << QByteArray() << QByteArray("127.0.0.1");
        QTest::newRow("what is there stays") << QByteArray("https_proxy") << QByteArray("intern.example")
                                             << QByteArray("intern.example,127.0.0.1");
    }
    void goesRoundProxies()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, noProxy);
        QFETCH(QByteArray, expected);
        Environment environment{{name.toStdString(), "http://proxy.example:3128"}};
        if (!noProxy.isEmpty())
            environment["no_proxy"] = noProxy.toStdString();
        const auto planned = planCodex(launch({}, environment));
        QVERIFY(planned);
        QCOMPARE(planned->variables.size(), std::size_t(expected.isEmpty() ? 0 : 2));
        for (const auto &[variable, value] : planned->variables) {
            QVERIFY(variable == "NO_PROXY" || variable == "no_proxy");
            QCOMPARE(QByteArray::fromStdString(value), expected);
        }
    }

    void waysRoundTheGatewayAreRefused_data()
    {
        QTest::addColumn<QList<QByteArray>>("arguments");
        QTest::addColumn<bool>("refused");
        const auto row = [](const char *name, QList<QByteArray> arguments, bool refused) {
            QTest::newRow(name) << arguments << refused;
        };
        row("nothing", {}, false);
        row("--oss", {"exec", "--oss", "hi"}, true);
        row("--local-provider=ollama", {"--local-provider=ollama"}, true);
        row("-c model_provider", {"-c", "model_provider=openai"}, true);
        row("-c model_provider with spaces", {"-c", "model_provider = \"openai\""}, true);
        row("-cmodel_provider", {"-cmodel_provider=openai"}, true);
        row("--config=model_provider", {"--config=model_provider=openai"}, true);
        row("another base_url", {"-c", "model_providers.signalbox.base_url=\"http://x\""}, true);
        row("more tries are the user's affair", {"-c", "model_providers.signalbox.stream_max_retries=5"},
            false);
        row("another setting", {"-c", "model_provider_x=1"}, false);
        row("-c without a value", {"exec", "-c"}, false);
        row("words of a prompt", {"exec", "--", "--oss"}, false);
    }
    void waysRoundTheGatewayAreRefused()
    {
        QFETCH(QList<QByteArray>, arguments);
        QFETCH(bool, refused);
        QCOMPARE(!planCodex(launch(words(arguments))).has_value(), refused);
    }

    void tellsWhatResumingCannotDo()
    {
        QCOMPARE(planCodex(launch({"exec", "resume", "--last"}))->notes.size(), std::size_t(1));
        QVERIFY(planCodex(launch({"exec", "hello"}))->notes.empty());
    }

    void quotesForAShell_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("quoted");
        QTest::newRow("plain") << QByteArray("/usr/bin/codex") << QByteArray("/usr/bin/codex");
        QTest::newRow("empty") << QByteArray() << QByteArray("''");
        QTest::newRow("space and dollar") << QByteArray("a $b") << QByteArray("'a $b'");
        QTest::newRow("a quote") << QByteArray("it's") << QByteArray("'it'\\''s'");
        QTest::newRow("a tilde at the front") << QByteArray("~x") << QByteArray("'~x'");
        QTest::newRow("a line end") << QByteArray("a\nb") << QByteArray("'a\nb'");
    }
    void quotesForAShell()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, quoted);
        QCOMPARE(QByteArray::fromStdString(shellQuoted(text.toStdString())), quoted);
    }

    void aShellReadsWhatIsPrinted()
    {
        // printenv-like program: says its key, its NO_PROXY and each argument on a line.
        QTemporaryDir folder;
        QFile script(folder.filePath(QStringLiteral("co dex")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nprintf '%s\\n' \"$SIGNALBOX_CODEX_KEY\" \"$NO_PROXY\" \"$@\"\n");
        script.close();
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        CodexLaunch odd = launch({"exec", "it's $HOME `x`"}, {{"HTTP_PROXY", "http://p"}});
        odd.program = script.fileName().toStdString();
        const auto planned = planCodex(std::move(odd));
        QVERIFY(planned);

        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"),
                    {QStringLiteral("-c"), QString::fromStdString(toShellText(*planned))});
        QVERIFY(shell.waitForFinished());
        std::string expected = "YOUR-SIGNALBOX-KEY\n127.0.0.1\n";
        for (const std::string &argument : planned->arguments)
            expected += argument + "\n";
        QCOMPARE(shell.readAllStandardOutput().toStdString(), expected);
    }

    void findsPrograms()
    {
        QTemporaryDir folder;
        const QDir root(folder.path());
        QVERIFY(root.mkpath(QStringLiteral("a/codex")) && root.mkpath(QStringLiteral("b")) &&
                root.mkpath(QStringLiteral("c")));
        const auto make = [&root](const QString &name, bool executable) {
            QFile file(root.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.setPermissions(executable ? QFile::ReadOwner | QFile::ExeOwner : QFile::ReadOwner);
        };
        make(QStringLiteral("b/codex"), false);
        make(QStringLiteral("c/codex"), true);
        const std::string base = folder.path().toStdString();
        // A folder of that name and a file that cannot be run are passed over.
        const auto found =
            findProgram("codex", base + "/none::" + base + "/a:" + base + "/b:" + base + "/c/");
        QVERIFY(found);
        QCOMPARE(*found, base + "/c/codex");
        QCOMPARE(findProgram(base + "/c/codex", "").value_or(""), base + "/c/codex");
        QVERIFY(findProgram("codex", base + "/a").error().code == ErrorCode::NotFound);
        QVERIFY(findProgram("codex", "").error().code == ErrorCode::NotFound);
        QVERIFY(findProgram("", base).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TestCodexLauncher)
#include "tst_codex_launcher.moc"
