#pragma once

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <unistd.h>

namespace signalbox::test {

/// A session of its own: a home folder, a bus that starts nobody, and a real gnome-keyring when asked. No
/// display, so a locked keyring has nobody to ask. Main thread.
class KeyringSession final
{
public:
    struct Ran
    {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };

    [[nodiscard]] static bool canRun()
    {
        return !QStandardPaths::findExecutable(QStringLiteral("gnome-keyring-daemon")).isEmpty() &&
               !QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty();
    }

    KeyringSession()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const char *name :
             {"DISPLAY", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
              "XDG_CACHE_HOME", "GNOME_KEYRING_CONTROL", "QT_QPA_PLATFORM"})
            m_environment.remove(QString::fromLatin1(name));
        QDir(m_home.path()).mkdir(QStringLiteral("run"));
        QFile::setPermissions(path("run"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_environment.insert(QStringLiteral("HOME"), m_home.path());
        m_environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), path("run"));
        QFile configuration(path("bus.conf"));
        if (!configuration.open(QIODevice::WriteOnly))
            return;
        configuration.write("<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
                            "<auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" "
                            "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy>"
                            "</busconfig>");
        configuration.close();
        m_bus.start(QStringLiteral("dbus-daemon"),
                    {QStringLiteral("--config-file=") + configuration.fileName(), QStringLiteral("--nofork"),
                     QStringLiteral("--print-address")});
        (void)QTest::qWaitFor([this] { return m_bus.canReadLine(); }, 10'000);
        m_address = QString::fromUtf8(m_bus.readLine()).trimmed();
        m_environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_address);
        m_connection = QStringLiteral("test-%1").arg(++s_sessions);
        QDBusConnection::connectToBus(m_address, m_connection);
    }
    ~KeyringSession()
    {
        stopKeyring();
        QDBusConnection::disconnectFromBus(m_connection);
        m_bus.kill();
        m_bus.waitForFinished(10'000);
    }
    KeyringSession(const KeyringSession &) = delete;
    KeyringSession &operator=(const KeyringSession &) = delete;

    /// The keyring of this session's home; made with the password where there is none. Without a password it
    /// stays locked.
    void startKeyring(const QByteArray &password)
    {
        QStringList words{QStringLiteral("--foreground"), QStringLiteral("--components=secrets")};
        if (!password.isEmpty())
            words << QStringLiteral("--unlock");
        m_keyring.setProcessEnvironment(m_environment);
        m_keyring.setStandardOutputFile(QProcess::nullDevice());
        m_keyring.setStandardErrorFile(QProcess::nullDevice());
        // Of a process group that loses its parent the system wakes up who was stopped; a session has none.
        m_keyring.setChildProcessModifier([] { ::setsid(); });
        m_keyring.start(QStringLiteral("gnome-keyring-daemon"), words);
        QVERIFY(m_keyring.waitForStarted());
        m_keyring.write(password);
        m_keyring.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(QDBusConnection(m_connection)
                                     .interface()
                                     ->isServiceRegistered(QStringLiteral("org.freedesktop.secrets")),
                                 20'000);
    }
    /// As a crash does.
    void stopKeyring()
    {
        if (m_keyring.state() == QProcess::NotRunning)
            return;
        m_keyring.kill();
        m_keyring.waitForFinished(10'000);
        (void)QTest::qWaitFor(
            [this] {
                return !QDBusConnection(m_connection)
                            .interface()
                            ->isServiceRegistered(QStringLiteral("org.freedesktop.secrets"));
            },
            10'000);
    }
    void signalKeyring(int signal) { ::kill(static_cast<pid_t>(m_keyring.processId()), signal); }

    [[nodiscard]] Ran run(const QStringList &words, const QByteArray &input = {}) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"), words);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(90'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    [[nodiscard]] QString path(const char *name) const { return m_home.filePath(QString::fromUtf8(name)); }
    [[nodiscard]] QProcessEnvironment &environment() { return m_environment; }
    [[nodiscard]] const QProcessEnvironment &environment() const { return m_environment; }

private:
    static inline int s_sessions = 0;

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QProcess m_bus;
    QProcess m_keyring;
    QString m_address;
    QString m_connection;
};

} // namespace signalbox::test
