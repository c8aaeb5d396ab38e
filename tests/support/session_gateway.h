#pragma once

#include "governance/virtual_key.h"
#include "support/keyring_session.h"
#include "support/raw_peer.h"

#include <QDirIterator>

namespace signalbox::test {

/// `signalbox serve` within the session.
class SessionGateway final
{
public:
    explicit SessionGateway(KeyringSession &session)
    {
        process.setProcessEnvironment(session.environment());
        process.setProcessChannelMode(QProcess::MergedChannels);
        QObject::connect(&process, &QProcess::readyRead, &process, [this] { said += process.readAll(); });
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"),
                      {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
        (void)QTest::qWaitFor([this] { return said.contains("listening on http://127.0.0.1:"); }, 30'000);
        const qsizetype at = said.indexOf("listening on http://127.0.0.1:") + 30;
        port = said.mid(at, said.indexOf('\n', at) - at).trimmed().toUShort();
    }
    /// Milliseconds it took.
    qint64 stop()
    {
        QElapsedTimer time;
        time.start();
        process.terminate();
        process.waitForFinished(30'000);
        return time.elapsed();
    }
    ~SessionGateway() { stop(); }
    SessionGateway(const SessionGateway &) = delete;
    SessionGateway &operator=(const SessionGateway &) = delete;

    /// The status of an answer to this key.
    [[nodiscard]] int ask(const QByteArray &key) const
    {
        const auto socket = RawSocket::connectTo(port);
        socket->send(
            "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " +
            key + "\r\n\r\n");
        (void)QTest::qWaitFor([&] { return socket->received.contains("\r\n\r\n"); }, 20'000);
        return socket->received.mid(9, 3).toInt();
    }

    QProcess process;
    QByteArray said;
    quint16 port = 0;
};

inline QByteArray newKey()
{
    return QByteArray::fromStdString(governance::generateKey());
}

inline void writeConfiguration(const KeyringSession &session, const QByteArray &more)
{
    QDir().mkpath(session.path(".config/signalbox"));
    QFile file(session.path(".config/signalbox/config.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"version":1,"server":{"listen":["127.0.0.1:0"],"drain_seconds":0},"proxy":"none",)"
               R"("providers":[{"id":"sim","kind":"simulated"})" +
               more + "}");
}

inline QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Files below `folder` that hold `text`.
inline QStringList filesWith(const QString &folder, const QByteArray &text)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        if (readAll(files.next()).contains(text))
            found += files.filePath();
    }
    return found;
}

/// `signalbox secrets set`.
inline KeyringSession::Ran setSecret(const KeyringSession &session, const QByteArray &secret,
                                     const QString &reference = QStringLiteral("keychain:test/a"))
{
    return session.run({QStringLiteral("secrets"), QStringLiteral("set"), reference}, secret + '\n');
}

} // namespace signalbox::test
