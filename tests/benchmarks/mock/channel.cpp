#include "mock/channel.h"

#include <openssl/err.h>

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace signalbox::bench {

namespace {

Channel::Moved movedBy(ssize_t result)
{
    if (result > 0)
        return {.bytes = static_cast<std::size_t>(result)};
    const bool waiting = result < 0 && (errno == EAGAIN || errno == EINTR);
    return {.state = waiting ? Channel::State::Waiting : Channel::State::Gone};
}

Channel::Moved movedByTls(SSL *tls, int result, std::size_t bytes)
{
    if (result == 1)
        return {.bytes = bytes};
    const int error = SSL_get_error(tls, result);
    const bool waiting = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
    // OpenSSL's error queue belongs to the thread: what is left in it would be taken for the next call's.
    ERR_clear_error();
    return {.state = waiting ? Channel::State::Waiting : Channel::State::Gone};
}

} // namespace

Channel::Channel(int descriptor, SSL_CTX *tls)
    : m_descriptor(descriptor), m_tls(tls != nullptr ? SSL_new(tls) : nullptr, &SSL_free)
{
    if (!m_tls)
        return;
    SSL_set_fd(m_tls.get(), descriptor);
    SSL_set_accept_state(m_tls.get());
    SSL_set_mode(m_tls.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

Channel::~Channel()
{
    ::close(m_descriptor);
}

Channel::Moved Channel::read(std::span<char> into)
{
    if (!m_tls)
        return movedBy(::recv(m_descriptor, into.data(), into.size(), 0));
    std::size_t bytes = 0;
    const int result = SSL_read_ex(m_tls.get(), into.data(), into.size(), &bytes);
    return movedByTls(m_tls.get(), result, bytes);
}

Channel::Moved Channel::write(std::string_view bytes)
{
    if (!m_tls)
        return movedBy(::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    std::size_t written = 0;
    const int result = SSL_write_ex(m_tls.get(), bytes.data(), bytes.size(), &written);
    return movedByTls(m_tls.get(), result, written);
}

} // namespace signalbox::bench
