#include "http/response_writer.h"

#include "http/syntax.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <span>
#include <utility>

namespace signalbox::http {

namespace {

constexpr std::array<std::pair<int, std::string_view>, 36> kReasons = {{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

constexpr std::array<std::string_view, 4> kOwnFields = {"content-length", "date", "connection",
                                                        "transfer-encoding"};

void appendNumber(std::string &into, std::uint64_t number)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    into.append(digits.data(), end);
}

void appendTwoDigits(std::string &into, unsigned number)
{
    into += static_cast<char>('0' + number / 10 % 10);
    into += static_cast<char>('0' + number % 10);
}

bool isOwnField(std::string_view name)
{
    return std::ranges::any_of(kOwnFields, [&](std::string_view own) { return equalNoCase(own, name); });
}

} // namespace

std::string_view reasonPhrase(int status)
{
    const auto found =
        std::ranges::lower_bound(kReasons, status, {}, &std::pair<int, std::string_view>::first);
    return found != kReasons.end() && found->first == status ? found->second : std::string_view();
}

void appendResponseHead(std::string &into, int status, const Fields &fields, BodyShape shape,
                        AfterAnswer after, std::string_view date)
{
    into += "HTTP/1.1 ";
    appendNumber(into, static_cast<std::uint64_t>(status));
    into += ' ';
    into += reasonPhrase(status);
    into += "\r\n";
    for (const auto &[name, value] : fields.all()) {
        if (!isToken(name) || !isFieldValue(value) || isOwnField(name))
            continue;
        into.append(name).append(": ").append(value).append("\r\n");
    }
    into.append("Date: ").append(date).append("\r\n");
    if (shape.kind == BodyShape::Kind::Length) {
        into += "Content-Length: ";
        appendNumber(into, shape.length);
        into += "\r\n";
    } else if (shape.kind == BodyShape::Kind::Chunked) {
        into += "Transfer-Encoding: chunked\r\n";
    }
    if (after == AfterAnswer::Close)
        into += "Connection: close\r\n";
    else if (after == AfterAnswer::KeepAliveSaid)
        into += "Connection: keep-alive\r\n";
    into += "\r\n";
}

std::string_view chunkSizeLine(std::size_t bytes, std::span<char, 20> memory)
{
    char *end = std::to_chars(memory.data(), memory.data() + memory.size() - 2, bytes, 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    return {memory.data(), static_cast<std::size_t>(end - memory.data())};
}

std::string_view DateCache::now()
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(m_clock.wallNow());
    if (m_second == seconds.time_since_epoch().count())
        return m_text;
    m_second = seconds.time_since_epoch().count();
    static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                              "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(seconds - day);
    // IMF-fixdate (RFC 9110 section 5.6.7), by hand: the locale has no say in it.
    m_text = kDays[std::chrono::weekday(day).c_encoding()];
    m_text += ", ";
    appendTwoDigits(m_text, static_cast<unsigned>(date.day()));
    m_text += ' ';
    m_text += kMonths[static_cast<unsigned>(date.month()) - 1];
    m_text += ' ';
    appendNumber(m_text, static_cast<std::uint64_t>(static_cast<int>(date.year())));
    m_text += ' ';
    appendTwoDigits(m_text, static_cast<unsigned>(time.hours().count()));
    m_text += ':';
    appendTwoDigits(m_text, static_cast<unsigned>(time.minutes().count()));
    m_text += ':';
    appendTwoDigits(m_text, static_cast<unsigned>(time.seconds().count()));
    m_text += " GMT";
    return m_text;
}

} // namespace signalbox::http
