#pragma once

#include "net/transport.h"

#include <memory>
#include <utility>

namespace signalbox::net {

/// Two ends of a stream in memory: what one writes the other reads, as through a TCP connection with small
/// buffers. For the simulated provider and for tests. Notices are queued, never from within a call. Both ends
/// live on one thread and may be destroyed in any order; the other then sees an orderly end behind what was
/// sent. The first end is told that it is connected, as one that a Transport made; the second is like an
/// accepted one.
[[nodiscard]] std::pair<std::unique_ptr<Connection>, std::unique_ptr<Connection>> createMemoryConnection();

} // namespace signalbox::net
