#include "simulator/simulated_transport.h"

#include "simulator/memory_connection.h"
#include "simulator/simulated_host.h"

#include <vector>

namespace signalbox::simulator {

namespace {

constexpr std::size_t kRememberedRequests = 4096;

} // namespace

SimulatedTransport::SimulatedTransport(const Clock &clock, const SimulationSettings &settings)
    : m_clock(clock), m_settings(settings)
{
}

SimulatedTransport::~SimulatedTransport()
{
    Q_ASSERT(m_hosts.empty());
}

std::unique_ptr<net::Connection> SimulatedTransport::adopt(qintptr /*descriptor*/)
{
    return nullptr;
}

std::unique_ptr<net::Connection> SimulatedTransport::connect(const net::Endpoint & /*endpoint*/)
{
    auto connection = std::make_unique<MemoryConnection>();
    connection->setPeer(std::make_unique<SimulatedHost>(*this, m_clock, *connection));
    return connection;
}

void SimulatedTransport::wake()
{
    // A host only delivers bytes here, and those are told of later: none of them goes meanwhile.
    for (SimulatedHost *host : m_hosts)
        host->play();
}

std::uint64_t SimulatedTransport::countAttempt(std::uint64_t seed)
{
    if (m_attempts.size() >= kRememberedRequests && !m_attempts.contains(seed))
        m_attempts.clear();
    return m_attempts[seed]++;
}

} // namespace signalbox::simulator
