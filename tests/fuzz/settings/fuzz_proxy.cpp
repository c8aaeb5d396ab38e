// Whatever stands in a proxy's setting or in the environment: what is made of it could be sent on one line,
// and the machine itself is never reached through a proxy. Parts of the input are divided by line feeds:
// setting, host, then the four variables.
#include "net/proxy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace signalbox;
using namespace signalbox::net;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Control characters, blanks and what divides the parts of a URL have no place in a host.
bool isPlainHost(std::string_view host)
{
    for (const char c : host) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7f || std::string_view("/?#@\"\\").find(c) != std::string_view::npos)
            return false;
    }
    return !host.empty();
}

void checkUrl(std::string_view url)
{
    const auto parsed = parseProxyUrl(url);
    if (!parsed)
        return;
    require(isPlainHost(parsed->host) && parsed->port != 0);
    require(parsed->authorization.empty() || parsed->authorization.starts_with("Basic "));
    require(parsed->authorization.find_first_of("\r\n") == std::string::npos);
    // Read, written, read.
    const bool isVersion6 = parsed->host.find(':') != std::string::npos;
    const std::string written = "http://" + (isVersion6 ? '[' + parsed->host + ']' : parsed->host) + ':' +
                                std::to_string(parsed->port);
    const auto again = parseProxyUrl(written);
    require(again && again->host == parsed->host && again->port == parsed->port);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string_view bytes(reinterpret_cast<const char *>(data), size);
    checkUrl(bytes);
    std::array<std::string, 6> parts;
    for (std::string &part : parts) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        part = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    for (const std::string &part : parts)
        checkUrl(part);
    const auto &[setting, host, http, https, all, none] = parts;
    const ProxyEnvironment environment{http, https, all, none};
    for (const bool tls : {false, true}) {
        const ProxyTarget target{host, 443, tls};
        const auto chosen = chooseProxy(setting, target, environment);
        if (chosen && !chosen->empty()) {
            require(!isLoopback(host) && setting != "none" && parseProxyUrl(*chosen).has_value());
            require((setting != "system" && !setting.empty()) || !isExempt(none, host, 443));
        }
        const auto local = chooseProxy(setting, {"127.0.0.1", 80, tls}, environment);
        require(local && local->empty());
    }
    require(isExempt("*", host, 443));
    return 0;
}
