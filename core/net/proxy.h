#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Which proxy a connection goes through: pure functions over a setting and what the environment says.
namespace signalbox::net {

/// What HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY hold; empty where unset.
struct ProxyEnvironment
{
    std::string http;
    std::string https;
    std::string all;
    std::string none;

    bool operator==(const ProxyEnvironment &) const = default;
};

/// `lookUp` is std::getenv or a test's. Lower case wins over upper case, as in curl.
[[nodiscard]] ProxyEnvironment
readProxyEnvironment(const std::function<std::optional<std::string>(const char *)> &lookUp);

/// Where a connection is to go.
struct ProxyTarget
{
    std::string_view host; ///< IPv6 without brackets
    std::uint16_t port = 0;
    bool tls = false;
};

/// The proxy's URL for Endpoint::proxy, empty where the way is direct. `setting` is "system", "none" or a
/// URL. The machine itself is never reached through a proxy, nor is what NO_PROXY names; a URL in the setting
/// is for all else.
[[nodiscard]] Result<std::string> chooseProxy(std::string_view setting, const ProxyTarget &target,
                                              const ProxyEnvironment &environment);

/// NO_PROXY: names and their subdomains (".example.com", "*.example.com", "example.com"), addresses, subnets
/// ("10.0.0.0/8"), each with an optional port, or "*".
[[nodiscard]] bool isExempt(std::string_view list, std::string_view host, std::uint16_t port);
[[nodiscard]] bool isLoopback(std::string_view host);

/// A proxy's URL taken apart.
struct ProxyUrl
{
    std::string host;
    std::uint16_t port = 0;
    std::string authorization; ///< "Basic …" for Proxy-Authorization, or empty

    bool operator==(const ProxyUrl &) const = default;
};

/// "http://[user:password@]host[:port]"; the scheme may be missing. Other schemes are InvalidInput.
[[nodiscard]] Result<ProxyUrl> parseProxyUrl(std::string_view url);

} // namespace signalbox::net
