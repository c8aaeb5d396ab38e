#include "net/proxy_tunnel.h"

#include <algorithm>
#include <utility>

namespace signalbox::net {

namespace {

constexpr std::size_t kAnswerBytes = 16 * 1024;
constexpr std::size_t kCodeAt = 9; // behind "HTTP/1.1 "

} // namespace

Result<ProxyUrl> firstHop(const Endpoint &endpoint)
{
    if (!endpoint.proxy.empty())
        return parseProxyUrl(endpoint.proxy);
    return ProxyUrl{endpoint.host, endpoint.port, {}};
}

std::string tunnelRequest(const Endpoint &endpoint, std::string_view authorization)
{
    const bool isVersion6 = endpoint.host.find(':') != std::string::npos;
    const std::string host = isVersion6 ? '[' + endpoint.host + ']' : endpoint.host;
    const std::string authority = host + ':' + std::to_string(endpoint.port);
    std::string request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (!authorization.empty())
        request.append("Proxy-Authorization: ").append(authorization).append("\r\n");
    return request + "\r\n";
}

TunnelAnswer::Status TunnelAnswer::add(std::string_view bytes)
{
    m_answer += bytes;
    const std::size_t end = m_answer.find("\r\n\r\n");
    if (end == std::string::npos)
        return m_answer.size() > kAnswerBytes ? refuse("the proxy's answer could not be understood")
                                              : Status::NeedMore;
    const std::string_view answer = m_answer;
    const std::string_view code = answer.substr(std::min(answer.size(), kCodeAt), 3);
    if (!answer.starts_with("HTTP/1.") || code.size() != 3)
        return refuse("the proxy's answer could not be understood");
    if (code == "407")
        return refuse("the proxy wants a user and password, or others than these");
    if (!code.starts_with('2'))
        return refuse("the proxy refused the connection with status " + std::string(code));
    if (end + 4 != answer.size()) // TLS servers wait for us: these bytes are not the provider's
        return refuse("the proxy's answer could not be understood");
    return Status::Open;
}

TunnelAnswer::Status TunnelAnswer::refuse(std::string reason)
{
    m_refusal = std::move(reason);
    return Status::Refused;
}

} // namespace signalbox::net
