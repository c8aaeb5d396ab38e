#include "http/server.h"

#include "http/acceptor.h"
#include "http/listen_address.h"
#include "http/response_writer.h"
#include "http/server_connection.h"
#include "net/later.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace signalbox::http {

namespace {

using namespace std::chrono_literals;

/// How exact time-outs are; each of them is seconds long.
constexpr auto kTick = 250ms;
constexpr std::size_t kScratchKept = 256 * 1024;

/// Gateway thread; owns its connections.
class TcpServer final : public Server, public ConnectionHost
{
public:
    TcpServer(net::Transport &transport, Handler &handler, const Clock &clock, ServerLimits limits);
    ~TcpServer() override { closeAll(); }

    Result<std::string> listen(const std::string &address) override;
    void serve(std::unique_ptr<net::Connection> connection) override;
    void drain(std::function<void()> drained) override;
    void closeAll() override;
    [[nodiscard]] std::size_t connectionCount() const override { return m_connections.size(); }
    void setLimits(const ServerLimits &limits) override { m_limits = limits; }

private:
    [[nodiscard]] Handler &handler() override { return m_handler; }
    [[nodiscard]] MonotonicTime now() const override { return m_clock.now(); }
    [[nodiscard]] std::string_view date() override { return m_date.now(); }
    [[nodiscard]] const ServerLimits &limits() const override { return m_limits; }
    [[nodiscard]] bool isDraining() const override { return m_isDraining; }
    [[nodiscard]] ByteBuffer &scratch() override { return m_scratch; }
    void retire(ServerConnection &connection) override;
    void atEndOfTurn(ServerConnection &connection) override;

    void tick();
    void endTurn();
    void tellDrained();
    /// Connections as they are now: what is done to one may retire others.
    [[nodiscard]] std::vector<ServerConnection *> present() const;

    net::Transport &m_transport;
    Handler &m_handler;
    const Clock &m_clock;
    ServerLimits m_limits;
    DateCache m_date;
    ByteBuffer m_scratch;
    std::vector<std::unique_ptr<Acceptor>> m_acceptors;
    std::vector<std::unique_ptr<ServerConnection>> m_connections;
    std::vector<std::unique_ptr<ServerConnection>>
        m_retired; ///< they may be on the stack until the loop is back
    std::vector<ServerConnection *> m_turn;
    net::Later m_endOfTurn = net::Later::calling<&TcpServer::endTurn>(*this);
    QTimer m_timer;
    std::function<void()> m_drained;
    bool m_isDraining = false;
};

TcpServer::TcpServer(net::Transport &transport, Handler &handler, const Clock &clock, ServerLimits limits)
    : m_transport(transport), m_handler(handler), m_clock(clock), m_limits(limits), m_date(clock)
{
    m_timer.setTimerType(Qt::CoarseTimer);
    m_timer.setInterval(kTick);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
}

Result<std::string> TcpServer::listen(const std::string &text)
{
    auto address = parseListenAddress(text);
    if (!address)
        return std::unexpected(address.error());
    auto acceptor = std::make_unique<Acceptor>(
        [this](qintptr descriptor) { serve(m_transport.adopt(descriptor)); }, [this] { m_timer.start(); });
    if (!acceptor->start(address->host, address->port)) {
        const bool isTaken = acceptor->serverError() == QAbstractSocket::AddressInUseError;
        return fail(isTaken ? ErrorCode::Conflict : ErrorCode::Io,
                    isTaken ? text + " is taken by another program"
                            : "cannot listen on " + text + ": " + acceptor->errorString().toStdString());
    }
    address->port = acceptor->serverPort();
    m_isDraining = false;
    m_acceptors.push_back(std::move(acceptor));
    return toText(*address);
}

void TcpServer::serve(std::unique_ptr<net::Connection> connection)
{
    if (m_connections.size() >= m_limits.connections)
        return; // closed at once: a client can tell that from a slow server
    m_connections.push_back(std::make_unique<ServerConnection>(*this, std::move(connection)));
    m_connections.back()->serverIndex = m_connections.size() - 1;
    if (!m_timer.isActive())
        m_timer.start();
}

void TcpServer::retire(ServerConnection &connection)
{
    const std::size_t index = connection.serverIndex;
    if (index >= m_connections.size() || m_connections[index].get() != &connection)
        return; // already
    m_retired.push_back(std::move(m_connections[index]));
    if (index + 1 != m_connections.size()) {
        m_connections[index] = std::move(m_connections.back());
        m_connections[index]->serverIndex = index;
    }
    m_connections.pop_back();
    connection.close();
    m_endOfTurn.schedule();
}

void TcpServer::atEndOfTurn(ServerConnection &connection)
{
    m_turn.push_back(&connection);
    m_endOfTurn.schedule();
}

void TcpServer::endTurn()
{
    const std::vector<ServerConnection *> turn = std::exchange(m_turn, {});
    // Who retires from here on may be named for the next turn.
    std::vector<std::unique_ptr<ServerConnection>> retired = std::exchange(m_retired, {});
    for (ServerConnection *connection : turn) {
        if (!connection->isGone())
            connection->endTurn();
    }
    retired.clear();
    m_scratch.shrink(kScratchKept);
    tellDrained();
}

std::vector<ServerConnection *> TcpServer::present() const
{
    std::vector<ServerConnection *> all;
    all.reserve(m_connections.size());
    for (const auto &connection : m_connections)
        all.push_back(connection.get());
    return all;
}

void TcpServer::tick()
{
    for (const auto &acceptor : m_acceptors)
        acceptor->resume();
    const MonotonicTime now = m_clock.now();
    for (ServerConnection *connection : present())
        connection->tick(now);
    tellDrained();
    const bool isPaused = std::ranges::any_of(m_acceptors, [](const auto &each) { return each->isPaused(); });
    if (m_connections.empty() && !isPaused)
        m_timer.stop(); // an idle program wakes nobody up
}

void TcpServer::drain(std::function<void()> drained)
{
    m_isDraining = true;
    m_drained = std::move(drained);
    m_acceptors.clear();
    for (ServerConnection *connection : present()) {
        if (connection->isIdle())
            retire(*connection);
    }
    m_endOfTurn.schedule(); // the answer never comes from within this call
}

void TcpServer::tellDrained()
{
    if (!m_drained || std::ranges::any_of(m_connections, [](const auto &each) { return each->isBusy(); }))
        return;
    std::exchange(m_drained, nullptr)();
}

void TcpServer::closeAll()
{
    m_acceptors.clear();
    for (ServerConnection *connection : present())
        connection->leave();
}

} // namespace

std::unique_ptr<Server> Server::create(net::Transport &transport, Handler &handler, const Clock &clock,
                                       ServerLimits limits)
{
    return std::make_unique<TcpServer>(transport, handler, clock, limits);
}

} // namespace signalbox::http
