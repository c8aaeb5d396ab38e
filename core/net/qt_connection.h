#pragma once

#include "net/noticing_connection.h"
#include "net/proxy_tunnel.h"

#include <QAbstractSocket>

#include <string>

class QSslConfiguration;
class QSslSocket;
class QTcpSocket;

namespace signalbox::net {

/// A connection on Qt's sockets: name look-up, TCP, a CONNECT through a proxy, TLS. Lives on the thread that
/// made it; owned by whoever uses it. An end from the peer is an end of both directions here: Qt closes the
/// socket.
class QtConnection final : public NoticingConnection
{
public:
    QtConnection(const Endpoint &endpoint, const QSslConfiguration &tls);
    /// Over a connected socket, which it takes.
    explicit QtConnection(QTcpSocket *socket);
    ~QtConnection() override;

    using Connection::write;
    ReadStatus read(ByteBuffer &into, std::size_t most) override;
    void write(std::span<const std::string_view> pieces) override;
    [[nodiscard]] std::size_t unsentBytes() const override;
    void setReadPaused(bool paused) override;
    void finishWriting() override;
    void abort() override;
    [[nodiscard]] std::string peerAddress() const override;

private:
    /// Each step begins when the one before it has succeeded.
    enum class Step { Tcp, ProxyAnswer, Tls, Open, Ended };

    [[nodiscard]] bool isReadable() const override;
    void watch();
    void onTcpConnected();
    void onReadyRead();
    void onSocketError(QAbstractSocket::SocketError error);
    void onEnded();
    void onBytesWritten();
    void askProxy();
    void readProxyAnswer();
    void startTls();
    void open();
    void refuse(std::string message);
    void closeOurEnd();

    Endpoint m_endpoint;
    QTcpSocket *m_socket = nullptr;
    QSslSocket *m_tlsSocket = nullptr; ///< the same, where it speaks TLS
    TunnelAnswer m_proxyAnswer;
    std::string m_proxyAuthorization;
    ByteBuffer m_early; ///< written before the connection stood
    Step m_step = Step::Tcp;
    bool m_isPaused = false;
    bool m_isFinishing = false;
    bool m_hasToldEnd = false;
};

} // namespace signalbox::net
