#include "net/socket_errors.h"

namespace signalbox::net {

std::string describeSocketError(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return "the connection was refused";
    case QAbstractSocket::RemoteHostClosedError:
        return "the connection was closed by the other side";
    case QAbstractSocket::HostNotFoundError:
        return "the host name could not be found";
    case QAbstractSocket::SocketTimeoutError:
        return "no connection could be made in time";
    case QAbstractSocket::NetworkError:
        return "the network cannot reach it, or the connection was reset";
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return "TLS could not be agreed on";
    default:
        return "the connection failed";
    }
}

} // namespace signalbox::net
