#include "socket.h"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace signalbox::soak {

namespace {

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

} // namespace

Socket::Socket(Socket &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_tls(std::exchange(other.m_tls, nullptr)),
      m_buffer(std::move(other.m_buffer))
{
}

Socket &Socket::operator=(Socket &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_tls = std::exchange(other.m_tls, nullptr);
        m_buffer = std::move(other.m_buffer);
    }
    return *this;
}

Socket::~Socket()
{
    close();
}

void Socket::close()
{
    if (m_tls)
        SSL_free(std::exchange(m_tls, nullptr));
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
    m_buffer.clear();
}

void Socket::reset()
{
    if (m_descriptor < 0)
        return;
    const linger immediately{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &immediately, sizeof immediately);
    close();
}

std::optional<Socket> Socket::connectTo(std::uint16_t port)
{
    Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port);
    if (!socket.isOpen() ||
        ::connect(socket.m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::nullopt;
    const int on = 1;
    ::setsockopt(socket.m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

bool Socket::startTls(SSL_CTX *context)
{
    m_tls = SSL_new(context);
    return m_tls && SSL_set_fd(m_tls, m_descriptor) == 1 && SSL_accept(m_tls) == 1;
}

bool Socket::sendAll(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = m_tls ? SSL_write(m_tls, bytes.data(), static_cast<int>(bytes.size()))
                                   : ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Socket::fill(Deadline deadline)
{
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd waiting{m_descriptor, POLLIN, 0};
        const bool isHere = m_tls && SSL_pending(m_tls) > 0;
        const int ready =
            isHere ? 1 : ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        std::array<char, 16 * 1024> piece;
        const ssize_t got = m_tls ? SSL_read(m_tls, piece.data(), static_cast<int>(piece.size()))
                                  : ::recv(m_descriptor, piece.data(), piece.size(), 0);
        if (got < 0 && errno == EINTR && !m_tls)
            continue;
        if (got <= 0)
            return false;
        m_buffer.append(piece.data(), static_cast<std::size_t>(got));
        return true;
    }
}

std::optional<std::string> Socket::readLine(Deadline deadline)
{
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = m_buffer.find('\n', searched);
        if (end != std::string::npos) {
            std::string line = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 1);
            if (line.ends_with('\r'))
                line.pop_back();
            return line;
        }
        searched = m_buffer.size();
        if (!fill(deadline))
            return std::nullopt;
    }
}

std::optional<std::string> Socket::readExactly(std::size_t count, Deadline deadline)
{
    while (m_buffer.size() < count) {
        if (!fill(deadline))
            return std::nullopt;
    }
    std::string bytes = m_buffer.substr(0, count);
    m_buffer.erase(0, count);
    return bytes;
}

Listener listenOnLoopback()
{
    Listener listener{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), 0};
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (listener.descriptor < 0 ||
        ::bind(listener.descriptor, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::listen(listener.descriptor, 1024) != 0 ||
        ::getsockname(listener.descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return {};
    listener.port = ntohs(address.sin_port);
    return listener;
}

} // namespace signalbox::soak
