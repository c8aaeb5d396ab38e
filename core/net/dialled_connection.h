#pragma once

#include "net/descriptor_connection.h"
#include "net/dialler.h"

#include <memory>

namespace signalbox::net {

/// An outgoing plain connection: reaches the host, or the proxy before it, and is a descriptor then. Lives on
/// the gateway thread; owned by whoever asked for it.
class DialledConnection final : public DescriptorConnection, private Dial::Owner
{
public:
    DialledConnection(DescriptorWatcher &watcher, Dialler &dialler, const Endpoint &endpoint);

    void abort() override;

private:
    void onDialled(int descriptor) override;
    void onDialFailed(const Error &error) override;

    std::unique_ptr<Dial> m_dial; ///< until it has connected
};

} // namespace signalbox::net
