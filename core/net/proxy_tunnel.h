#pragma once

#include "base/result.h"
#include "net/proxy.h"
#include "net/transport.h"

#include <string>
#include <string_view>

/// The words spoken with a proxy so that it lets a TLS connection through: pure functions.
namespace signalbox::net {

/// Where TCP goes to: the endpoint itself, or the proxy before it. InvalidInput where the proxy is none.
[[nodiscard]] Result<ProxyUrl> firstHop(const Endpoint &endpoint);

/// The CONNECT for an endpoint; `authorization` may be empty.
[[nodiscard]] std::string tunnelRequest(const Endpoint &endpoint, std::string_view authorization);

/// What a proxy answers to it, as it comes in.
class TunnelAnswer final
{
public:
    enum class Status { NeedMore, Open, Refused };

    [[nodiscard]] Status add(std::string_view bytes);
    /// Why it was refused, for a person.
    [[nodiscard]] const std::string &refusal() const { return m_refusal; }

private:
    [[nodiscard]] Status refuse(std::string reason);

    std::string m_answer;
    std::string m_refusal;
};

} // namespace signalbox::net
