#pragma once

#include "net/transport_choice.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QtGlobal>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::test {

/// The transports there are on this system, by the names that SIGNALBOX_TRANSPORT takes: for tests that run
/// on each as rows of one table.
inline QList<QByteArray> transportNames()
{
#ifdef Q_OS_LINUX
    return {"qt", "direct"};
#else
    return {"qt"};
#endif
}

/// Throws std::bad_expected_access for a name that is not in the list.
inline std::unique_ptr<net::Transport> makeTransport(std::string_view name)
{
    return net::createTransport(net::readTransportKind(std::string(name)).value());
}

/// The one that SIGNALBOX_TRANSPORT names, else the system's own: for tests that CTest runs once for each.
inline std::unique_ptr<net::Transport> createChosenTransport(const net::TransportOptions &options = {})
{
    const std::string said = qEnvironmentVariable("SIGNALBOX_TRANSPORT").toStdString();
    const auto kind = net::readTransportKind(said.empty() ? std::nullopt : std::optional(said));
    return net::createTransport(kind.value(), options);
}

} // namespace signalbox::test
