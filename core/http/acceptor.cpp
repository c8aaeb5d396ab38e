#include "http/acceptor.h"

#include <QSocketNotifier>
#include <QtGlobal>

#ifdef Q_OS_UNIX
#    include <fcntl.h>
#    include <sys/resource.h>
#    include <sys/socket.h>
#    include <unistd.h>
#endif

#include <algorithm>
#include <cerrno>
#include <utility>

namespace signalbox::http {

namespace {

constexpr int kBacklog = 1024;

#ifdef Q_OS_UNIX
/// Other connections have their turn after so many new ones.
constexpr int kAtOnce = 64;
/// Descriptors kept free of clients, or a quarter of all where there are few.
constexpr rlim_t kReserved = 64;

/// The system gives the lowest free descriptor, so its number tells how many are taken.
bool isReserved(int descriptor)
{
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
           static_cast<rlim_t>(descriptor) >= limit.rlim_cur - std::min(kReserved, limit.rlim_cur / 4);
}

int acceptOne(int listener)
{
#    ifdef Q_OS_LINUX
    return ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
#    else
    return ::accept(listener, nullptr, nullptr); // the transport sets the flags
#    endif
}
#endif

} // namespace

Acceptor::Acceptor(std::function<void(qintptr)> accepted, std::function<void()> paused)
    : m_accepted(std::move(accepted)), m_paused(std::move(paused))
{
    setListenBacklogSize(kBacklog);
}

Acceptor::~Acceptor() = default;

bool Acceptor::start(const QHostAddress &host, quint16 port)
{
    if (!listen(host, port))
        return false;
#ifdef Q_OS_UNIX
    pauseAccepting();
    m_ready = new QSocketNotifier(socketDescriptor(), QSocketNotifier::Read, this);
    connect(m_ready, &QSocketNotifier::activated, this, &Acceptor::acceptAll);
#else
    connect(this, &QTcpServer::acceptError, this, [this] { pause(); });
#endif
    return true;
}

void Acceptor::pause()
{
    m_isPaused = true;
    if (m_ready)
        m_ready->setEnabled(false);
    m_paused();
}

void Acceptor::resume()
{
    if (!m_isPaused || !hasRoom())
        return;
    m_isPaused = false;
    if (m_ready)
        m_ready->setEnabled(true);
    else
        resumeAccepting();
}

#ifdef Q_OS_UNIX

bool Acceptor::hasRoom() const
{
    const int next = ::fcntl(static_cast<int>(socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    if (next < 0)
        return false;
    ::close(next);
    return !isReserved(next);
}

void Acceptor::acceptAll()
{
    for (int i = 0; i < kAtOnce; ++i) {
        const int descriptor = acceptOne(static_cast<int>(socketDescriptor()));
        if (descriptor >= 0) {
            m_accepted(descriptor);
            if (!isReserved(descriptor))
                continue;
            pause();
            return;
        }
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            pause(); // none left, of ours or of the system's
        return;
    }
}

#else

bool Acceptor::hasRoom() const
{
    return true;
}

void Acceptor::acceptAll()
{
}

#endif

} // namespace signalbox::http
