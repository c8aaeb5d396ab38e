#pragma once

#include <QAbstractSocket>

#include <string>

namespace signalbox::net {

/// In our words: Qt's own may name the host.
[[nodiscard]] std::string describeSocketError(QAbstractSocket::SocketError error);

} // namespace signalbox::net
