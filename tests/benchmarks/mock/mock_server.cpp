#include "mock/mock_server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace signalbox::bench {

namespace {

constexpr std::uint64_t kPlainId = 0;
constexpr std::uint64_t kSecureId = 1;
constexpr int kBacklog = 4096;

} // namespace

MockServer::MockServer(std::uint16_t port, std::uint16_t tlsPort, TlsContext tls)
    : m_tls(std::move(tls)), m_epoll(::epoll_create1(EPOLL_CLOEXEC)), m_plain(listenOn(port))
{
    watch(m_plain.descriptor, kPlainId, EPOLLIN, EPOLL_CTL_ADD);
    if (m_tls) {
        m_secure = listenOn(tlsPort);
        watch(m_secure.descriptor, kSecureId, EPOLLIN, EPOLL_CTL_ADD);
    }
}

MockServer::Listener MockServer::listenOn(std::uint16_t port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    if (::bind(descriptor, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::listen(descriptor, kBacklog) != 0 ||
        ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        ::close(descriptor);
        return {};
    }
    return {descriptor, ntohs(address.sin_port)};
}

void MockServer::watch(int descriptor, std::uint64_t id, std::uint32_t events, int operation)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = id;
    ::epoll_ctl(m_epoll, operation, descriptor, &event);
}

void MockServer::accept(const Listener &listener, SSL_CTX *tls)
{
    for (;;) {
        const int accepted = ::accept4(listener.descriptor, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted < 0)
            return;
        const int on = 1;
        ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::uint64_t id = m_nextId++;
        m_entries[id].conversation = std::make_unique<Conversation>(accepted, tls, m_book);
        watch(accepted, id, EPOLLIN, EPOLL_CTL_ADD);
    }
}

void MockServer::run(const volatile int &stopping)
{
    std::array<epoll_event, 1024> events;
    while (stopping == 0) {
        const std::int64_t wait = waitNs();
        const timespec limit{wait / 1'000'000'000, wait % 1'000'000'000};
        const int ready = ::epoll_pwait2(m_epoll, events.data(), events.size(), &limit, nullptr);
        for (int i = 0; i < ready; ++i) {
            const std::uint64_t id = events[static_cast<std::size_t>(i)].data.u64;
            if (id == kPlainId)
                accept(m_plain, nullptr);
            else if (id == kSecureId)
                accept(m_secure, m_tls.get());
            else
                onReady(id, events[static_cast<std::size_t>(i)].events);
        }
        fireTimers();
    }
}

void MockServer::onReady(std::uint64_t id, std::uint32_t events)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    Conversation &conversation = *found->second.conversation;
    Conversation::State state = Conversation::State::Open;
    if ((events & EPOLLOUT) != 0)
        state = conversation.onWritable();
    if (state == Conversation::State::Open && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
        state = conversation.onReadable();
    settle(id, found->second, state);
}

void MockServer::fireTimers()
{
    const std::int64_t now = nowNs();
    while (!m_timers.empty() && m_timers.top().due <= now) {
        const std::uint64_t id = m_timers.top().id;
        m_timers.pop();
        const auto found = m_entries.find(id);
        if (found == m_entries.end())
            continue;
        found->second.timed.reset();
        settle(id, found->second, found->second.conversation->onTime(nowNs()));
    }
}

/// After every call of a conversation: what it waits for is watched, and what has ended goes.
void MockServer::settle(std::uint64_t id, Entry &entry, Conversation::State state)
{
    if (state == Conversation::State::Ended) {
        m_entries.erase(id);
        return;
    }
    if (entry.conversation->wantsToWrite() != entry.watchesWriting) {
        entry.watchesWriting = !entry.watchesWriting;
        watch(entry.conversation->descriptor(), id,
              entry.watchesWriting ? EPOLLIN | EPOLLOUT : static_cast<std::uint32_t>(EPOLLIN), EPOLL_CTL_MOD);
    }
    const auto due = entry.conversation->due();
    if (due && !entry.timed) {
        entry.timed = due;
        m_timers.push({*due, id});
    }
}

std::int64_t MockServer::waitNs() const
{
    constexpr std::int64_t kLongest = 1'000'000'000;
    return m_timers.empty() ? kLongest : std::clamp<std::int64_t>(m_timers.top().due - nowNs(), 0, kLongest);
}

} // namespace signalbox::bench
