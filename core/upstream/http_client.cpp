#include "upstream/http_client.h"

#include "upstream/connection_pool.h"
#include "upstream/http_call.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace signalbox::upstream {

namespace {

using namespace std::chrono_literals;

constexpr auto kTickRunning = 50ms; ///< how exact deadlines are
constexpr auto kTickIdle = 5'000ms; ///< while connections only wait
constexpr std::size_t kReadMemoryKept = 256 * 1024;

/// Gateway thread; owns the waiting connections and knows the running calls.
class PooledHttpClient final : public HttpClient, public CallHost
{
public:
    PooledHttpClient(net::Transport &transport, const Clock &clock)
        : m_transport(transport), m_clock(clock), m_pool(clock)
    {
        m_timer.setTimerType(Qt::CoarseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
    }

    ~PooledHttpClient() override
    {
        for (HttpCall *call : m_calls)
            call->orphan();
    }

    std::unique_ptr<Call> start(HttpRequest request, const Deadlines &deadlines,
                                CallListener &listener) override
    {
        auto call = std::make_unique<HttpCall>(*this, std::move(request), deadlines, listener);
        call->clientIndex = m_calls.size();
        m_calls.push_back(call.get());
        setTick(kTickRunning);
        return call;
    }

    void dropIdle() override { m_pool.dropAll(); }
    [[nodiscard]] std::size_t idleConnections() const override { return m_pool.size(); }

private:
    [[nodiscard]] net::Transport &transport() override { return m_transport; }
    [[nodiscard]] MonotonicTime now() const override { return m_clock.now(); }
    [[nodiscard]] ReadMemory &readMemory() override { return m_readMemory; }

    std::unique_ptr<net::Connection> takeIdle(const net::Endpoint &endpoint) override
    {
        return m_pool.take(endpoint);
    }

    void putIdle(const net::Endpoint &endpoint, std::unique_ptr<net::Connection> connection) override
    {
        m_pool.put(endpoint, std::move(connection));
    }

    void forget(HttpCall &call) override
    {
        const std::size_t index = call.clientIndex;
        if (index >= m_calls.size() || m_calls[index] != &call)
            return; // already
        m_calls[index] = m_calls.back();
        m_calls[index]->clientIndex = index;
        m_calls.pop_back();
        m_readMemory.wipeAfterCall();
    }

    void setTick(std::chrono::milliseconds interval)
    {
        if (m_timer.isActive() && m_timer.intervalAsDuration() == interval)
            return;
        m_timer.start(interval);
    }

    void tick()
    {
        const MonotonicTime now = m_clock.now();
        m_pool.dropOld(now);
        // Backwards, because a call that ends gives its place to the last one, and what one deadline sets off
        // may end others too.
        for (std::size_t i = m_calls.size(); i-- > 0;) {
            if (i < m_calls.size())
                m_calls[i]->tick(now);
        }
        m_readMemory.shrink(kReadMemoryKept);
        if (!m_calls.empty())
            return;
        if (m_pool.size() == 0)
            m_timer.stop(); // an idle program wakes nobody up
        else
            setTick(kTickIdle);
    }

    net::Transport &m_transport;
    const Clock &m_clock;
    ConnectionPool m_pool;
    ReadMemory m_readMemory;
    std::vector<HttpCall *> m_calls;
    QTimer m_timer;
};

} // namespace

std::unique_ptr<HttpClient> HttpClient::create(net::Transport &transport, const Clock &clock)
{
    return std::make_unique<PooledHttpClient>(transport, clock);
}

} // namespace signalbox::upstream
