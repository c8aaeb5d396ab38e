#pragma once

#include "net/transport_choice.h"

#include <QString>
#include <QtGlobal>

#include <memory>
#include <optional>
#include <string>

namespace signalbox::test {

/// The transport that SIGNALBOX_TRANSPORT names: a test that uses it is run once for each.
inline std::unique_ptr<net::Transport> createChosenTransport(const net::TransportOptions &options = {})
{
    const std::string said = qEnvironmentVariable("SIGNALBOX_TRANSPORT").toStdString();
    const auto kind = net::readTransportKind(said.empty() ? std::nullopt : std::optional(said));
    return net::createTransport(kind.value(), options);
}

} // namespace signalbox::test
