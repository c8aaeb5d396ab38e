#include "http/listen_address.h"

#include <QString>

#include <charconv>

namespace signalbox::http {

Result<ListenAddress> parseListenAddress(const std::string &text)
{
    const auto invalid = [&] {
        return fail(ErrorCode::InvalidInput,
                    "\"" + text +
                        "\" is no address to listen on: write 127.0.0.1:7717, [::1]:7717 or localhost:7717");
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos)
        return invalid();
    ListenAddress address;
    const std::string port = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (port.empty() || error != std::errc() || end != port.data() + port.size())
        return invalid();
    std::string host = text.substr(0, colon);
    const bool isBracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
    if (host == "localhost")
        host = "127.0.0.1";
    else if (isBracketed)
        host = host.substr(1, host.size() - 2);
    address.host = QHostAddress(QString::fromStdString(host));
    const bool isVersion6 = address.host.protocol() == QAbstractSocket::IPv6Protocol;
    if (address.host.isNull() || isVersion6 != isBracketed)
        return invalid();
    return address;
}

std::string toText(const ListenAddress &address)
{
    const std::string host = address.host.toString().toStdString();
    const bool isVersion6 = address.host.protocol() == QAbstractSocket::IPv6Protocol;
    return (isVersion6 ? '[' + host + ']' : host) + ':' + std::to_string(address.port);
}

} // namespace signalbox::http
