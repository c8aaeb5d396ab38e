#pragma once

#include "base/clock.h"
#include "net/transport.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace signalbox::upstream {

/// Connections that wait for their next request, by where they go; the last one put in comes out first,
/// because it is the one least likely to have been closed. A peer that says anything unasked is dropped.
/// Gateway thread; owned by the client.
class ConnectionPool final
{
public:
    /// As many as may end at about the same time: one that is dropped has to be made again.
    static constexpr std::size_t kIdlePerEndpoint = 256;
    static constexpr std::chrono::seconds kIdleTime{60};

    explicit ConnectionPool(const Clock &clock);
    ~ConnectionPool();

    /// Null where none waits.
    [[nodiscard]] std::unique_ptr<net::Connection> take(const net::Endpoint &endpoint);
    void put(const net::Endpoint &endpoint, std::unique_ptr<net::Connection> connection);
    void dropOld(MonotonicTime now);
    void dropAll();
    [[nodiscard]] std::size_t size() const;

private:
    class Idle;
    void drop(const Idle &idle);

    const Clock &m_clock;
    std::map<net::Endpoint, std::vector<std::unique_ptr<Idle>>> m_idle;
};

} // namespace signalbox::upstream
