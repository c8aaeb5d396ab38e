#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QPointer>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>

namespace signalbox::test {

/// What a provider does instead of answering truthfully.
struct Lie
{
    enum class When {
        Asked,     ///< once the request has come whole
        HeadSeen,  ///< before the request's body is in
        Connected, ///< without being asked
    };
    enum class Then { Stay, Close, Reset };

    QByteArray bytes;          ///< said first
    QByteArray again{};        ///< said after them, over and over
    qint64 upTo = 0;           ///< bytes of `again` at most: every loop here has an end
    int pauseMilliseconds = 0; ///< between two of `again`; 0: as fast as it is taken
    When when = When::Asked;
    Then then = Then::Close;
};

/// A provider on a free port of the loopback that tells `lie` on every connection; where the lie is kept
/// alive, on every request. Counts what it could get rid of. Main thread.
class LyingProvider final
{
public:
    LyingProvider() { use(&m_plain); }
    explicit LyingProvider(const QSslConfiguration &tls)
    {
        m_tls.setSslConfiguration(tls);
        use(&m_tls);
    }

    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    /// Connections that stand from the last one are broken.
    void setLie(const Lie &lie)
    {
        m_lie = lie;
        for (const QPointer<QTcpSocket> &socket : std::exchange(m_sockets, {})) {
            if (socket)
                socket->abort();
        }
        connections = requests = 0;
        taken = 0;
    }

    int connections = 0;
    int requests = 0;
    qint64 taken = 0; ///< bytes of `again` that the gateway's side has taken
    QByteArray lastRequest;

private:
    struct Talk
    {
        QByteArray received;
        qint64 said = 0;
    };

    void use(QTcpServer *server)
    {
        m_server = server;
        QObject::connect(server, &QTcpServer::pendingConnectionAvailable, server, [this] {
            while (QTcpSocket *socket = m_server->nextPendingConnection())
                accept(socket);
        });
        server->listen(QHostAddress::LocalHost);
    }

    void accept(QTcpSocket *socket)
    {
        ++connections;
        m_sockets.append(socket);
        const auto talk = std::make_shared<Talk>();
        const Lie lie = m_lie;
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, talk, lie] {
            talk->received += socket->readAll();
            if (lie.when != Lie::When::Connected && isDue(*talk, lie))
                tell(socket, talk, lie);
        });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (lie.when == Lie::When::Connected)
            tell(socket, talk, lie);
        else if (socket->bytesAvailable() > 0)
            Q_EMIT socket->readyRead();
    }

    /// Whether the request has come as far as the lie waits for; what was used of it is forgotten.
    bool isDue(Talk &talk, const Lie &lie)
    {
        const qsizetype head = talk.received.indexOf("\r\n\r\n");
        if (head < 0)
            return false;
        const qsizetype at = talk.received.toLower().indexOf("content-length: ");
        const qsizetype length =
            at < 0 || at > head
                ? 0
                : talk.received.mid(at + 16, talk.received.indexOf('\r', at) - at - 16).toLongLong();
        if (lie.when == Lie::When::Asked && talk.received.size() < head + 4 + length)
            return false;
        lastRequest = talk.received;
        talk.received.clear();
        ++requests;
        return true;
    }

    void tell(QTcpSocket *socket, const std::shared_ptr<Talk> &talk, const Lie &lie)
    {
        socket->write(lie.bytes);
        if (lie.again.isEmpty()) {
            end(socket, lie);
        } else if (lie.pauseMilliseconds > 0) {
            auto *timer = new QTimer(socket);
            QObject::connect(timer, &QTimer::timeout, socket, [this, socket, talk, lie, timer] {
                if (talk->said >= lie.upTo) {
                    timer->stop();
                    end(socket, lie);
                    return;
                }
                talk->said += lie.again.size();
                taken += lie.again.size();
                socket->write(lie.again);
                socket->flush();
            });
            timer->start(lie.pauseMilliseconds);
        } else {
            QObject::connect(socket, &QTcpSocket::bytesWritten, socket,
                             [this, socket, talk, lie] { pump(socket, *talk, lie); });
            pump(socket, *talk, lie);
        }
    }

    void pump(QTcpSocket *socket, Talk &talk, const Lie &lie)
    {
        constexpr qint64 kAhead = 1024 * 1024;
        while (talk.said < lie.upTo && socket->bytesToWrite() < kAhead) {
            talk.said += lie.again.size();
            socket->write(lie.again);
            if (talk.said >= lie.upTo)
                end(socket, lie);
        }
        taken = std::max(taken, talk.said - socket->bytesToWrite());
    }

    static void end(QTcpSocket *socket, const Lie &lie)
    {
        socket->flush();
        if (lie.then == Lie::Then::Close)
            socket->disconnectFromHost();
        else if (lie.then == Lie::Then::Reset)
            socket->abort();
    }

    QTcpServer m_plain;
    QSslServer m_tls;
    QTcpServer *m_server = nullptr;
    Lie m_lie;
    QList<QPointer<QTcpSocket>> m_sockets;
};

} // namespace signalbox::test
