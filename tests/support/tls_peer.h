#pragma once

#include "support/tls_identity.h"

#include <openssl/ssl.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <string>
#include <thread>

namespace signalbox::test {

/// A TLS server on a thread of its own that does what Qt's cannot: end a connection without saying so, and
/// tell whether a session was resumed. It answers the first bytes of each connection, one connection after
/// another, and ends it.
class TlsPeer final
{
public:
    enum class End { Announced, Cut };

    TlsPeer(const TlsIdentity &identity, std::string answer, End end, int version = TLS1_3_VERSION)
        : m_answer(std::move(answer)), m_end(end), m_context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free)
    {
        std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to whoever has gone
        useIdentity(identity);
        SSL_CTX_set_min_proto_version(m_context.get(), version);
        SSL_CTX_set_max_proto_version(m_context.get(), version);
        const unsigned char name[] = "test";
        SSL_CTX_set_session_id_context(m_context.get(), name, sizeof name);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto *const raw = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, raw, length) == 0 && ::listen(m_listener, 16) == 0)
            ::getsockname(m_listener, raw, &length);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { run(); });
    }

    ~TlsPeer()
    {
        ::shutdown(m_listener, SHUT_RDWR); // wakes accept
        m_thread.join();
        ::close(m_listener);
    }
    TlsPeer(const TlsPeer &) = delete;
    TlsPeer &operator=(const TlsPeer &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    std::atomic<int> shaken = 0; ///< handshakes that were made
    std::atomic<int> resumed = 0;

private:
    void useIdentity(const TlsIdentity &identity)
    {
        const auto reader = [](const QByteArray &pem) {
            return std::unique_ptr<BIO, decltype(&BIO_free)>(BIO_new_mem_buf(pem.data(), int(pem.size())),
                                                             &BIO_free);
        };
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(
            PEM_read_bio_X509(reader(identity.certificate()).get(), nullptr, nullptr, nullptr), &X509_free);
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            PEM_read_bio_PrivateKey(reader(identity.key()).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
        SSL_CTX_use_certificate(m_context.get(), certificate.get());
        SSL_CTX_use_PrivateKey(m_context.get(), key.get());
    }

    void run()
    {
        for (int client = 0; (client = ::accept(m_listener, nullptr, nullptr)) >= 0;) {
            serve(client);
            ::close(client);
        }
    }

    void serve(int client)
    {
        const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(m_context.get()), &SSL_free);
        SSL_set_fd(ssl.get(), client);
        char bytes[256];
        if (SSL_accept(ssl.get()) != 1)
            return;
        resumed += SSL_session_reused(ssl.get());
        ++shaken;
        if (SSL_read(ssl.get(), bytes, sizeof bytes) <= 0)
            return;
        SSL_write(ssl.get(), m_answer.data(), int(m_answer.size()));
        if (m_end == End::Announced)
            SSL_shutdown(ssl.get());
    }

    const std::string m_answer;
    const End m_end;
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> m_context;
    const int m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

} // namespace signalbox::test
