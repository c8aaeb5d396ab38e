// What a window asks of secrets, answered by the gateway in this process over a real gnome-keyring.
#include "app/composition.h"
#include "support/session_gateway.h"

#include <QElapsedTimer>

#include <optional>

using namespace signalbox;
using namespace signalbox::test;
using control::KeychainState;
using control::SecretPlace;
using control::SecretState;

namespace {

constexpr const char *kReference = "keychain:test/a";

Secret secret(const char *text)
{
    return Secret(std::string(text));
}

template<class T>
Result<T> answerOf(QFuture<Result<T>> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 90'000) || future.resultCount() == 0)
        return fail(ErrorCode::Internal, "no answer");
    return future.takeResult();
}

template<class T>
QByteArray codeOf(const Result<T> &result)
{
    return result ? QByteArray("ok") : QByteArray::fromStdString(std::string(toString(result.error().code)));
}

} // namespace

class TestSecretsDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!KeyringSession::canRun())
            QSKIP("gnome-keyring-daemon or dbus-daemon is not installed");
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        // One session for all: a program has one bus for good. Its keyring comes and goes.
        m_session = std::make_unique<KeyringSession>();
        for (const char *name : {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME"})
            qputenv(name, m_session->environment().value(QString::fromUtf8(name)).toUtf8());
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY"})
            qunsetenv(name);
    }
    void cleanupTestCase() { m_session.reset(); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        start();
    }
    void cleanup()
    {
        m_session->signalKeyring(SIGCONT);
        stop();
        m_session->stopKeyring();
    }

    void withoutAKeychainASecretIsKeptForTheSession()
    {
        QTRY_COMPARE(int(view().keychain), int(KeychainState::Unavailable));
        QVERIFY(!view().keychainMessage.empty());
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("sk-planted"), SecretPlace::Keychain))),
                 QByteArray("unavailable"));
        QCOMPARE(int(status().state), int(SecretState::Locked));
        QVERIFY(!status().forThisSession);
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("sk-planted"), SecretPlace::Session))),
                 QByteArray("ok"));
        QCOMPARE(int(status().state), int(SecretState::Ready));
        QVERIFY(status().forThisSession);
        QCOMPARE(shown(), QByteArray("sk-planted"));
        QCOMPARE(filesWith(m_folder->path(), "sk-planted"), QStringList());
        QCOMPARE(codeOf(answerOf(desk().remove(kReference))), QByteArray("ok"));
        QTRY_COMPARE(int(status().state), int(SecretState::Locked));
        QVERIFY(!status().forThisSession);
    }

    void aSecretIsStoredShownAndDeleted()
    {
        startKeyring("ci");
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("one"), SecretPlace::Keychain))),
                 QByteArray("ok"));
        QTRY_COMPARE(int(status().state), int(SecretState::Ready));
        QVERIFY(!status().forThisSession);
        QCOMPARE(shown(), QByteArray("one"));
        QTRY_COMPARE(int(view().keychain), int(KeychainState::Ready));
        QVERIFY(view().keychainMessage.empty());
        QCOMPARE(codeOf(answerOf(desk().remove(kReference))), QByteArray("ok"));
        QTRY_COMPARE(int(status().state), int(SecretState::Missing));
        QCOMPARE(codeOf(answerOf(desk().remove(kReference))), QByteArray("not_found"));
    }

    void theSessionsSecretGivesWayToTheKeychains()
    {
        startKeyring("ci");
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("for now"), SecretPlace::Session))),
                 QByteArray("ok"));
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("for good"), SecretPlace::Keychain))),
                 QByteArray("ok"));
        QTRY_COMPARE(shown(), QByteArray("for good"));
        QVERIFY(!status().forThisSession);
    }

    void tryingAgainFindsAnUnlockedKeychain()
    {
        startKeyring("ci");
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("kept"), SecretPlace::Keychain))),
                 QByteArray("ok"));
        m_session->stopKeyring();
        startKeyring({});
        restart();
        QTRY_COMPARE(int(status().state), int(SecretState::Locked));
        QCOMPARE(codeOf(answerOf(desk().retry())), QByteArray("unavailable"));
        QCOMPARE(int(view().keychain), int(KeychainState::Locked));
        m_session->stopKeyring();
        startKeyring("ci");
        QCOMPARE(codeOf(answerOf(desk().retry())), QByteArray("ok"));
        QTRY_COMPARE(shown(), QByteArray("kept"));
        QCOMPARE(int(view().keychain), int(KeychainState::Ready));
    }

    void whileTheKeychainHangsTheSessionHelps()
    {
        startKeyring("ci");
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("kept"), SecretPlace::Keychain))),
                 QByteArray("ok"));
        m_session->signalKeyring(SIGSTOP);
        restart();
        QTRY_COMPARE_WITH_TIMEOUT(int(view().keychain), int(KeychainState::Waiting), 10'000);
        QCOMPARE(codeOf(answerOf(desk().set(kReference, secret("for now"), SecretPlace::Session))),
                 QByteArray("ok"));
        QCOMPARE(shown(), QByteArray("for now"));
        m_session->signalKeyring(SIGCONT);
        QTRY_COMPARE_WITH_TIMEOUT(int(view().keychain), int(KeychainState::Ready), 30'000);
        QCOMPARE(shown(), QByteArray("for now")); // the late answer was to an older question
    }

    void theEndWaitsForNoKeychain()
    {
        startKeyring("ci");
        m_session->signalKeyring(SIGSTOP);
        const auto pending = desk().set(kReference, secret("x"), SecretPlace::Keychain);
        QElapsedTimer time;
        time.start();
        stop();
        QVERIFY2(time.elapsed() < 5'000, qPrintable(QString::number(time.elapsed())));
        QVERIFY(pending.isFinished());
        QCOMPARE(pending.resultCount(), 0);
    }

    void whatIsNotItsOwnIsRefused_data()
    {
        QTest::addColumn<QByteArray>("reference");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("of the environment") << QByteArray("env:A") << QByteArray("x");
        QTest::newRow("no reference") << QByteArray("sk-planted") << QByteArray("x");
        QTest::newRow("nothing") << QByteArray(kReference) << QByteArray();
        QTest::newRow("too long") << QByteArray(kReference) << QByteArray(70'000, 'x');
    }
    void whatIsNotItsOwnIsRefused()
    {
        QFETCH(QByteArray, reference);
        QFETCH(QByteArray, text);
        const auto refused =
            answerOf(desk().set(reference.toStdString(), Secret(text.toStdString()), SecretPlace::Session));
        QCOMPARE(codeOf(refused), QByteArray("invalid_input"));
        QVERIFY(refused.error().message.find("planted") == std::string::npos);
    }

private:
    void startKeyring(const QByteArray &password) { m_session->startKeyring(password); }

    void start()
    {
        QFile file(m_folder->filePath(QStringLiteral("config.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"version":1,"server":{"listen":["127.0.0.1:0"],"drain_seconds":0},)"
                   R"("providers":[{"id":"sim","kind":"simulated"}],)"
                   R"("virtual_keys":[{"id":"a","secret":"keychain:test/a"}]})");
        file.close();
        app::Paths paths;
        paths.configFile = file.fileName().toStdString();
        paths.dataDir = m_folder->filePath(QStringLiteral("data")).toStdString();
        paths.stateDir = m_folder->filePath(QStringLiteral("state")).toStdString();
        auto created =
            app::Composition::create({.paths = paths, .listen = {}, .notice = [](const std::string &) {}});
        QVERIFY2(created, created ? "" : created.error().message.c_str());
        m_composition = std::move(*created);
        bool serves = false;
        m_composition->start(
            [&](const Result<std::vector<std::string>> &addresses) { serves = bool(addresses); });
        QTRY_VERIFY(serves);
    }
    void stop()
    {
        if (!m_composition)
            return;
        bool done = false;
        m_composition->shutdown([&] { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, 20'000);
        m_composition.reset();
    }
    void restart()
    {
        stop();
        start();
    }

    control::Secrets &desk() { return m_composition->secrets(); }
    control::SecretsView view() { return answerOf(desk().view()).value_or(control::SecretsView{}); }
    control::SecretStatus status()
    {
        for (control::SecretStatus &each : view().references) {
            if (each.reference == kReference)
                return each;
        }
        return {};
    }
    QByteArray shown()
    {
        const auto text = answerOf(desk().reveal(kReference));
        return text ? QByteArray::fromStdString(std::string(text->reveal())) : codeOf(text);
    }

    std::unique_ptr<KeyringSession> m_session;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Composition> m_composition;
};

QTEST_GUILESS_MAIN(TestSecretsDesk)
#include "tst_secrets_desk.moc"
