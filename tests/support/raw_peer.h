#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox::test {

/// One end of a TCP connection in a test: sends what it is told, keeps what it gets.
class RawSocket final
{
public:
    explicit RawSocket(QTcpSocket *socket) : m_socket(socket)
    {
        QObject::connect(m_socket.get(), &QTcpSocket::readyRead, m_socket.get(), [this] {
            if (!m_isDeaf)
                received += m_socket->readAll();
        });
        QObject::connect(m_socket.get(), &QTcpSocket::disconnected, m_socket.get(), [this] {
            if (m_socket->isOpen())
                received += m_socket->readAll();
            isClosed = true;
        });
        QObject::connect(m_socket.get(), &QTcpSocket::errorOccurred, m_socket.get(),
                         [this](QAbstractSocket::SocketError error) { lastError = error; });
    }

    ~RawSocket() { m_socket->disconnect(); }
    RawSocket(const RawSocket &) = delete;
    RawSocket &operator=(const RawSocket &) = delete;

    static std::unique_ptr<RawSocket> connectTo(quint16 port,
                                                const QHostAddress &host = QHostAddress::LocalHost)
    {
        auto socket = std::make_unique<RawSocket>(new QTcpSocket);
        socket->m_socket->connectToHost(host, port);
        return socket;
    }

    void send(const QByteArray &bytes)
    {
        m_socket->write(bytes);
        if (isConnected()) // else Qt sends it once it is
            m_socket->flush();
    }
    /// Reads nothing until told otherwise; with the small buffer TCP soon stops the other side.
    void setDeaf(bool deaf)
    {
        m_isDeaf = deaf;
        m_socket->setReadBufferSize(deaf ? 1024 : 0);
        if (!deaf)
            received += m_socket->readAll();
    }
    void close() { m_socket->disconnectFromHost(); }
    void reset() { m_socket->abort(); }
    void endSending() { ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR); }
    [[nodiscard]] bool isConnected() const { return m_socket->state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] qint64 unsent() const { return m_socket->bytesToWrite(); }
    [[nodiscard]] QTcpSocket &socket() { return *m_socket; }

    QByteArray received;
    bool isClosed = false;
    QAbstractSocket::SocketError lastError = QAbstractSocket::UnknownSocketError;

private:
    std::unique_ptr<QTcpSocket> m_socket;
    bool m_isDeaf = false;
};

/// How a connection ended, which Qt does not tell: it takes a reset for an orderly end.
enum class PlainEnd { NotYet, Orderly, Reset };

/// A client on a bare descriptor.
class PlainClient final
{
public:
    explicit PlainClient(quint16 port) : m_descriptor(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        isConnected =
            ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~PlainClient()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    PlainClient(const PlainClient &) = delete;
    PlainClient &operator=(const PlainClient &) = delete;

    void send(const QByteArray &bytes)
    {
        (void)::send(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
    }

    /// Breaks the connection as a client that dies does.
    void reset()
    {
        const linger immediately{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &immediately, sizeof immediately);
        ::close(std::exchange(m_descriptor, -1));
    }

    /// Our end: nothing more is sent, answers still come.
    void endSending() { ::shutdown(m_descriptor, SHUT_WR); }

    /// Takes what there is; to be asked again while NotYet.
    PlainEnd takeAll()
    {
        char bytes[4096];
        while (m_end == PlainEnd::NotYet) {
            const ssize_t count = ::recv(m_descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
            if (count > 0)
                received.append(bytes, qsizetype(count));
            else if (count == 0)
                m_end = PlainEnd::Orderly;
            else if (errno == EAGAIN || errno == EWOULDBLOCK)
                break;
            else
                m_end = PlainEnd::Reset; // told once by the system
        }
        return m_end;
    }

    QByteArray received;
    bool isConnected = false;

private:
    int m_descriptor;
    PlainEnd m_end = PlainEnd::NotYet;
};

/// A provider that a test plays by hand: accepts on a free port of the loopback.
class RawServer final
{
public:
    RawServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                socket->setParent(nullptr);
                sockets.push_back(std::make_unique<RawSocket>(socket));
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    void stop() { m_server.close(); }

    std::vector<std::unique_ptr<RawSocket>> sockets;

private:
    QTcpServer m_server;
};

} // namespace signalbox::test
