#include "net/tls_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <utility>

namespace signalbox::net {

namespace {

struct FreeBioMethod
{
    void operator()(BIO_METHOD *method) const { BIO_meth_free(method); }
};

/// What is wrong with the peer's certificate, and what can be done about it.
std::string describeCertificate(long result)
{
    switch (result) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        return "it is self-signed, and not among those this system trusts";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return "its issuer is not among the authorities this system trusts";
    case X509_V_ERR_HOSTNAME_MISMATCH:
        return "it was made for another host name";
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "it was made for another address";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "it has expired, or this computer's clock is wrong";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "it is not valid yet, or this computer's clock is wrong";
    default:
        return X509_verify_cert_error_string(result);
    }
}

} // namespace

/// How OpenSSL reads and writes our descriptor.
struct TlsStream::BioMethod
{
    static BIO *create(Io &io)
    {
        static const std::unique_ptr<BIO_METHOD, FreeBioMethod> method = [] {
            std::unique_ptr<BIO_METHOD, FreeBioMethod> made(
                BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "descriptor"));
            BIO_meth_set_read_ex(made.get(), &BioMethod::read);
            BIO_meth_set_write_ex(made.get(), &BioMethod::write);
            BIO_meth_set_ctrl(made.get(), &BioMethod::control);
            return made;
        }();
        BIO *const bio = BIO_new(method.get());
        BIO_set_data(bio, &io);
        BIO_set_init(bio, 1);
        return bio;
    }

    static int read(BIO *bio, char *room, std::size_t size, std::size_t *count)
    {
        Io &io = *static_cast<Io *>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const Moved received = receive(io.descriptor, {room, size});
        *count = received.bytes;
        io.isDrained = received.bytes < size;
        io.isEnd = received.isEnd;
        io.error = received.error;
        if (received.bytes > 0)
            return 1;
        if (!received.isEnd && received.error == 0)
            BIO_set_retry_read(bio);
        return 0;
    }

    static int write(BIO *bio, const char *bytes, std::size_t size, std::size_t *count)
    {
        Io &io = *static_cast<Io *>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const std::string_view piece(bytes, size);
        const Moved sent = sendPieces(io.descriptor, std::span(&piece, 1));
        *count = sent.bytes;
        if (sent.bytes > 0)
            return 1;
        if (sent.error == 0)
            BIO_set_retry_write(bio);
        else
            io.error = sent.error;
        return 0;
    }

    static long control(BIO *bio, int command, long /*number*/, void * /*pointer*/)
    {
        if (command == BIO_CTRL_FLUSH)
            return 1;
        return command == BIO_CTRL_EOF && static_cast<Io *>(BIO_get_data(bio))->isEnd ? 1 : 0;
    }
};

TlsStream::TlsStream(std::unique_ptr<SSL, FreeSsl> ssl, int descriptor) : m_ssl(std::move(ssl))
{
    m_io.descriptor = descriptor;
    BIO *const bio = BioMethod::create(m_io);
    SSL_set_bio(m_ssl.get(), bio, bio); // one reference for both
}

TlsStream::~TlsStream() = default;

TlsStream::Status TlsStream::shakeHands()
{
    ERR_clear_error(); // what others left in the thread's list would be taken for ours
    const Status status = judge(SSL_do_handshake(m_ssl.get()));
    m_isOpen = status == Status::Done;
    return status;
}

TlsStream::Status TlsStream::read(std::span<char> room, std::size_t &count)
{
    count = 0;
    ERR_clear_error();
    return judge(SSL_read_ex(m_ssl.get(), room.data(), room.size(), &count));
}

TlsStream::Status TlsStream::write(std::string_view bytes, std::size_t &count)
{
    count = 0;
    ERR_clear_error();
    return judge(SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &count));
}

void TlsStream::sayEnd()
{
    if (!m_failure.empty() || !m_isOpen)
        return;
    ERR_clear_error();
    SSL_shutdown(m_ssl.get());
}

void TlsStream::forgiveCut()
{
    if (m_failure.empty())
        SSL_set_shutdown(m_ssl.get(), SSL_SENT_SHUTDOWN);
}

bool TlsStream::hasPending() const
{
    return SSL_has_pending(m_ssl.get()) == 1;
}

TlsStream::Status TlsStream::judge(int result)
{
    if (result > 0)
        return Status::Done;
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
        return Status::WantsRead;
    case SSL_ERROR_WANT_WRITE:
        return Status::WantsWrite;
    case SSL_ERROR_ZERO_RETURN:
        return Status::Ended;
    default:
        if (m_failure.empty())
            m_failure = explain();
        return Status::Failed;
    }
}

std::string TlsStream::explain() const
{
    if (const long result = SSL_get_verify_result(m_ssl.get()); result != X509_V_OK)
        return "the certificate could not be verified: " + describeCertificate(result);
    if (m_io.error != 0)
        return describeBrokenConnection(m_io.error).message;
    if (m_io.isEnd)
        return m_isOpen ? "the connection was cut: its end was not announced, as TLS demands"
                        : "the connection was closed by the other side";
    const unsigned long error = ERR_peek_error();
    if (!m_isOpen && ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_WRONG_VERSION_NUMBER)
        return "TLS could not be agreed on: what answers there does not speak it";
    const char *const reason = ERR_reason_error_string(error);
    const std::string text = m_isOpen ? "the connection was broken off by TLS" : "TLS could not be agreed on";
    return reason ? text + ": " + reason : text;
}

} // namespace signalbox::net
