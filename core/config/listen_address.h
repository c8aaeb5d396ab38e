#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::config {

/// Where a server listens: "127.0.0.1:7717", "[::1]:7717", "localhost:0". Port 0 takes a free one.
struct ListenAddress
{
    std::string host; ///< without brackets
    std::uint16_t port = 0;

    /// Whether only this machine can reach it.
    [[nodiscard]] bool isLoopback() const;
    bool operator==(const ListenAddress &) const = default;
};

[[nodiscard]] std::optional<ListenAddress> parseListenAddress(std::string_view text);

} // namespace signalbox::config
