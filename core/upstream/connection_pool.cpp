#include "upstream/connection_pool.h"

#include <algorithm>
#include <utility>

namespace signalbox::upstream {

/// Watches one waiting connection. Anything that happens to it ends the wait.
class ConnectionPool::Idle final : private net::Connection::Observer
{
public:
    /// `where` is the pool's own key, which outlives us.
    Idle(ConnectionPool &pool, const net::Endpoint &where, std::unique_ptr<net::Connection> held,
         MonotonicTime now)
        : endpoint(where), connection(std::move(held)), since(now), m_pool(pool)
    {
        connection->setObserver(this);
        connection->setReadPaused(false);
    }

    std::unique_ptr<net::Connection> release()
    {
        connection->setObserver(nullptr);
        return std::move(connection);
    }

    const net::Endpoint &endpoint;
    std::unique_ptr<net::Connection> connection;
    const MonotonicTime since;

private:
    void onReadable() override
    {
        ByteBuffer unasked;
        if (connection->read(unasked, 1) != net::Connection::ReadStatus::Nothing)
            m_pool.drop(*this);
    }
    void onFailed(const Error &) override { m_pool.drop(*this); }

    ConnectionPool &m_pool;
};

ConnectionPool::ConnectionPool(const Clock &clock) : m_clock(clock)
{
}

ConnectionPool::~ConnectionPool() = default;

std::unique_ptr<net::Connection> ConnectionPool::take(const net::Endpoint &endpoint)
{
    const auto found = m_idle.find(endpoint);
    if (found == m_idle.end())
        return nullptr;
    while (!found->second.empty()) {
        auto connection = found->second.back()->release();
        found->second.pop_back();
        // What has come unasked and is not looked at yet would be read as the next request's answer. An idle
        // connection costs this one look; a wrong answer could not be told from a right one.
        ByteBuffer unasked;
        if (connection->read(unasked, 1) == net::Connection::ReadStatus::Nothing)
            return connection;
    }
    return nullptr;
}

void ConnectionPool::put(const net::Endpoint &endpoint, std::unique_ptr<net::Connection> connection)
{
    auto &[where, waiting] = *m_idle.try_emplace(endpoint).first;
    if (waiting.size() >= kIdlePerEndpoint)
        waiting.erase(waiting.begin());
    waiting.push_back(std::make_unique<Idle>(*this, where, std::move(connection), m_clock.now()));
}

void ConnectionPool::drop(const Idle &idle)
{
    auto &waiting = m_idle[idle.endpoint];
    const auto found = std::ranges::find_if(waiting, [&](const auto &each) { return each.get() == &idle; });
    if (found != waiting.end())
        waiting.erase(found);
}

void ConnectionPool::dropOld(MonotonicTime now)
{
    for (auto &[endpoint, waiting] : m_idle)
        std::erase_if(waiting, [&](const auto &idle) { return now - idle->since >= kIdleTime; });
    std::erase_if(m_idle, [](const auto &each) { return each.second.empty(); });
}

void ConnectionPool::dropAll()
{
    m_idle.clear();
}

std::size_t ConnectionPool::size() const
{
    std::size_t count = 0;
    for (const auto &[endpoint, waiting] : m_idle)
        count += waiting.size();
    return count;
}

} // namespace signalbox::upstream
