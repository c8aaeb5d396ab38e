#include "net/dialler.h"

#include "net/descriptor_io.h"

#include <QHostInfo>

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace signalbox::net {

namespace {

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t length = 0;
};

SocketAddress toSocketAddress(const QHostAddress &address, std::uint16_t port)
{
    SocketAddress result;
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        auto *const out = reinterpret_cast<sockaddr_in6 *>(&result.storage);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        const QByteArray scope = address.scopeId().toLatin1();
        out->sin6_family = AF_INET6;
        out->sin6_port = htons(port);
        std::memcpy(&out->sin6_addr, &bytes, sizeof bytes);
        out->sin6_scope_id = scope.toUInt() != 0 ? scope.toUInt() : ::if_nametoindex(scope.constData());
        result.length = sizeof(sockaddr_in6);
    } else {
        auto *const out = reinterpret_cast<sockaddr_in *>(&result.storage);
        out->sin_family = AF_INET;
        out->sin_port = htons(port);
        out->sin_addr.s_addr = htonl(address.toIPv4Address());
        result.length = sizeof(sockaddr_in);
    }
    return result;
}

} // namespace

/// One address being tried.
class Dial::Attempt final : private DescriptorWatch::Owner
{
public:
    explicit Attempt(Dial &dial) : m_dial(dial) {}

    ~Attempt()
    {
        m_watch.reset();
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Attempt(const Attempt &) = delete;
    Attempt &operator=(const Attempt &) = delete;

    /// 0, or why it cannot even begin.
    [[nodiscard]] int begin(const QHostAddress &host, std::uint16_t port)
    {
        const SocketAddress address = toSocketAddress(host, port);
        m_descriptor = ::socket(address.storage.ss_family, SOCK_STREAM, IPPROTO_TCP);
        if (m_descriptor < 0)
            return errno;
        prepareDescriptor(m_descriptor);
        const auto *const target = reinterpret_cast<const sockaddr *>(&address.storage);
        if (::connect(m_descriptor, target, address.length) != 0 && errno != EINPROGRESS && errno != EINTR)
            return errno;
        m_watch = m_dial.m_dialler.m_watcher.watch(m_descriptor, *this);
        if (!m_watch)
            return ENOSPC;
        m_watch->setReading(false);
        m_watch->setWriting(true);
        return 0;
    }

    [[nodiscard]] int error() const
    {
        int error = 0;
        socklen_t length = sizeof error;
        ::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
        return error;
    }

    [[nodiscard]] int release()
    {
        m_watch.reset();
        return std::exchange(m_descriptor, -1);
    }

private:
    void onReady(DescriptorWatch::Readiness readiness) override
    {
        if (readiness.toWrite)
            m_dial.onAttemptReady(*this);
    }

    Dial &m_dial;
    int m_descriptor = -1;
    std::unique_ptr<DescriptorWatch> m_watch;
};

Dial::Dial(Dialler &dialler, const std::string &host, std::uint16_t port, Owner &owner)
    : m_dialler(dialler), m_port(port), m_owner(owner)
{
    if (const QHostAddress literal(QString::fromStdString(host)); !literal.isNull()) {
        m_addresses = {literal};
        m_start.schedule();
        return;
    }
    dialler.lookUp(host, *this);
}

Dial::~Dial()
{
    m_dialler.forget(*this);
}

void Dial::onAddresses(QList<QHostAddress> addresses)
{
    if (addresses.isEmpty())
        m_error = Error{ErrorCode::Network, "the host name could not be found", {}};
    m_addresses = interleaved(addresses);
    m_start.schedule();
}

void Dial::tryNext()
{
    m_dialler.dontWake(*this);
    while (!m_addresses.isEmpty()) {
        const QHostAddress address = m_addresses.takeFirst();
        auto attempt = std::make_unique<Attempt>(*this);
        if (const int error = attempt->begin(address, m_port)) {
            noteError(error);
            continue;
        }
        m_attempts.push_back(std::move(attempt));
        if (!m_addresses.isEmpty())
            m_dialler.wake(*this);
        return;
    }
    if (!m_attempts.empty() || std::exchange(m_isOver, true))
        return;
    m_owner.onDialFailed(*m_error); // last: it may end in our destruction
}

void Dial::onAttemptReady(Attempt &attempt)
{
    if (const int error = attempt.error()) {
        noteError(error);
        std::erase_if(m_attempts, [&](const auto &each) { return each.get() == &attempt; });
        tryNext();
        return;
    }
    const int descriptor = attempt.release();
    m_attempts.clear();
    m_addresses.clear();
    m_dialler.dontWake(*this);
    m_isOver = true;
    m_owner.onDialled(descriptor); // last: it may end in our destruction
}

void Dial::noteError(int error)
{
    // That one family has no route says less than what an address we could reach has answered.
    const bool isTelling =
        error != ENETUNREACH && error != EHOSTUNREACH && error != EADDRNOTAVAIL && error != EAFNOSUPPORT;
    if (!m_error || isTelling)
        m_error = describeFailedConnect(error);
}

Dialler::Dialler(DescriptorWatcher &watcher) : m_watcher(watcher)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { onTimeout(); });
}

void Dialler::lookUp(const std::string &name, Dial &dial)
{
    if (const auto known = m_known.find(name); known != m_known.end()) {
        dial.onAddresses(known->second);
        return;
    }
    const std::uint64_t id = m_nextLookUp++;
    m_lookUps.emplace(id, &dial);
    // On a thread of Qt's. It is not aborted: that would not take back an answer already on its way.
    QHostInfo::lookupHost(QString::fromStdString(name), &m_context, [this, id](const QHostInfo &info) {
        const auto asked = m_lookUps.extract(id);
        if (!asked.empty())
            asked.mapped()->onAddresses(info.addresses());
    });
}

void Dialler::wake(Dial &dial)
{
    m_waiting.push_back({std::chrono::steady_clock::now() + kAttemptDelay, &dial});
    if (!m_timer.isActive())
        m_timer.start(kAttemptDelay);
}

void Dialler::dontWake(const Dial &dial)
{
    std::erase_if(m_waiting, [&](const Waiting &each) { return each.dial == &dial; });
}

void Dialler::onTimeout()
{
    const Time now = std::chrono::steady_clock::now();
    while (!m_waiting.empty() && m_waiting.front().due <= now) {
        m_waiting.front().dial->m_start.schedule(); // not here: what it does may destroy others
        m_waiting.pop_front();
    }
    if (m_waiting.empty())
        return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_waiting.front().due - now);
    m_timer.start(std::max(left, std::chrono::milliseconds(1)));
}

void Dialler::forget(const Dial &dial)
{
    dontWake(dial);
    std::erase_if(m_lookUps, [&](const auto &each) { return each.second == &dial; });
}

QList<QHostAddress> interleaved(const QList<QHostAddress> &addresses)
{
    QList<QHostAddress> first;
    QList<QHostAddress> second;
    for (const QHostAddress &address : addresses)
        (address.protocol() == addresses.first().protocol() ? first : second).append(address);
    QList<QHostAddress> result;
    for (qsizetype i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            result.append(first[i]);
        if (i < second.size())
            result.append(second[i]);
    }
    return result;
}

} // namespace signalbox::net
