#include "net/descriptor_connection.h"

#include <QHostAddress>
#include <QSocketNotifier>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <utility>

namespace signalbox::net {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0; // SO_NOSIGPIPE instead
#endif

constexpr std::size_t kPiecesAtOnce = 8;

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

// A notifier may be sending its signal while we are destroyed from within it: it is let go, not deleted.
void retire(QSocketNotifier *&notifier)
{
    if (!notifier)
        return;
    notifier->setEnabled(false);
    notifier->disconnect();
    std::exchange(notifier, nullptr)->deleteLater();
}

} // namespace

DescriptorConnection::DescriptorConnection(int descriptor)
{
    take(descriptor);
}

void DescriptorConnection::take(int descriptor)
{
    m_descriptor = descriptor;
    prepareDescriptor(descriptor);
    m_readNotifier = new QSocketNotifier(descriptor, QSocketNotifier::Read);
    QObject::connect(m_readNotifier, &QSocketNotifier::activated, m_readNotifier, [this] { tell(Readable); });
    updateReadNotifier();
    if (!m_unsent.isEmpty())
        watchWriting();
    else if (m_isFinishing)
        ::shutdown(descriptor, SHUT_WR);
}

void DescriptorConnection::watchWriting()
{
    if (!m_writeNotifier) {
        m_writeNotifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Write);
        QObject::connect(m_writeNotifier, &QSocketNotifier::activated, m_writeNotifier,
                         [this] { sendUnsent(); });
    }
    m_writeNotifier->setEnabled(true);
}

DescriptorConnection::~DescriptorConnection()
{
    close();
}

void DescriptorConnection::close()
{
    m_isClosed = true;
    retire(m_readNotifier);
    retire(m_writeNotifier);
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

Connection::ReadStatus DescriptorConnection::read(ByteBuffer &into, std::size_t most)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isClosed)
        return ReadStatus::Failed;
    if (m_hasEnded)
        return ReadStatus::End;
    if (m_descriptor < 0)
        return ReadStatus::Nothing;
    const std::span<char> room = into.prepare(most);
    ssize_t count = -1;
    do {
        count = ::recv(m_descriptor, room.data(), most, 0);
    } while (count < 0 && errno == EINTR);
    if (count > 0) {
        into.commit(static_cast<std::size_t>(count));
        return ReadStatus::Data;
    }
    if (count == 0) {
        m_hasEnded = true;
        updateReadNotifier(); // else it would fire for ever
        return ReadStatus::End;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return ReadStatus::Nothing;
    failFromErrno(errno);
    return ReadStatus::Failed;
}

std::size_t DescriptorConnection::sendNow(std::span<const std::string_view> pieces)
{
    std::array<iovec, kPiecesAtOnce> vectors{};
    const std::size_t count = std::min(pieces.size(), vectors.size());
    for (std::size_t i = 0; i < count; ++i)
        vectors[i] = {const_cast<char *>(pieces[i].data()), pieces[i].size()};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(m_descriptor, &message, kSendFlags);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0)
        return static_cast<std::size_t>(sent);
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        failFromErrno(errno);
    return 0;
}

void DescriptorConnection::write(std::span<const std::string_view> pieces)
{
    const CallGuard guard(*this);
    if (hasFailed() || m_isClosed || m_isFinishing)
        return;
    std::size_t taken = m_descriptor >= 0 && m_unsent.isEmpty() ? sendNow(pieces) : 0;
    if (hasFailed())
        return;
    for (const std::string_view piece : pieces) {
        const std::size_t gone = std::min(taken, piece.size());
        taken -= gone;
        m_unsent.append(piece.substr(gone));
    }
    if (m_unsent.isEmpty())
        return;
    noteUnsent(m_unsent.size());
    if (m_descriptor >= 0)
        watchWriting();
}

void DescriptorConnection::sendUnsent()
{
    bool isSentWhole = false;
    {
        const CallGuard guard(*this);
        const std::string_view unsent = m_unsent.view();
        m_unsent.consume(sendNow(std::span(&unsent, 1)));
        if (hasFailed())
            return;
        isSentWhole = m_unsent.isEmpty();
        if (isSentWhole) {
            m_writeNotifier->setEnabled(false);
            m_unsent.shrink(0);
            if (m_isFinishing)
                ::shutdown(m_descriptor, SHUT_WR);
        }
    }
    noteUnsent(m_unsent.size()); // last: it may end in our destruction
}

void DescriptorConnection::setReadPaused(bool paused)
{
    m_isPaused = paused;
    updateReadNotifier();
}

void DescriptorConnection::updateReadNotifier()
{
    if (m_readNotifier)
        m_readNotifier->setEnabled(!m_isPaused && !m_hasEnded);
}

void DescriptorConnection::finishWriting()
{
    if (std::exchange(m_isFinishing, true) || m_descriptor < 0)
        return;
    if (m_unsent.isEmpty())
        ::shutdown(m_descriptor, SHUT_WR);
}

void DescriptorConnection::abort()
{
    if (m_descriptor >= 0) {
        const linger reset{1,
                           0}; // the peer has to see a reset: an orderly end would look like a whole answer
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    close();
    m_unsent.clear();
    dropNotices();
}

std::string DescriptorConnection::peerAddress() const
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (m_descriptor < 0 || ::getpeername(m_descriptor, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return {};
    const QHostAddress host(reinterpret_cast<const sockaddr *>(&address));
    const bool isVersion6 = address.ss_family == AF_INET6;
    const std::uint16_t port = ntohs(isVersion6 ? reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port
                                                : reinterpret_cast<const sockaddr_in *>(&address)->sin_port);
    const std::string text = host.toString().toStdString();
    return (isVersion6 ? '[' + text + ']' : text) + ':' + std::to_string(port);
}

void DescriptorConnection::failFromErrno(int error)
{
    // What cannot be sent any more must not keep the notifiers busy until the owner hears of it.
    if (m_readNotifier)
        m_readNotifier->setEnabled(false);
    if (m_writeNotifier)
        m_writeNotifier->setEnabled(false);
    m_unsent.clear();
    failWith(ErrorCode::Network, error == ECONNRESET || error == EPIPE
                                     ? "the connection was reset by the other side"
                                     : "the connection failed");
}

} // namespace signalbox::net
