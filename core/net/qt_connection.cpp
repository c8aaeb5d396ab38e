#include "net/qt_connection.h"

#include "net/socket_errors.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>
#include <QTcpSocket>
#include <QtGlobal>

#ifdef Q_OS_WIN
#    include <winsock2.h>
#else
#    include <sys/socket.h>
#endif

#include <algorithm>
#include <utility>

namespace signalbox::net {

namespace {

/// What Qt takes from the system beyond what was read: with more it stops, and TCP slows the peer down.
constexpr qint64 kReadBufferBytes = 64 * 1024;

std::string describeTlsErrors(const QList<QSslError> &errors)
{
    std::string text = "the certificate could not be verified";
    if (!errors.isEmpty())
        text +=
            ": " + QSslError(errors.first().error()).errorString().toStdString(); // without its certificate
    return text;
}

std::string bracketed(const std::string &host)
{
    return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

} // namespace

QtConnection::QtConnection(const Endpoint &endpoint, const QSslConfiguration &tls) : m_endpoint(endpoint)
{
    if (endpoint.tls) {
        m_tlsSocket = new QSslSocket;
        m_tlsSocket->setSslConfiguration(tls);
        m_socket = m_tlsSocket;
    } else {
        m_socket = new QTcpSocket;
    }
    watch();
    const CallGuard guard(*this);
    auto hop = firstHop(endpoint);
    if (!hop) {
        m_step = Step::Ended;
        failWith(hop.error().code, std::move(hop.error().message));
        return;
    }
    m_proxyAuthorization = std::move(hop->authorization);
    m_socket->connectToHost(QString::fromStdString(hop->host), hop->port);
}

QtConnection::QtConnection(QTcpSocket *socket) : m_socket(socket), m_step(Step::Open)
{
    watch();
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

QtConnection::~QtConnection()
{
    // We may be inside one of its signals, and Qt 6.4's TLS goes on with what an abort there would have
    // freed. Its own destructor aborts.
    m_socket->disconnect();
    m_socket->deleteLater();
}

void QtConnection::watch()
{
    m_socket->setProxy(QNetworkProxy::NoProxy); // the choice is the endpoint's, never the application's
    m_socket->setReadBufferSize(kReadBufferBytes);
    QObject::connect(m_socket, &QTcpSocket::connected, m_socket, [this] { onTcpConnected(); });
    QObject::connect(m_socket, &QTcpSocket::readyRead, m_socket, [this] { onReadyRead(); });
    QObject::connect(m_socket, &QTcpSocket::bytesWritten, m_socket, [this] { onBytesWritten(); });
    QObject::connect(m_socket, &QTcpSocket::disconnected, m_socket, [this] { onEnded(); });
    QObject::connect(m_socket, &QTcpSocket::errorOccurred, m_socket,
                     [this](QAbstractSocket::SocketError error) { onSocketError(error); });
    if (!m_tlsSocket)
        return;
    QObject::connect(m_tlsSocket, &QSslSocket::encrypted, m_socket, [this] { open(); });
    QObject::connect(m_tlsSocket, &QSslSocket::encryptedBytesWritten, m_socket, [this] { onBytesWritten(); });
    QObject::connect(m_tlsSocket, &QSslSocket::sslErrors, m_socket,
                     [this](const QList<QSslError> &errors) { refuse(describeTlsErrors(errors)); });
}

void QtConnection::onTcpConnected()
{
    if (m_step != Step::Tcp)
        return;
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    if (m_tlsSocket && !m_endpoint.proxy.empty())
        askProxy();
    else if (m_tlsSocket)
        startTls();
    else
        open();
}

void QtConnection::askProxy()
{
    m_step = Step::ProxyAnswer;
    const std::string request = tunnelRequest(m_endpoint, m_proxyAuthorization);
    m_socket->write(request.data(), qint64(request.size()));
}

void QtConnection::readProxyAnswer()
{
    switch (m_proxyAnswer.add(m_socket->readAll().toStdString())) {
    case TunnelAnswer::Status::NeedMore:
        return;
    case TunnelAnswer::Status::Open:
        startTls();
        return;
    case TunnelAnswer::Status::Refused:
        refuse(m_proxyAnswer.refusal());
        return;
    }
}

void QtConnection::startTls()
{
    m_step = Step::Tls;
    m_tlsSocket->setPeerVerifyName(QString::fromStdString(m_endpoint.host));
    m_tlsSocket->startClientEncryption();
}

void QtConnection::open()
{
    m_step = Step::Open;
    if (!m_early.isEmpty()) {
        m_socket->write(m_early.data(), qint64(m_early.size()));
        m_early.clear();
        m_early.shrink(0);
    }
    tell(Connected);
}

void QtConnection::refuse(std::string message)
{
    m_step = Step::Ended;
    failWith(ErrorCode::Network, std::move(message));
}

void QtConnection::onReadyRead()
{
    if (m_step == Step::ProxyAnswer)
        readProxyAnswer();
    else if (m_step == Step::Open && !m_isPaused)
        tell(Readable);
}

void QtConnection::onSocketError(QAbstractSocket::SocketError error)
{
    if (m_step == Step::Ended)
        return;
    if (m_step == Step::Open && error == QAbstractSocket::RemoteHostClosedError)
        return; // an orderly end, told by `disconnected`
    if (m_step == Step::Open && error == QAbstractSocket::TemporaryError)
        return;
    refuse(m_step == Step::ProxyAnswer ? "the proxy: " + describeSocketError(error)
                                       : describeSocketError(error));
}

void QtConnection::onEnded()
{
    if (m_step == Step::Open) {
        m_step = Step::Ended;
        if (!m_isPaused)
            tell(Readable);
    } else if (m_step != Step::Ended) {
        refuse(describeSocketError(QAbstractSocket::RemoteHostClosedError));
    }
}

bool QtConnection::isReadable() const
{
    if (m_isPaused || hasFailed() || (m_step != Step::Open && m_step != Step::Ended))
        return false;
    return m_socket->bytesAvailable() > 0 || (m_step == Step::Ended && !m_hasToldEnd);
}

Connection::ReadStatus QtConnection::read(ByteBuffer &into, std::size_t most)
{
    const CallGuard guard(*this);
    if (hasFailed())
        return ReadStatus::Failed;
    if (m_step != Step::Open && m_step != Step::Ended)
        return ReadStatus::Nothing;
    const std::size_t available = static_cast<std::size_t>(std::max<qint64>(m_socket->bytesAvailable(), 0));
    if (const std::size_t wanted = std::min(most, available); wanted > 0) {
        const qint64 count = m_socket->read(into.prepare(wanted).data(), qint64(wanted));
        if (count > 0) {
            into.commit(static_cast<std::size_t>(count));
            return ReadStatus::Data;
        }
    }
    if (hasFailed())
        return ReadStatus::Failed;
    if (m_step != Step::Ended)
        return ReadStatus::Nothing;
    m_hasToldEnd = true;
    return ReadStatus::End;
}

void QtConnection::write(std::span<const std::string_view> pieces)
{
    const CallGuard guard(*this);
    if (m_step == Step::Ended || hasFailed() || m_isFinishing)
        return;
    if (m_step != Step::Open) {
        for (const std::string_view piece : pieces)
            m_early.append(piece);
        noteUnsent(m_early.size());
        return;
    }
    for (const std::string_view piece : pieces)
        m_socket->write(piece.data(), qint64(piece.size()));
    m_socket->flush(); // now, in one piece: not by a wake-up of the loop
    noteUnsent(unsentBytes());
}

std::size_t QtConnection::unsentBytes() const
{
    if (m_step == Step::Ended)
        return 0;
    const qint64 encrypted = m_tlsSocket ? m_tlsSocket->encryptedBytesToWrite() : 0;
    return m_early.size() + static_cast<std::size_t>(m_socket->bytesToWrite() + encrypted);
}

void QtConnection::onBytesWritten()
{
    if (m_step != Step::Open)
        return;
    const std::size_t unsent = unsentBytes();
    if (unsent == 0 && m_isFinishing)
        closeOurEnd();
    noteUnsent(unsent); // last: it may end in our destruction
}

void QtConnection::setReadPaused(bool paused)
{
    m_isPaused = paused;
    if (isReadable())
        tellLater(Readable);
}

void QtConnection::finishWriting()
{
    const CallGuard guard(*this);
    if (std::exchange(m_isFinishing, true) || m_step != Step::Open)
        return;
    if (unsentBytes() == 0)
        closeOurEnd();
}

void QtConnection::closeOurEnd()
{
    // Qt has no half-close; TLS has none worth having.
    if (m_tlsSocket)
        m_socket->disconnectFromHost();
#ifdef Q_OS_WIN
    else
        ::shutdown(static_cast<SOCKET>(m_socket->socketDescriptor()), SD_SEND);
#else
    else
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
#endif
}

void QtConnection::abort()
{
    m_step = Step::Ended;
    m_hasToldEnd = true;
    m_early.clear();
    m_socket->disconnect();
    QMetaObject::invokeMethod(
        m_socket, [socket = m_socket] { socket->abort(); }, Qt::QueuedConnection); // see above
    dropNotices();
}

std::string QtConnection::peerAddress() const
{
    const QHostAddress address = m_socket->peerAddress();
    if (address.isNull())
        return {};
    return bracketed(address.toString().toStdString()) + ':' + std::to_string(m_socket->peerPort());
}

} // namespace signalbox::net
