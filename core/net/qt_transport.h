#pragma once

#include "net/transport.h"

#include <memory>

namespace signalbox::net {

/// Connections on Qt's sockets, on every platform; what is not TLS goes on its plain descriptor where that is
/// POSIX, watched by Qt's notifiers.
[[nodiscard]] std::unique_ptr<Transport> createQtTransport(const TransportOptions &options = {});

} // namespace signalbox::net
