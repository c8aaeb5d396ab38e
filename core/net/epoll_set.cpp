#include "net/epoll_set.h"

#include "net/later.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace signalbox::net {

class EpollSet::Watch final : public DescriptorWatch
{
public:
    Watch(EpollSet &set, int descriptor, Owner &owner) : m_set(set), m_descriptor(descriptor), m_owner(owner)
    {
        ++m_set.m_watches;
    }

    ~Watch() override
    {
        // By hand, although closing would do it too: a child between fork and exec holds the descriptor open,
        // and then its events would come on.
        ::epoll_ctl(m_set.m_descriptor, EPOLL_CTL_DEL, m_descriptor, nullptr);
        m_set.forget(*this);
        --m_set.m_watches;
    }

    [[nodiscard]] bool add() { return control(EPOLL_CTL_ADD, EPOLLIN | EPOLLRDHUP | EPOLLET); }

    void setReading(bool /*wanted*/) override {} // an edge comes once, whoever listens

    void setWriting(bool wanted) override
    {
        // From the first time on it stays: an edge comes only behind a send that fell short. Asked for anew,
        // it is told even where room has come meanwhile.
        if (wanted)
            (void)control(EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
    }

    void tell(std::uint32_t events)
    {
        constexpr std::uint32_t kEnds = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
        m_owner.onReady({.toRead = (events & (EPOLLIN | kEnds)) != 0,
                         .toWrite = (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0,
                         .isEnding = (events & kEnds) != 0});
    }

private:
    bool control(int operation, std::uint32_t events)
    {
        epoll_event event{};
        event.events = events;
        event.data.ptr = this;
        return ::epoll_ctl(m_set.m_descriptor, operation, m_descriptor, &event) == 0;
    }

    EpollSet &m_set;
    const int m_descriptor;
    Owner &m_owner;
};

EpollSet::EpollSet()
    : m_descriptor(::epoll_create1(EPOLL_CLOEXEC)),
      m_notifier(std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read))
{
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { turn(); });
}

EpollSet::~EpollSet()
{
    assert(m_watches == 0);
    m_notifier.reset();
    ::close(m_descriptor);
}

std::unique_ptr<DescriptorWatch> EpollSet::watch(int descriptor, DescriptorWatch::Owner &owner)
{
    auto watch = std::make_unique<Watch>(*this, descriptor, owner);
    if (!watch->add())
        return nullptr;
    return watch;
}

void EpollSet::turn()
{
    const Later::Turn turn;
    const int count = ::epoll_wait(m_descriptor, m_events.data(), static_cast<int>(m_events.size()), 0);
    m_count = static_cast<std::size_t>(std::max(count, 0));
    for (m_at = 0; m_at < m_count; ++m_at) {
        if (auto *const watch = static_cast<Watch *>(m_events[m_at].data.ptr))
            watch->tell(m_events[m_at].events);
    }
    m_at = m_count = 0;
}

void EpollSet::forget(const Watch &watch)
{
    for (std::size_t i = m_at; i < m_count; ++i) {
        if (m_events[i].data.ptr == &watch)
            m_events[i].data.ptr = nullptr;
    }
}

} // namespace signalbox::net
