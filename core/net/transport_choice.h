#pragma once

#include "base/result.h"
#include "net/transport.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace signalbox::net {

enum class TransportKind : std::uint8_t { Qt, Direct };

/// What SIGNALBOX_TRANSPORT says: "qt" or "direct"; unset, the direct one where there is one. InvalidInput
/// for anything else, and for "direct" on a system without.
[[nodiscard]] Result<TransportKind> readTransportKind(const std::optional<std::string> &said);

/// `kind` as read by readTransportKind.
[[nodiscard]] std::unique_ptr<Transport> createTransport(TransportKind kind,
                                                         const TransportOptions &options = {});

} // namespace signalbox::net
