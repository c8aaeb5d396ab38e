#include "net/direct_transport.h"

#include "net/descriptor_connection.h"
#include "net/dialled_connection.h"
#include "net/dialler.h"
#include "net/epoll_set.h"
#include "net/tls_connection.h"
#include "net/tls_context.h"

namespace signalbox::net {

namespace {

class DirectTransport final : public Transport
{
public:
    explicit DirectTransport(const TransportOptions &options) : m_options(options) {}

    std::unique_ptr<Connection> adopt(qintptr descriptor) override
    {
        return std::make_unique<DescriptorConnection>(m_set, static_cast<int>(descriptor));
    }

    std::unique_ptr<Connection> connect(const Endpoint &endpoint) override
    {
        if (!endpoint.tls)
            return std::make_unique<DialledConnection>(m_set, m_dialler, endpoint);
        if (!m_tls) // reading the system's authorities takes time, and not everybody needs them
            m_tls = std::make_unique<TlsContext>(m_options.extraCaFile);
        return std::make_unique<TlsConnection>(m_set, m_dialler, *m_tls, endpoint);
    }

private:
    const TransportOptions m_options;
    EpollSet m_set;
    Dialler m_dialler{m_set};
    std::unique_ptr<TlsContext> m_tls;
};

} // namespace

std::unique_ptr<Transport> createDirectTransport(const TransportOptions &options)
{
    return std::make_unique<DirectTransport>(options);
}

} // namespace signalbox::net
