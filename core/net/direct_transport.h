#pragma once

#include "net/transport.h"

#include <memory>

namespace signalbox::net {

/// Connections on bare descriptors in one epoll set, TLS by OpenSSL (Linux): a third less work a request than
/// on Qt's notifiers and sockets, and the same however many connections there are.
[[nodiscard]] std::unique_ptr<Transport> createDirectTransport(const TransportOptions &options = {});

} // namespace signalbox::net
