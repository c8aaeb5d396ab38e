#include "config/listen_address.h"

#include <algorithm>
#include <charconv>

namespace signalbox::config {

namespace {

bool isHostCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

bool isIpv6Character(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

/// Four decimal numbers up to 255.
bool isIpv4(std::string_view text)
{
    int parts = 0;
    while (true) {
        const std::size_t dot = text.find('.');
        const std::string_view part = text.substr(0, dot);
        unsigned value = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (error != std::errc() || end != part.data() + part.size() || value > 255 || part.size() > 3)
            return false;
        ++parts;
        if (dot == std::string_view::npos)
            return parts == 4;
        text.remove_prefix(dot + 1);
    }
}

} // namespace

bool ListenAddress::isLoopback() const
{
    // A name such as "127.evil.example" may resolve to anything: only literals and "localhost" are trusted.
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && isIpv4(host));
}

std::optional<ListenAddress> parseListenAddress(std::string_view text)
{
    ListenAddress address;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t close = text.find("]:");
        if (close == std::string_view::npos)
            return std::nullopt;
        address.host = text.substr(1, close - 1);
        port = text.substr(close + 2);
        if (address.host.find(':') == std::string::npos ||
            !std::ranges::all_of(address.host, isIpv6Character))
            return std::nullopt;
    } else {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        address.host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (address.host.empty() || !std::ranges::all_of(address.host, isHostCharacter))
            return std::nullopt;
    }
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (port.empty() || error != std::errc() || end != port.data() + port.size())
        return std::nullopt;
    return address;
}

} // namespace signalbox::config
