#pragma once

#include "socket.h"

#include <atomic>
#include <cstdint>
#include <string_view>
#include <thread>

namespace signalbox::soak {

inline constexpr std::string_view kProviderKey = "sk-soak-provider-key";

/// The provider behind the gateway: Chat Completions and Responses, streamed or whole, each answer with a
/// usage of its own that the client reads too. One answer in fifty is a 500, so that retries are part of the
/// load. A thread accepts, one more serves each connection; they live as long as the process, which outlives
/// every gateway.
class Provider final
{
public:
    /// False when no port could be had.
    [[nodiscard]] bool start();

    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    void serve(Socket socket);

    std::uint16_t m_port = 0;
    std::atomic<std::uint64_t> m_serial{0};
};

} // namespace signalbox::soak
