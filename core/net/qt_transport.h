#pragma once

#include "net/transport.h"

#include <memory>
#include <string>

namespace signalbox::net {

struct QtTransportOptions
{
    /// PEM file of certificates trusted besides the system's: for tests and private authorities.
    std::string extraCaFile;
};

/// Connections on Qt's sockets, on every platform; what is not TLS goes on its plain descriptor where that is
/// POSIX. Lives on the thread that uses it.
[[nodiscard]] std::unique_ptr<Transport> createQtTransport(const QtTransportOptions &options = {});

} // namespace signalbox::net
