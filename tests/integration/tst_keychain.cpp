// The program over a real gnome-keyring, each test in a session of its own: each state is told within its
// time, and nothing is lost.
#include "support/session_gateway.h"
#include "support/turns.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// A virtual key in the keychain is what a client's answer depends on.
void nameVirtualKey(const KeyringSession &session)
{
    writeConfiguration(session, R"(],"virtual_keys":[{"id":"a","secret":"keychain:test/a"}])");
}

struct Listed
{
    QString keychain;
    QString reference; ///< the state of keychain:test/a
    QString message;
    qint64 milliseconds = 0;
};

Listed list(const KeyringSession &session)
{
    QElapsedTimer time;
    time.start();
    const auto ran =
        session.run({QStringLiteral("secrets"), QStringLiteral("list"), QStringLiteral("--json")});
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    Listed listed{.keychain = json[QLatin1String("keychain")][QLatin1String("state")].toString(),
                  .message = json[QLatin1String("keychain")][QLatin1String("message")].toString(),
                  .milliseconds = time.elapsed()};
    for (const auto &each : json[QLatin1String("secrets")].toArray()) {
        if (each[QLatin1String("reference")].toString() == QLatin1String("keychain:test/a"))
            listed.reference = each[QLatin1String("state")].toString();
    }
    return listed;
}

} // namespace

class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!KeyringSession::canRun())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not installed");
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    }

    void storesReadsAndDeletes()
    {
        KeyringSession session;
        session.startKeyring("ci");
        nameVirtualKey(session);
        QCOMPARE(list(session).reference, QStringLiteral("missing"));
        const QByteArray key = newKey();
        const auto stored = setSecret(session, key);
        QCOMPARE(stored.code, 0);
        QCOMPARE(stored.err, QByteArray());
        const Listed listed = list(session);
        QCOMPARE(listed.keychain, QStringLiteral("ready"));
        QCOMPARE(listed.reference, QStringLiteral("ready"));
        {
            SessionGateway gateway(session);
            QTRY_COMPARE(gateway.ask(key), 200);
            QCOMPARE(gateway.ask(newKey()), 401);
            const QByteArray limits =
                readAll(QStringLiteral("/proc/%1/limits").arg(gateway.process.processId()));
            QVERIFY(QRegularExpression(QStringLiteral("Max core file size +[01] "))
                        .match(QString::fromUtf8(limits))
                        .hasMatch());
            // What the command line changes, a running gateway learns.
            const QByteArray other = newKey();
            QCOMPARE(setSecret(session, other).code, 0);
            QTRY_COMPARE(gateway.ask(other), 200);
            QCOMPARE(gateway.ask(key), 401);
        }
        const auto deleted = session.run(
            {QStringLiteral("secrets"), QStringLiteral("delete"), QStringLiteral("keychain:test/a")});
        QCOMPARE(deleted.code, 0);
        QVERIFY(deleted.err.contains("still names"));
        QCOMPARE(list(session).reference, QStringLiteral("missing"));
        QCOMPARE(
            session
                .run({QStringLiteral("secrets"), QStringLiteral("delete"), QStringLiteral("keychain:test/a")})
                .code,
            1);
    }

    void providersAreAskedWithKeysOfTheKeyring()
    {
        KeyringSession session;
        session.startKeyring("ci");
        writeConfiguration(session, ",{\"id\":\"lab\",\"kind\":\"openai-compatible\",\"base_url\":"
                                    "\"http://127.0.0.1:1/v1\",\"keys\":[{\"id\":\"main\",\"secret\":"
                                    "\"keychain:test/a\"}]}]");
        const auto listed = [&] {
            return session.run({QStringLiteral("providers"), QStringLiteral("list")}).out;
        };
        QVERIFY2(listed().contains("main (no secret)"), listed().constData());
        QCOMPARE(setSecret(session, newKey()).code, 0);
        QVERIFY2(listed().contains("main (ok)"), listed().constData());
    }

    void aLockedKeyringIsNoMissingKey_data()
    {
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("locked") << QByteArray();
        QTest::newRow("wrong password") << QByteArray("guessed");
    }
    void aLockedKeyringIsNoMissingKey()
    {
        QFETCH(QByteArray, password);
        KeyringSession session;
        session.startKeyring("ci");
        nameVirtualKey(session);
        const QByteArray key = newKey();
        QCOMPARE(setSecret(session, key).code, 0);
        session.stopKeyring();
        session.startKeyring(password);
        const Listed listed = list(session);
        QCOMPARE(listed.keychain, QStringLiteral("locked"));
        QCOMPARE(listed.reference, QStringLiteral("locked"));
        QVERIFY(listed.message.contains(QLatin1String("unlock")));
        QVERIFY2(listed.milliseconds < 15'000, qPrintable(QString::number(listed.milliseconds)));
        const auto refused = setSecret(session, newKey());
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("locked"), refused.err.constData());
        SessionGateway gateway(session);
        QTRY_COMPARE(gateway.ask(key), 503);
        QCOMPARE(session.run({QStringLiteral("doctor")}).code, 1);
        // Unlocked at last: the gateway sees it by itself, the old one is there, and nothing of the new.
        session.stopKeyring();
        session.startKeyring("ci");
        QTRY_COMPARE_WITH_TIMEOUT(gateway.ask(key), 200, 20'000);
    }

    void withoutAServiceNothingIsKept_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("keyring");
        QTest::newRow("no service") << QByteArray("A") << QByteArray("B") << false;
        QTest::newRow("no bus") << QByteArray("DBUS_SESSION_BUS_ADDRESS")
                                << QByteArray("unix:path=/nonexistent") << false;
        QTest::newRow("no GLib loop") << QByteArray("QT_NO_GLIB") << QByteArray("1") << true;
    }
    void withoutAServiceNothingIsKept()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, value);
        QFETCH(bool, keyring);
        KeyringSession session;
        if (keyring)
            session.startKeyring("ci");
        nameVirtualKey(session);
        session.environment().insert(QString::fromUtf8(variable), QString::fromUtf8(value));
        const QByteArray key = newKey();
        const auto refused = setSecret(session, key);
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("env: or file:"), refused.err.constData());
        const Listed listed = list(session);
        QCOMPARE(listed.keychain, QStringLiteral("unavailable"));
        QCOMPARE(listed.reference, QStringLiteral("locked"));
        QVERIFY2(listed.milliseconds < 15'000, qPrintable(QString::number(listed.milliseconds)));
        QCOMPARE(filesWith(session.path(""), key), QStringList());
    }

    void whatIsKnownOutlivesTheService()
    {
        KeyringSession session;
        session.startKeyring("ci");
        nameVirtualKey(session);
        const QByteArray key = newKey();
        QCOMPARE(setSecret(session, key).code, 0);
        SessionGateway gateway(session);
        QTRY_COMPARE(gateway.ask(key), 200);
        session.stopKeyring();
        QCOMPARE(gateway.ask(key), 200);
        QCOMPARE(list(session).keychain, QStringLiteral("unavailable"));
        QCOMPARE(setSecret(session, newKey()).code, 1);
        QCOMPARE(gateway.ask(key), 200);
        session.startKeyring("ci"); // the same gateway finds the new service
        const QByteArray other = newKey();
        QCOMPARE(setSecret(session, other).code, 0);
        QTRY_COMPARE(gateway.ask(other), 200);
    }

    void aServiceThatHangsHoldsNothingUp()
    {
        KeyringSession session;
        session.startKeyring("ci");
        nameVirtualKey(session);
        const QByteArray key = newKey();
        QCOMPARE(setSecret(session, key).code, 0);
        session.signalKeyring(SIGSTOP);
        {
            SessionGateway hurried(session);
            QVERIFY(hurried.port != 0);
            QCOMPARE(hurried.ask(key), 503);
            const qint64 took = hurried.stop();
            QVERIFY2(took < 5'000, qPrintable(QString::number(took)));
            QCOMPARE(hurried.process.exitCode(), 0);
        }
        const Listed listed = list(session);
        QCOMPARE(listed.keychain, QStringLiteral("waiting"));
        QCOMPARE(listed.reference, QStringLiteral("locked"));
        QVERIFY2(listed.milliseconds < 25'000, qPrintable(QString::number(listed.milliseconds)));
        SessionGateway gateway(session);
        QCOMPARE(gateway.ask(key), 503);
        session.signalKeyring(SIGCONT);
        QTRY_COMPARE_WITH_TIMEOUT(gateway.ask(key), 200, 30'000); // the late answer counts
    }

    void theFirstKeyMovesToTheKeychain_data()
    {
        QTest::addColumn<bool>("keyring");
        QTest::addColumn<bool>("taken");
        QTest::newRow("into the keychain") << true << false;
        QTest::newRow("no keychain: a hash") << false << false;
        QTest::newRow("the name is another's: a hash") << true << true;
    }
    void theFirstKeyMovesToTheKeychain()
    {
        QFETCH(bool, keyring);
        QFETCH(bool, taken);
        KeyringSession session;
        if (keyring)
            session.startKeyring("ci");
        if (taken)
            QCOMPARE(setSecret(session, "sk-of-another", QStringLiteral("keychain:signalbox/default")).code,
                     0);
        SessionGateway gateway(session);
        const auto match =
            QRegularExpression(QStringLiteral("sk-sbx-\\S+")).match(QString::fromUtf8(gateway.said));
        QVERIFY2(match.hasMatch(), gateway.said.constData());
        const QByteArray key = match.captured().toUtf8();
        QCOMPARE(gateway.ask(key), 200);
        const QString file = session.path(".config/signalbox/config.json");
        if (keyring && !taken) {
            QTRY_VERIFY(readAll(file).contains("\"secret\": \"keychain:signalbox/default\""));
            QVERIFY(!readAll(file).contains("sha256"));
        } else {
            letPass(std::chrono::seconds(2));
            QVERIFY(readAll(file).contains("sha256"));
            QVERIFY(!readAll(file).contains("keychain:"));
        }
        QCOMPARE(gateway.ask(key), 200);
        QCOMPARE(filesWith(session.path(""), key), QStringList());
        gateway.stop();
        SessionGateway again(session);
        QTRY_COMPARE(again.ask(key), 200);
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
