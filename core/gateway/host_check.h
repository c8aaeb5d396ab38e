#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::gateway {

/// Whether a Host header may be served: IP literals, localhost, host.docker.internal, the machine's own name,
/// and what the setting `server.allowed_hosts` names. Any other could be a page in a browser that had a name
/// of its own point here (DNS rebinding).
class HostCheck final
{
public:
    HostCheck(std::string machineName, std::vector<std::string> allowed);
    [[nodiscard]] bool serves(std::string_view host) const;

private:
    std::string m_machineName;
    std::vector<std::string> m_allowed;
};

/// "127.0.0.1:50123", "[::1]:50123": whether the peer is on this machine.
[[nodiscard]] bool isLoopbackPeer(std::string_view peer);

} // namespace signalbox::gateway
