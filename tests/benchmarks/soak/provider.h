#pragma once

#include "socket.h"

#include <atomic>
#include <cstdint>
#include <string_view>
#include <thread>

namespace signalbox::soak {

inline constexpr std::string_view kProviderKey = "sk-soak-provider-key";
/// What it says where it refuses a request as the client's fault.
inline constexpr std::string_view kProviderRefusal = "one in two hundred";

/// The provider behind the gateway: Chat Completions and Responses, streamed or whole, each answer with a
/// usage of its own that the client reads too. One answer in fifty is a 500, so that retries are part of the
/// load; of 40 streams one is cut in its middle and one before its first word, by a reset or an orderly end;
/// one answer in two hundred is a 400, and one stream in 500 is a megabyte, as fast as it is taken. Below
/// /broken all is a 503.
/// It is its own proxy: requests in absolute form and CONNECT are answered as if forwarded. A thread accepts,
/// one more serves each connection; they live as long as the process, which outlives every gateway.
class Provider final
{
public:
    /// False when no port could be had. With `tls`, a context that has its certificate, all but a CONNECT is
    /// behind TLS. The context outlives the process' threads.
    [[nodiscard]] bool start(SSL_CTX *tls = nullptr);

    /// Behind TLS a CONNECT is expected first.
    void setProxy(bool isProxy) { m_isProxy = isProxy; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    void serve(Socket socket);
    [[nodiscard]] bool openTls(Socket &socket) const;

    std::uint16_t m_port = 0;
    SSL_CTX *m_tls = nullptr;
    bool m_isProxy = false;
    std::atomic<std::uint64_t> m_serial{0};
};

} // namespace signalbox::soak
