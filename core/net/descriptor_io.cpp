#include "net/descriptor_io.h"

#include <QHostAddress>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

namespace signalbox::net {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0; // SO_NOSIGPIPE instead
#endif

constexpr std::size_t kPiecesAtOnce = 8;

bool isForNow(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

void prepareDescriptor(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
    ::setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

void resetOnClose(int descriptor)
{
    const linger reset{1, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

Moved sendPieces(int descriptor, std::span<const std::string_view> pieces)
{
    std::array<iovec, kPiecesAtOnce> vectors; // set as far as it is used
    const std::size_t count = std::min(pieces.size(), vectors.size());
    for (std::size_t i = 0; i < count; ++i)
        vectors[i] = {const_cast<char *>(pieces[i].data()), pieces[i].size()};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(descriptor, &message, kSendFlags);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return {.bytes = static_cast<std::size_t>(sent)};
    return {.error = isForNow(errno) ? 0 : errno};
}

Moved receive(int descriptor, std::span<char> room)
{
    ssize_t count = -1;
    do {
        count = ::recv(descriptor, room.data(), room.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count >= 0)
        return {.bytes = static_cast<std::size_t>(count), .isEnd = count == 0};
    return {.error = isForNow(errno) ? 0 : errno};
}

Error describeBrokenConnection(int error)
{
    const bool isReset = error == ECONNRESET || error == EPIPE;
    return {ErrorCode::Network,
            isReset ? "the connection was reset by the other side" : "the connection failed",
            {}};
}

Error describeFailedConnect(int error)
{
    switch (error) {
    case EMFILE:
    case ENFILE:
        return {ErrorCode::Io, "no descriptor is left for another connection", {}};
    case ENOSPC:
        return {ErrorCode::Io, "the system watches no more descriptors", {}};
    case ECONNREFUSED:
        return {ErrorCode::Network, "the connection was refused", {}};
    case ETIMEDOUT:
        return {ErrorCode::Network, "no connection could be made in time", {}};
    case ENETUNREACH:
    case EHOSTUNREACH:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return {ErrorCode::Network, "the network cannot reach it", {}};
    case EACCES:
    case EPERM:
        return {ErrorCode::Network, "the system or a firewall forbids the connection", {}};
    default:
        return describeBrokenConnection(error);
    }
}

std::string peerAddressOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (descriptor < 0 || ::getpeername(descriptor, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return {};
    const QHostAddress host(reinterpret_cast<const sockaddr *>(&address));
    const bool isVersion6 = address.ss_family == AF_INET6;
    const std::uint16_t port = ntohs(isVersion6 ? reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port
                                                : reinterpret_cast<const sockaddr_in *>(&address)->sin_port);
    const std::string text = host.toString().toStdString();
    return (isVersion6 ? '[' + text + ']' : text) + ':' + std::to_string(port);
}

} // namespace signalbox::net
