#include "net/dialled_connection.h"

#include "net/proxy_tunnel.h"

#include <utility>

namespace signalbox::net {

DialledConnection::DialledConnection(DescriptorWatcher &watcher, Dialler &dialler, const Endpoint &endpoint)
    : DescriptorConnection(watcher)
{
    const CallGuard guard(*this);
    auto hop = firstHop(endpoint);
    if (!hop) {
        failWith(hop.error().code, std::move(hop.error().message));
        return;
    }
    Dial::Owner &owner = *this;
    m_dial = std::make_unique<Dial>(dialler, hop->host, hop->port, owner);
}

void DialledConnection::onDialled(int descriptor)
{
    m_dial.reset();
    {
        const CallGuard guard(*this);
        take(descriptor);
    }
    if (!hasFailed())
        tell(Connected); // last: it may end in our destruction
}

void DialledConnection::onDialFailed(const Error &error)
{
    const Error kept = error; // it goes with the dial
    m_dial.reset();
    failWith(kept.code, kept.message);
}

void DialledConnection::abort()
{
    m_dial.reset();
    DescriptorConnection::abort();
}

} // namespace signalbox::net
