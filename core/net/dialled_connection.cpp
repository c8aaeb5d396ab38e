#include "net/dialled_connection.h"

#include "net/proxy.h"
#include "net/socket_errors.h"

#include <QNetworkProxy>
#include <QTcpSocket>

#include <fcntl.h>

#include <utility>

namespace signalbox::net {

DialledConnection::DialledConnection(const Endpoint &endpoint)
{
    const CallGuard guard(*this);
    std::string host = endpoint.host;
    std::uint16_t port = endpoint.port;
    if (!endpoint.proxy.empty()) {
        auto proxy = parseProxyUrl(endpoint.proxy);
        if (!proxy) {
            failWith(proxy.error().code, std::move(proxy.error().message));
            return;
        }
        host = proxy->host;
        port = proxy->port;
    }
    m_dialler = new QTcpSocket;
    m_dialler->setProxy(QNetworkProxy::NoProxy); // the choice is the endpoint's, never the application's
    QObject::connect(m_dialler, &QTcpSocket::connected, m_dialler, [this] { onConnected(); });
    QObject::connect(m_dialler, &QTcpSocket::errorOccurred, m_dialler,
                     [this](QAbstractSocket::SocketError error) {
                         failWith(ErrorCode::Network, describeSocketError(error));
                     });
    m_dialler->connectToHost(QString::fromStdString(host), port);
}

DialledConnection::~DialledConnection()
{
    hangUp();
}

void DialledConnection::onConnected()
{
    const int descriptor = ::fcntl(static_cast<int>(m_dialler->socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    hangUp(); // closes its copy alone
    if (descriptor < 0) {
        failWith(ErrorCode::Io, "no descriptor is left for another connection");
        return;
    }
    take(descriptor);
    tell(Connected);
}

void DialledConnection::hangUp()
{
    QTcpSocket *const dialler = std::exchange(m_dialler, nullptr);
    if (!dialler)
        return;
    dialler->disconnect(); // we may be inside one of its signals
    dialler->abort();
    dialler->deleteLater();
}

void DialledConnection::abort()
{
    hangUp();
    DescriptorConnection::abort();
}

} // namespace signalbox::net
