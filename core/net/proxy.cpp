#include "net/proxy.h"

#include <QByteArray>
#include <QHostAddress>
#include <QString>

#include <algorithm>
#include <charconv>

namespace signalbox::net {

namespace {

constexpr std::uint16_t kHttpPort = 80;

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

QHostAddress toAddress(std::string_view host)
{
    return QHostAddress(QString::fromUtf8(host.data(), qsizetype(host.size())));
}

std::optional<std::uint16_t> readPort(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || port == 0)
        return std::nullopt;
    return port;
}

struct HostAndPort
{
    std::string_view host;
    std::optional<std::uint16_t> port;
};

/// "host", "host:port", "[v6]", "[v6]:port" or a bare IPv6 address; nothing where the port is none.
std::optional<HostAndPort> splitPort(std::string_view text)
{
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view rest = text.substr(end + 1);
        const HostAndPort result{text.substr(1, end - 1), std::nullopt};
        if (rest.empty())
            return result;
        const auto port = rest.starts_with(':') ? readPort(rest.substr(1)) : std::nullopt;
        return port ? std::optional(HostAndPort{result.host, port}) : std::nullopt;
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos)
        return HostAndPort{text, std::nullopt};
    const auto port = readPort(text.substr(colon + 1));
    return port ? std::optional(HostAndPort{text.substr(0, colon), port}) : std::nullopt;
}

/// Whether it could be written into a request without becoming something else there.
bool isPlainHost(std::string_view host)
{
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7f &&
               std::string_view("/?#@\"\\<>[]").find(c) == std::string_view::npos;
    });
}

bool matches(std::string_view entry, const std::string &host, std::uint16_t port)
{
    if (entry == "*")
        return true;
    if (entry.find('/') != std::string_view::npos) {
        const auto subnet =
            QHostAddress::parseSubnet(QString::fromUtf8(entry.data(), qsizetype(entry.size())));
        const QHostAddress address = toAddress(host);
        return !subnet.first.isNull() && !address.isNull() && address.isInSubnet(subnet);
    }
    const auto parts = splitPort(entry);
    if (!parts || (parts->port && *parts->port != port))
        return false;
    std::string name = lowered(parts->host);
    if (name.starts_with("*."))
        name.erase(0, 1);
    if (const QHostAddress address = toAddress(name); !address.isNull())
        return address == toAddress(host);
    if (name.starts_with('.'))
        name.erase(0, 1);
    return !name.empty() &&
           (host == name || (host.ends_with(name) && host[host.size() - name.size() - 1] == '.'));
}

} // namespace

ProxyEnvironment readProxyEnvironment(const std::function<std::optional<std::string>(const char *)> &lookUp)
{
    const auto first = [&](const char *lower, const char *upper) {
        const auto value = lookUp(lower);
        return value ? *value : lookUp(upper).value_or(std::string());
    };
    return {first("http_proxy", "HTTP_PROXY"), first("https_proxy", "HTTPS_PROXY"),
            first("all_proxy", "ALL_PROXY"), first("no_proxy", "NO_PROXY")};
}

bool isLoopback(std::string_view host)
{
    const std::string name = lowered(host);
    if (name == "localhost" || name.ends_with(".localhost"))
        return true;
    const QHostAddress address = toAddress(host);
    return !address.isNull() && address.isLoopback();
}

bool isExempt(std::string_view list, std::string_view host, std::uint16_t port)
{
    std::string name = lowered(host);
    if (name.ends_with('.')) // "host." names the same host
        name.pop_back();
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(", \t"), list.size());
        if (end > 0 && matches(list.substr(0, end), name, port))
            return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

Result<std::string> chooseProxy(std::string_view setting, const ProxyTarget &target,
                                const ProxyEnvironment &environment)
{
    if (setting == "none" || isLoopback(target.host))
        return std::string();
    std::string_view url = setting;
    if (setting == "system" || setting.empty()) {
        if (isExempt(environment.none, target.host, target.port))
            return std::string();
        url = target.tls ? environment.https : environment.http;
        if (url.empty())
            url = environment.all;
        if (url.empty())
            return std::string();
    }
    if (const auto parsed = parseProxyUrl(url); !parsed)
        return std::unexpected(parsed.error());
    return std::string(url);
}

Result<ProxyUrl> parseProxyUrl(std::string_view url)
{
    // No message holds the URL: there may be a password in it.
    if (const std::size_t mark = url.find("://"); mark != std::string_view::npos) {
        if (lowered(url.substr(0, mark)) != "http")
            return fail(ErrorCode::InvalidInput, "only proxies of the form http://host:port can be used");
        url.remove_prefix(mark + 3);
    }
    url = url.substr(0, url.find('/'));
    ProxyUrl result;
    if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) {
        const QByteArray user =
            QByteArray::fromPercentEncoding(QByteArray(url.data(), static_cast<qsizetype>(at)));
        result.authorization = "Basic " + user.toBase64().toStdString();
        url.remove_prefix(at + 1);
    }
    const auto parts = splitPort(url);
    if (!parts || !isPlainHost(parts->host))
        return fail(ErrorCode::InvalidInput, "the proxy's address is not of the form http://host:port");
    result.host = parts->host;
    result.port = parts->port.value_or(kHttpPort);
    return result;
}

} // namespace signalbox::net
