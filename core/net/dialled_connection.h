#pragma once

#include "net/descriptor_connection.h"

class QTcpSocket;

namespace signalbox::net {

/// An outgoing plain connection: Qt looks the name up and connects, then the bare descriptor takes over.
/// Lives on the gateway thread; owned by whoever asked for it.
class DialledConnection final : public DescriptorConnection
{
public:
    explicit DialledConnection(const Endpoint &endpoint);
    ~DialledConnection() override;

    void abort() override;

private:
    void onConnected();
    void hangUp();

    QTcpSocket *m_dialler = nullptr; ///< until it has connected
};

} // namespace signalbox::net
