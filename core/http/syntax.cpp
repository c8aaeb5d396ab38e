#include "http/syntax.h"

#include "http/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace signalbox::http {

namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";
constexpr std::string_view kHostMarks = "-._~!$&'()*+,;=%"; // unreserved, sub-delims and percent

constexpr std::uint64_t kLargestLength = 0x7fff'ffff'ffff'ffff;

constexpr bool isAlphaNumeric(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr std::array<bool, 256> table(auto &&predicate)
{
    std::array<bool, 256> result{};
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = predicate(static_cast<unsigned char>(i));
    return result;
}

constexpr auto kToken = table([](unsigned char c) {
    return isAlphaNumeric(c) || kTokenMarks.find(static_cast<char>(c)) != std::string_view::npos;
});
constexpr auto kHost = table([](unsigned char c) {
    return isAlphaNumeric(c) || kHostMarks.find(static_cast<char>(c)) != std::string_view::npos;
});

bool all(std::string_view text, const std::array<bool, 256> &allowed)
{
    return std::ranges::all_of(text, [&](char c) { return allowed[static_cast<unsigned char>(c)]; });
}

bool isDigits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::optional<Fault> readVersion(std::string_view text, Version &version)
{
    if (text == "HTTP/1.1") {
        version = Version::Http11;
        return std::nullopt;
    }
    if (text == "HTTP/1.0") {
        version = Version::Http10;
        return std::nullopt;
    }
    const bool wellFormed = text.size() == 8 && text.starts_with("HTTP/") && text[6] == '.' &&
                            isDigits(text.substr(5, 1)) && isDigits(text.substr(7, 1));
    if (wellFormed)
        return Fault{505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
    return Fault{400, "no valid HTTP version in the first line"};
}

/// The authority of "scheme://authority/…", empty where it is none of that form.
std::string_view authorityOf(std::string_view target)
{
    const std::size_t mark = target.find("://");
    if (mark == std::string_view::npos || mark == 0)
        return {};
    target.remove_prefix(mark + 3);
    return target.substr(0, target.find_first_of("/?"));
}

bool isAbsoluteForm(std::string_view target)
{
    const std::size_t mark = target.find("://");
    if (mark == std::string_view::npos || mark == 0 || authorityOf(target).empty())
        return false;
    const std::string_view scheme = target.substr(0, mark);
    return std::ranges::all_of(scheme, [](char c) {
        return isAlphaNumeric(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '.';
    });
}

bool isAuthorityForm(std::string_view target)
{
    const std::size_t colon = target.rfind(':');
    return isHost(target) && colon != std::string_view::npos && isDigits(target.substr(colon + 1));
}

std::optional<Fault> checkTarget(const std::string &method, std::string_view target)
{
    for (const char c : target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f)
            return Fault{400, "the request target holds a character that has to be percent-encoded"};
        if (c == '#')
            return Fault{400, "the request target holds a fragment"};
    }
    if (method == "CONNECT")
        return isAuthorityForm(target) ? std::nullopt : std::optional(Fault{400, "CONNECT wants host:port"});
    if (target == "*")
        return method == "OPTIONS" ? std::nullopt : std::optional(Fault{400, "only OPTIONS may ask for *"});
    if (!target.starts_with('/') && !isAbsoluteForm(target))
        return Fault{400, "the request target has none of the permitted forms"};
    return std::nullopt;
}

} // namespace

bool equalNoCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

bool listHolds(std::string_view list, std::string_view token)
{
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (equalNoCase(trimmed(list.substr(0, comma)), token))
            return true;
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return false;
}

bool isToken(std::string_view text)
{
    return !text.empty() && all(text, kToken);
}

bool isFieldValue(std::string_view text)
{
    return plainPrefix(text) == text.size();
}

bool isHost(std::string_view text)
{
    std::string_view rest;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos || end < 3)
            return false;
        const bool isAddress = std::ranges::all_of(text.substr(1, end - 1), [](char c) {
            return isAlphaNumeric(static_cast<unsigned char>(c)) || c == ':' || c == '.' || c == '%';
        });
        if (!isAddress)
            return false;
        rest = text.substr(end + 1);
    } else {
        const std::size_t colon = text.find(':');
        const std::string_view name = text.substr(0, colon);
        if (name.empty() || !all(name, kHost))
            return false;
        rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
    }
    if (rest.empty() || rest == ":")
        return true;
    return rest.starts_with(':') && rest.size() <= 6 && isDigits(rest.substr(1));
}

std::optional<std::uint64_t> readContentLength(std::string_view text)
{
    if (!isDigits(text))
        return std::nullopt;
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    // Above 2^63 some reader counts below zero.
    if (error != std::errc() || end != text.data() + text.size() || length > kLargestLength)
        return std::nullopt;
    return length;
}

std::optional<Fault> readFieldLine(std::string_view line, Fields &fields)
{
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return Fault{400, "a field line without a colon"};
    const std::string_view name = line.substr(0, colon);
    if (!isToken(name))
        return Fault{400, "a field name that is no token"};
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!isFieldValue(value))
        return Fault{400, "a control character in a field value"};
    fields.add(name, value);
    return std::nullopt;
}

std::optional<Fault> readRequestLine(std::string_view line, RequestHead &head)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return Fault{400, "the request line has not three parts"};
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    if (!isToken(method))
        return Fault{400, "the method is no token"};
    if (target.empty() || target.find(' ') != std::string_view::npos)
        return Fault{400, "the request line has not three parts"};
    if (auto fault = readVersion(line.substr(last + 1), head.version))
        return fault;
    head.method = method;
    head.target = target;
    return checkTarget(head.method, target);
}

std::optional<Fault> readStatusLine(std::string_view line, ResponseHead &head)
{
    if (auto fault = readVersion(line.substr(0, 8), head.version))
        return Fault{502, fault->reason};
    const std::string_view code = line.size() < 12 ? std::string_view() : line.substr(9, 3);
    if (code.empty() || line[8] != ' ' || !isDigits(code) || (line.size() > 12 && line[12] != ' '))
        return Fault{502, "no valid status line"};
    head.status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
    if (head.status < 100)
        return Fault{502, "a status below 100"};
    // Some servers leave the space before an empty reason away; nobody can read that in two ways.
    const std::string_view reason = line.size() > 13 ? line.substr(13) : std::string_view();
    if (!isFieldValue(reason))
        return Fault{502, "a control character in the status line"};
    head.reason = reason;
    return std::nullopt;
}

std::optional<Framing> readFraming(const Fields &fields, Version version, Fault &fault)
{
    std::optional<std::string_view> length;
    std::optional<std::string_view> coding;
    for (const auto &[name, value] : fields.all()) {
        if (equalNoCase(name, "content-length")) {
            if (length) {
                fault = {400, "Content-Length is given twice"};
                return std::nullopt;
            }
            length = value;
        } else if (equalNoCase(name, "transfer-encoding")) {
            if (coding) {
                fault = {400, "Transfer-Encoding is given twice"};
                return std::nullopt;
            }
            coding = value;
        }
    }
    if (coding) {
        if (length)
            fault = {400, "both Content-Length and Transfer-Encoding"};
        else if (version == Version::Http10)
            fault = {400, "Transfer-Encoding in HTTP/1.0"};
        else if (equalNoCase(*coding, "chunked"))
            return Framing{Framing::Kind::Chunked, 0};
        else
            fault = {400, "a transfer coding other than chunked alone"};
        return std::nullopt;
    }
    if (!length)
        return Framing{};
    const auto bytes = readContentLength(*length);
    if (!bytes) {
        fault = {400, "Content-Length is no number"};
        return std::nullopt;
    }
    return Framing{Framing::Kind::Length, *bytes};
}

bool wantsKeepAlive(const Fields &fields, Version version)
{
    if (fields.hasToken("connection", "close"))
        return false;
    return version == Version::Http11 || fields.hasToken("connection", "keep-alive");
}

std::optional<Fault> checkHost(const RequestHead &head)
{
    std::optional<std::string_view> host;
    for (const auto &[name, value] : head.fields.all()) {
        if (!equalNoCase(name, "host"))
            continue;
        if (host)
            return Fault{400, "more than one Host"};
        host = value;
    }
    if (!host)
        return head.version == Version::Http10 ? std::nullopt
                                               : std::optional(Fault{400, "HTTP/1.1 wants a Host"});
    return isHost(*host) ? std::nullopt : std::optional(Fault{400, "Host is no valid host"});
}

void toOriginForm(RequestHead &head)
{
    if (head.method == "CONNECT" || !isAbsoluteForm(head.target))
        return;
    std::string_view authority = authorityOf(head.target);
    const std::size_t after =
        static_cast<std::size_t>(authority.data() - head.target.data()) + authority.size();
    std::string path = head.target.substr(after);
    if (!path.starts_with('/'))
        path.insert(path.begin(), '/');
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    const std::string host(authority);
    head.fields.remove("host");
    head.fields.add("Host", host);
    head.target = std::move(path);
}

} // namespace signalbox::http
