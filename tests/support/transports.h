#pragma once

#include "net/qt_transport.h"

#include <QByteArray>
#include <QList>

#include <memory>
#include <string_view>

namespace signalbox::test {

/// The transports that the tests of hostile input run on: the names that SIGNALBOX_TRANSPORT takes. A new one
/// is one more name here and one more line below.
inline QList<QByteArray> transportNames()
{
    return {"qt"};
}

/// Null for a name that is not in the list.
inline std::unique_ptr<net::Transport> makeTransport(std::string_view name)
{
    if (name == "qt")
        return net::createQtTransport();
    return nullptr;
}

} // namespace signalbox::test
