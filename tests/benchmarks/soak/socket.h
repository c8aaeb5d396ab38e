#pragma once

#include <openssl/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::soak {

using Deadline = std::chrono::steady_clock::time_point;

[[nodiscard]] inline Deadline after(std::chrono::milliseconds time)
{
    return std::chrono::steady_clock::now() + time;
}

/// A descriptor and its bytes read ahead: what both the loading clients and the provider here speak HTTP
/// over. Used by one thread; closes on destruction.
class Socket final
{
public:
    Socket() = default;
    explicit Socket(int descriptor) : m_descriptor(descriptor) {}
    Socket(Socket &&other) noexcept;
    Socket &operator=(Socket &&other) noexcept;
    ~Socket();

    /// A connection to 127.0.0.1, or nothing when nobody listens.
    [[nodiscard]] static std::optional<Socket> connectTo(std::uint16_t port);

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    /// Shakes hands as a server; from then on all is TLS. False where the other side will not.
    [[nodiscard]] bool startTls(SSL_CTX *context);
    [[nodiscard]] bool sendAll(std::string_view bytes);

    /// One line without its CRLF; nothing at the end of the connection or at the deadline.
    [[nodiscard]] std::optional<std::string> readLine(Deadline deadline);
    [[nodiscard]] std::optional<std::string> readExactly(std::size_t count, Deadline deadline);

    /// Ends the connection with a reset, as a client that dies does.
    void reset();

private:
    [[nodiscard]] bool fill(Deadline deadline);
    void close();

    int m_descriptor = -1;
    SSL *m_tls = nullptr;
    std::string m_buffer;
};

/// A listening socket on 127.0.0.1 and a port of the kernel's choice.
struct Listener
{
    int descriptor = -1;
    std::uint16_t port = 0;
};
[[nodiscard]] Listener listenOnLoopback();

} // namespace signalbox::soak
