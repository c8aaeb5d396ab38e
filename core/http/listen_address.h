#pragma once

#include "base/result.h"

#include <QHostAddress>

#include <cstdint>
#include <string>

namespace signalbox::http {

struct ListenAddress
{
    QHostAddress host;
    std::uint16_t port = 0;
};

/// "127.0.0.1:7717", "[::1]:0", "0.0.0.0:80" or "localhost:7717". Names other than localhost are refused: a
/// look-up would decide who may reach the gateway.
[[nodiscard]] Result<ListenAddress> parseListenAddress(const std::string &text);
/// The same form back.
[[nodiscard]] std::string toText(const ListenAddress &address);

} // namespace signalbox::http
