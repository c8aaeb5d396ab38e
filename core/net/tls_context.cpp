#include "net/tls_context.h"

#include <QHostAddress>
#include <QString>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

namespace signalbox::net {

namespace {

/// A server of TLS 1.3 sends two tickets a connection, and each is for one connection.
constexpr std::size_t kSessionsPerEndpoint = 8;
constexpr std::size_t kEndpoints = 256;
constexpr std::array<unsigned char, 9> kProtocols = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

void verifyPeer(SSL *ssl, const std::string &host)
{
    X509_VERIFY_PARAM *const parameters = SSL_get0_param(ssl);
    if (!QHostAddress(QString::fromStdString(host)).isNull()) {
        X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str());
        return; // an address is not named to the server: RFC 6066, section 3
    }
    const std::string name = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(parameters, name.data(), name.size());
    SSL_set_tlsext_host_name(ssl, name.c_str());
}

} // namespace

TlsContext::TlsContext(const std::string &extraCaFile) : m_context(SSL_CTX_new(TLS_client_method()))
{
    SSL_CTX *const context = m_context.get();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    // A provider may quote the key it refuses: what was received is wiped once it has been read.
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CLEANSE_PLAINTEXT);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1); // a record by one call of the system, not its head and then the rest
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_default_verify_paths(context);
    // OpenSSL lets SSL_CERT_FILE stand in the place of the system's bundle; here it is trusted besides it.
    SSL_CTX_load_verify_file(context, X509_get_default_cert_file());
    if (!extraCaFile.empty()) // unreadable, what it would have vouched for fails to verify, and says so
        SSL_CTX_load_verify_file(context, extraCaFile.c_str());
    SSL_CTX_set_alpn_protos(context, kProtocols.data(), kProtocols.size());
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_app_data(context, this);
    SSL_CTX_sess_set_new_cb(context, &TlsContext::onNewSession);
    ERR_clear_error();
}

TlsContext::~TlsContext() = default;

std::unique_ptr<SSL, FreeSsl> TlsContext::createClient(const Endpoint &endpoint)
{
    std::unique_ptr<SSL, FreeSsl> ssl(SSL_new(m_context.get()));
    if (!ssl)
        return ssl;
    SSL_set_connect_state(ssl.get());
    verifyPeer(ssl.get(), endpoint.host);
    SSL_set_app_data(ssl.get(), const_cast<Endpoint *>(&endpoint));
    resume(ssl.get(), endpoint);
    return ssl;
}

/// Called by OpenSSL from within a handshake or a read; 1 means that the session is ours now.
int TlsContext::onNewSession(SSL *ssl, SSL_SESSION *session)
{
    auto *const self = static_cast<TlsContext *>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    self->keep(*static_cast<const Endpoint *>(SSL_get_app_data(ssl)), Session(session));
    return 1;
}

void TlsContext::keep(const Endpoint &endpoint, Session session)
{
    if (m_sessions.size() >= kEndpoints && !m_sessions.contains(endpoint))
        m_sessions.clear();
    auto &kept = m_sessions[endpoint];
    kept.push_back(std::move(session));
    if (kept.size() > kSessionsPerEndpoint)
        kept.pop_front();
}

void TlsContext::resume(SSL *ssl, const Endpoint &endpoint)
{
    const auto found = m_sessions.find(endpoint);
    if (found == m_sessions.end())
        return;
    auto &kept = found->second;
    while (!kept.empty()) {
        const Session session = std::move(kept.back());
        kept.pop_back();
        if (!SSL_SESSION_is_resumable(session.get()))
            continue;
        SSL_set_session(ssl, session.get());
        // A ticket of TLS 1.3 used twice would let an onlooker link the connections: RFC 8446, C.4.
        if (SSL_SESSION_get_protocol_version(session.get()) < TLS1_3_VERSION) {
            SSL_SESSION_up_ref(session.get());
            kept.emplace_back(session.get());
        }
        return;
    }
}

} // namespace signalbox::net
