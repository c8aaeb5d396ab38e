#include "upstream/request_head.h"

#include "http/syntax.h"
#include "net/proxy.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace signalbox::upstream {

namespace {

/// What most heads fit into, so that memory is asked for once.
constexpr std::size_t kUsualBytes = 1024;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;
constexpr std::array<std::string_view, 4> kOwnFields = {"host", "content-length", "connection",
                                                        "transfer-encoding"};

bool isTarget(std::string_view target)
{
    return target.starts_with('/') &&
           std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

std::string authority(const net::Endpoint &endpoint)
{
    std::string text =
        endpoint.host.find(':') == std::string::npos ? endpoint.host : '[' + endpoint.host + ']';
    if (endpoint.port != (endpoint.tls ? kHttpsPort : kHttpPort))
        text += ':' + std::to_string(endpoint.port);
    return text;
}

Result<WipedText> buildRequestHead(const HttpRequest &request)
{
    const std::string host = authority(request.endpoint);
    if (!http::isToken(request.method) || !isTarget(request.target) || !http::isHost(host))
        return fail(ErrorCode::InvalidInput, "the request's method, address or path is not valid");
    WipedText head;
    head.reserve(kUsualBytes);
    head.append(request.method).append(" ");
    std::string proxyAuthorization;
    if (!request.endpoint.proxy.empty() && !request.endpoint.tls) {
        auto proxy = net::parseProxyUrl(request.endpoint.proxy);
        if (!proxy)
            return std::unexpected(std::move(proxy.error()));
        proxyAuthorization = std::move(proxy->authorization);
        head.append("http://").append(host);
    }
    head.append(request.target).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    for (const auto &[name, value] : request.fields.all()) {
        if (!http::isToken(name) || !http::isFieldValue(value))
            return fail(ErrorCode::InvalidInput,
                        "a header of the request holds a character that cannot be sent");
        const bool isOwn =
            std::ranges::any_of(kOwnFields, [&](auto own) { return http::equalNoCase(own, name); });
        if (!isOwn)
            head.append(name).append(": ").append(value).append("\r\n");
    }
    if (!request.fields.contains("accept-encoding"))
        head += "Accept-Encoding: identity\r\n";
    if (!proxyAuthorization.empty())
        head.append("Proxy-Authorization: ").append(proxyAuthorization).append("\r\n");
    std::size_t bodyBytes = 0;
    for (const std::string_view piece : request.body)
        bodyBytes += piece.size();
    const bool meansBody = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (bodyBytes > 0 || meansBody)
        head.append("Content-Length: ").append(std::to_string(bodyBytes)).append("\r\n");
    head += "\r\n";
    return head;
}

} // namespace signalbox::upstream
