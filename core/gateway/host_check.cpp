#include "gateway/host_check.h"

#include <algorithm>
#include <cctype>

namespace signalbox::gateway {

namespace {

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// Without the port, and without the dot that may end a name.
std::string_view nameOf(std::string_view host)
{
    if (host.starts_with('['))
        return host.substr(0, host.find(']') + 1);
    std::string_view name = host.substr(0, host.rfind(':'));
    if (name.ends_with('.'))
        name.remove_suffix(1);
    return name;
}

bool isIpv4(std::string_view name)
{
    int parts = 0;
    while (true) {
        const std::size_t dot = name.find('.');
        const std::string_view part = name.substr(0, dot);
        if (part.empty() || part.size() > 3 ||
            !std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return false;
        ++parts;
        if (dot == std::string_view::npos)
            return parts == 4;
        name.remove_prefix(dot + 1);
    }
}

} // namespace

HostCheck::HostCheck(std::string machineName, std::vector<std::string> allowed)
    : m_machineName(lower(machineName)), m_allowed(std::move(allowed))
{
    for (std::string &name : m_allowed)
        name = lower(name);
}

bool HostCheck::serves(std::string_view host) const
{
    if (const std::string_view literal = nameOf(host); literal.starts_with('[') || isIpv4(literal))
        return true;
    const std::string name = lower(nameOf(host));
    if (name == "localhost" || name == "host.docker.internal")
        return true;
    if (!m_machineName.empty() && name == m_machineName)
        return true;
    const std::string whole = lower(host);
    return std::any_of(m_allowed.begin(), m_allowed.end(), [&](const std::string &allowed) {
        return allowed == name || allowed == whole ||
               (allowed.starts_with("*.") && name.ends_with(std::string_view(allowed).substr(1)));
    });
}

bool isLoopbackPeer(std::string_view peer)
{
    return peer.starts_with("127.") || peer.starts_with("[::1]") || peer.starts_with("::1") ||
           peer.starts_with("[::ffff:127.") || peer.starts_with("::ffff:127.");
}

} // namespace signalbox::gateway
