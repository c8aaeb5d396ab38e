#pragma once

#include "net/transport.h"

#include <memory>

namespace signalbox::net {

/// Connections on bare descriptors in one epoll set, TLS by OpenSSL (Linux). What a request costs does not
/// grow with the number of connections that wait.
[[nodiscard]] std::unique_ptr<Transport> createDirectTransport(const TransportOptions &options = {});

} // namespace signalbox::net
