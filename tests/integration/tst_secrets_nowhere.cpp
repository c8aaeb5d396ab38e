// Keys that are planted in a real gnome-keyring, and looked for everywhere else.
#include "support/session_gateway.h"

#include <cstdlib>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// Whose command line or environment holds `text`. Linux.
QStringList processesWith(const QByteArray &text)
{
    QStringList found;
    const QStringList all = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
    for (const QString &pid : all) {
        for (const char *what : {"cmdline", "environ"}) {
            if (readAll(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(what))).contains(text))
                found += pid + QLatin1Char('/') + QLatin1String(what);
        }
    }
    return found;
}

} // namespace

class TestSecretsNowhere : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!KeyringSession::canRun())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not installed");
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    }

    void aKeyIsFoundNowhere()
    {
        KeyringSession session;
        session.startKeyring("ci");
        const QByteArray key = "sk-planted-" + newKey().mid(7);
        const QByteArray client = newKey();
        // A provider that cannot be reached, so that errors and logs are written as well.
        writeConfiguration(session, R"(,{"id":"p","kind":"openai-compatible","wire":"openai-chat",)"
                                    R"("base_url":"http://127.0.0.1:1/v1","models":[{"id":"m"}],)"
                                    R"("keys":[{"id":"main","secret":"keychain:test/a"}]}],)"
                                    R"("virtual_keys":[{"id":"a","secret":"keychain:test/client"}])");
        QByteArray said;
        const auto keep = [&said](const KeyringSession::Ran &ran) {
            said += ran.out + ran.err;
            return ran.code;
        };
        QCOMPARE(keep(setSecret(session, key)), 0);
        QCOMPARE(keep(setSecret(session, client, QStringLiteral("keychain:test/client"))), 0);
        SessionGateway gateway(session);
        QTRY_COMPARE(gateway.ask(client), 200);
        const auto socket = RawSocket::connectTo(gateway.port);
        const QByteArray body = R"({"model":"p/m","messages":[{"role":"user","content":"hello"}]})";
        socket->send(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
            "Bearer " +
            client + "\r\nContent-Type: application/json\r\nContent-Length: " +
            QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QTRY_VERIFY_WITH_TIMEOUT(socket->isClosed, 30'000);
        QVERIFY2(socket->received.contains("x-signalbox-error: upstream_failed"),
                 socket->received.constData());
        said += socket->received;
        for (const char *command : {"requests --json", "usage --json", "doctor", "secrets list",
                                    "secrets list --json", "keys list", "check"})
            keep(session.run(QString::fromUtf8(command).split(QLatin1Char(' '))));
        for (const QByteArray &secret : {key, client}) {
            QCOMPARE(processesWith(secret), QStringList());
            QVERIFY(!said.contains(secret));
        }
        gateway.stop();
        said += gateway.said;
        for (const QByteArray &secret : {key, client}) {
            QVERIFY(!said.contains(secret));
            QCOMPARE(filesWith(session.path(""), secret), QStringList());
        }
        QVERIFY(!filesWith(session.path(""), "test/client").isEmpty()); // the search finds what is there
        QVERIFY(!processesWith("SIGNALBOX_PROGRAM").isEmpty());
        QVERIFY2(said.contains("ok    keychain"), said.constData());
    }

    void whatIsTypedIsNotEchoed_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<int>("code");
        QTest::newRow("a secret") << QByteArray("sk-planted\n") << 0;
        QTest::newRow("Ctrl-C") << QByteArray("sk-pla\x03") << 1;
    }
    void whatIsTypedIsNotEchoed()
    {
        QFETCH(QByteArray, typed);
        QFETCH(int, code);
        KeyringSession session;
        session.startKeyring("ci");
        const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
        const int line = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(line >= 0);
        QProcess process;
        process.setProcessEnvironment(session.environment());
        process.setChildProcessModifier([line] { dup2(line, STDIN_FILENO); });
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"),
                      {QStringLiteral("secrets"), QStringLiteral("set"), QStringLiteral("keychain:test/a")});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("(not shown): "), 20'000);
        QCOMPARE(write(terminal, typed.constData(), static_cast<size_t>(typed.size())),
                 ssize_t(typed.size()));
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitCode(), code);
        char echoed[256];
        const ssize_t got = read(terminal, echoed, sizeof echoed);
        QVERIFY(!QByteArray(echoed, got > 0 ? got : 0).contains("sk-"));
        termios after{};
        QVERIFY(tcgetattr(line, &after) == 0 && (after.c_lflag & ECHO) != 0 && (after.c_lflag & ISIG) != 0);
        close(line);
        close(terminal);
    }

    void anAgentGetsNoneOfTheGatewaysKeys()
    {
        KeyringSession session;
        writeConfiguration(
            session, R"(,{"id":"p","kind":"openai","keys":[{"id":"main","secret":"env:PLANTED_KEY"}]}],)"
                     R"("models":[{"name":"demo","targets":[{"provider":"sim","model":"fast"}]}])");
        session.environment().insert(QStringLiteral("PLANTED_KEY"), QStringLiteral("sk-planted"));
        session.environment().insert(QStringLiteral("HARMLESS"), QStringLiteral("stays"));
        QFile agent(session.path("codex"));
        QVERIFY(agent.open(QIODevice::WriteOnly));
        agent.write("#!/bin/sh\nenv\n");
        agent.close();
        QVERIFY(agent.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        session.environment().insert(QStringLiteral("PATH"),
                                     session.path("") + QLatin1Char(':') + qEnvironmentVariable("PATH"));
        const auto ran = session.run({QStringLiteral("codex")});
        QVERIFY2(ran.out.contains("HARMLESS=stays"), ran.err.constData());
        QVERIFY(!ran.out.contains("sk-planted"));
        QVERIFY(!ran.out.contains("PLANTED_KEY"));
    }

    void aSecretIsNoArgument()
    {
        KeyringSession session;
        const auto ran = session.run({QStringLiteral("secrets"), QStringLiteral("set"),
                                      QStringLiteral("keychain:test/a"), QStringLiteral("sk-planted")});
        QCOMPARE(ran.code, 2);
        QVERIFY(!ran.err.contains("sk-planted"));
        QCOMPARE(session.run({QStringLiteral("secrets"), QStringLiteral("set"), QStringLiteral("env:A")}, "x")
                     .code,
                 2);
        QCOMPARE(
            session.run({QStringLiteral("secrets"), QStringLiteral("set"), QStringLiteral("keychain:a")}, "")
                .code,
            2);
        QCOMPARE(session.run({QStringLiteral("secrets")}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestSecretsNowhere)
#include "tst_secrets_nowhere.moc"
