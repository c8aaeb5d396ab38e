#pragma once

#include "net/transport_choice.h"

#include <QByteArray>
#include <QList>
#include <QtGlobal>

#include <memory>
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

} // namespace signalbox::test
