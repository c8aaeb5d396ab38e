#pragma once

#include "base/result.h"
#include "net/transport.h"

#include <openssl/ssl.h>

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>

namespace signalbox::net {

struct FreeSsl
{
    void operator()(SSL *ssl) const { SSL_free(ssl); }
};
struct FreeSslContext
{
    void operator()(SSL_CTX *context) const { SSL_CTX_free(context); }
};
struct FreeSslSession
{
    void operator()(SSL_SESSION *session) const { SSL_SESSION_free(session); }
};

/// What all outgoing TLS connections of a transport share: whom to trust (the system's certificate
/// authorities), TLS 1.2 at least, HTTP/1.1, and the sessions that earlier connections left for resuming.
/// Lives on the gateway thread; outlives its connections.
class TlsContext final
{
public:
    /// `extraCaFile` as in TransportOptions.
    explicit TlsContext(const std::string &extraCaFile);
    ~TlsContext();
    TlsContext(const TlsContext &) = delete;
    TlsContext &operator=(const TlsContext &) = delete;

    /// A client's end, set to verify that the peer is the endpoint's host, with a session where one is known.
    /// `endpoint` outlives it: its sessions are kept under that. Null where memory ran out.
    [[nodiscard]] std::unique_ptr<SSL, FreeSsl> createClient(const Endpoint &endpoint);

private:
    using Session = std::unique_ptr<SSL_SESSION, FreeSslSession>;

    static int onNewSession(SSL *ssl, SSL_SESSION *session);
    void keep(const Endpoint &endpoint, Session session);
    void resume(SSL *ssl, const Endpoint &endpoint);

    const std::unique_ptr<SSL_CTX, FreeSslContext> m_context;
    std::map<Endpoint, std::deque<Session>> m_sessions;
};

} // namespace signalbox::net
