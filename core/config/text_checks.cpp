#include "config/text_checks.h"

#include "config/listen_address.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace signalbox::config {

namespace {

bool isAlphanumeric(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80;
}

bool isControlOrSpace(char c)
{
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char &c : result) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// Digits at a fixed place; -1 where one is none.
int digits(std::string_view text, std::size_t from, std::size_t count)
{
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// "host", "host:port" or "[v6]:port" of a URL; `authority` has no user part.
bool isAuthority(std::string_view authority)
{
    if (parseListenAddress(authority))
        return true;
    return parseListenAddress(std::string(authority) + ":1").has_value();
}

} // namespace

std::string wrongId(std::string_view text)
{
    const auto allowed = [](char c) { return isAlphanumeric(c) || c == '.' || c == '_' || c == '-'; };
    if (text.empty() || text.size() > 64 || !isAlphanumeric(text.front()) ||
        !std::ranges::all_of(text, allowed))
        return "has to be 1 to 64 letters, digits, \".\", \"_\" or \"-\", and begin with a letter or digit";
    return {};
}

std::string wrongModelName(std::string_view text)
{
    if (text.empty() || text.size() > 256 || std::ranges::any_of(text, isControlOrSpace))
        return "has to be 1 to 256 characters without spaces";
    return {};
}

std::string wrongReference(std::string_view text)
{
    constexpr std::array<std::string_view, 3> schemes{"keychain:", "env:", "file:"};
    for (const std::string_view scheme : schemes) {
        if (!text.starts_with(scheme))
            continue;
        const std::string_view name = text.substr(scheme.size());
        if (name.empty())
            return "names nothing behind \"" + std::string(scheme) + "\"";
        if (scheme == "env:" &&
            !std::ranges::all_of(name, [](char c) { return isAlphanumeric(c) || c == '_'; }))
            return "is no name of an environment variable";
        if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            return "holds a control character";
        return {};
    }
    if (looksLikeKey(text))
        return "is a key itself. Keys never stand in this file: put it into the keychain (signalbox secrets "
               "set "
               "keychain:NAME) and write \"keychain:NAME\", or write \"env:NAME\" or \"file:PATH\"";
    return "has to be a reference: \"keychain:NAME\", \"env:NAME\" or \"file:PATH\"; keys themselves never "
           "stand in "
           "this file";
}

std::string wrongBaseUrl(std::string_view text, std::span<const std::string> variables)
{
    std::string_view rest = text;
    if (rest.starts_with("https://"))
        rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return "has to begin with http:// or https://";
    if (std::ranges::any_of(rest, isControlOrSpace))
        return "holds a space or control character";
    std::string filled;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        filled += rest.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const std::size_t close = rest.find('}', open);
        if (close == std::string_view::npos)
            return "has a { without }";
        const std::string name(rest.substr(open + 1, close - open - 1));
        // {model} is each request's own (catalog/provider_row.h).
        if (name != "model" && std::ranges::find(variables, name) == variables.end())
            return "needs \"" + name + "\" in \"variables\"";
        filled += 'x';
        rest.remove_prefix(close + 1);
    }
    if (filled.find_first_of("?#") != std::string::npos)
        return "must not have a query or fragment; keys and versions have fields of their own";
    const std::string_view authority = std::string_view(filled).substr(0, filled.find('/'));
    if (authority.find('@') != std::string_view::npos)
        return "must not hold a user or password";
    if (!isAuthority(authority))
        return "has no usable host, or a port that is none";
    return {};
}

std::string wrongProxy(std::string_view text)
{
    if (text == "system" || text == "none")
        return {};
    constexpr std::array<std::string_view, 4> schemes{"http://", "https://", "socks5://", "socks5h://"};
    for (const std::string_view scheme : schemes) {
        if (!text.starts_with(scheme))
            continue;
        std::string_view authority = text.substr(scheme.size());
        if (authority.ends_with('/'))
            authority.remove_suffix(1);
        if (authority.find('@') != std::string_view::npos)
            return "must not hold a user or password";
        return isAuthority(authority) ? std::string() : "has no usable host, or a port that is none";
    }
    return "has to be \"system\", \"none\" or a URL such as \"http://proxy.example:3128\"";
}

std::string wrongKeyHeader(std::string_view text)
{
    constexpr std::string_view punctuation = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2
    const auto allowed = [&](char c) {
        return isAlphanumeric(c) || punctuation.find(c) != std::string_view::npos;
    };
    if (text.empty() || !std::ranges::all_of(text, allowed))
        return "is no name of an HTTP header";
    constexpr std::array<std::string_view, 9> ours{"host",       "content-length", "transfer-encoding",
                                                   "connection", "content-type",   "accept-encoding",
                                                   "te",         "upgrade",        "trailer"};
    if (std::ranges::find(ours, lower(text)) != ours.end())
        return "is written by the gateway itself";
    return {};
}

std::string wrongHeaderName(std::string_view text)
{
    constexpr std::array<std::string_view, 7> credentials{
        "authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key",
        "cookie",        "chatgpt-account-id"};
    if (std::ranges::find(credentials, lower(text)) != credentials.end())
        return "carries credentials, which never stand in this file: use \"keys\"";
    return wrongKeyHeader(text);
}

std::string wrongHeaderValue(std::string_view text)
{
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
        return "holds a line break or control character";
    if (looksLikeKey(text))
        return "looks like a key, and keys never stand in this file: use \"keys\"";
    return {};
}

std::string wrongVariableValue(std::string_view text)
{
    const auto allowed = [](char c) { return isAlphanumeric(c) || c == '.' || c == '_' || c == '-'; };
    if (text.empty() || !std::ranges::all_of(text, allowed))
        return "has to be letters, digits, \".\", \"_\" or \"-\"";
    return {};
}

std::string wrongKeyHash(std::string_view text)
{
    const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!text.starts_with("sha256:") || text.size() != 71 ||
        !std::ranges::all_of(text.substr(7), hexadecimal))
        return "has to be \"sha256:\" and 64 lower-case hexadecimal digits";
    return {};
}

std::optional<std::chrono::sys_seconds> parseTimestamp(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') ||
        text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    const int yearNumber = digits(text, 0, 4);
    const int monthNumber = digits(text, 5, 2);
    const int dayNumber = digits(text, 8, 2);
    if (yearNumber < 0 || monthNumber < 0 || dayNumber < 0 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    const year_month_day date{year(yearNumber), month(static_cast<unsigned>(monthNumber)),
                              day(static_cast<unsigned>(dayNumber))};
    if (!date.ok())
        return std::nullopt;
    text.remove_prefix(19);
    if (text.starts_with('.')) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", 1), text.size());
        if (end == 1)
            return std::nullopt;
        text.remove_prefix(end);
    }
    sys_seconds moment = sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
    if (text == "Z" || text == "z")
        return moment;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return std::nullopt;
    const int offsetHours = digits(text, 1, 2);
    const int offsetMinutes = digits(text, 4, 2);
    if (offsetHours < 0 || offsetHours > 23 || offsetMinutes < 0 || offsetMinutes > 59)
        return std::nullopt;
    const auto offset = hours(offsetHours) + minutes(offsetMinutes);
    return text[0] == '+' ? moment - offset : moment + offset;
}

bool looksLikeKey(std::string_view text)
{
    constexpr std::array<std::string_view, 10> beginnings{"sk-",   "sk_", "AIza", "gsk_",    "xai-",
                                                          "pplx-", "hf_", "ghp_", "Bearer ", "nvapi-"};
    return text.size() >= 16 &&
           std::ranges::any_of(beginnings, [&](std::string_view each) { return text.starts_with(each); });
}

} // namespace signalbox::config
