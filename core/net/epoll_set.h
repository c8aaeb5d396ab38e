#pragma once

#include "net/descriptor_watch.h"

#include <QSocketNotifier>

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <memory>

namespace signalbox::net {

/// All descriptors of a transport in one epoll set, which itself sits in Qt's event loop through one
/// notifier (Linux). Edge-triggered: pausing and going on cost no call of the system, and a descriptor is
/// registered once, a second time only when a send first falls short. Lives on the thread that made it;
/// outlives its watches, and is not destroyed from within a notice.
class EpollSet final : public DescriptorWatcher
{
public:
    /// So many events a turn, then everybody else in the event loop.
    static constexpr std::size_t kEventsAtOnce = 256;

    EpollSet();
    ~EpollSet() override;
    EpollSet(const EpollSet &) = delete;
    EpollSet &operator=(const EpollSet &) = delete;

    [[nodiscard]] std::unique_ptr<DescriptorWatch> watch(int descriptor,
                                                         DescriptorWatch::Owner &owner) override;
    [[nodiscard]] bool tellsOnce() const override { return true; }
    [[nodiscard]] std::size_t watchCount() const { return m_watches; }

private:
    class Watch;

    void turn();
    /// What was reported for it in this turn reaches nobody, be it a new watch in the same memory.
    void forget(const Watch &watch);

    const int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::array<epoll_event, kEventsAtOnce> m_events;
    std::size_t m_at = 0;    ///< the event being told
    std::size_t m_count = 0; ///< of this turn; 0 between turns
    std::size_t m_watches = 0;
};

} // namespace signalbox::net
