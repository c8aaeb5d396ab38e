#include "agents/toml_scalar.h"

#include <algorithm>
#include <charconv>

namespace signalbox::agents::toml {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

void appendUtf8(std::string &out, unsigned code)
{
    const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// The escape whose backslash stands at `at`.
std::optional<Fault> scanEscape(std::string_view text, std::size_t &at, std::string &out)
{
    const std::size_t begin = at;
    const char c = at + 1 < text.size() ? text[at + 1] : '\0';
    at += 2;
    static constexpr std::string_view kLetters = "btnfre\"\\";
    static constexpr std::string_view kMeant = "\b\t\n\f\r\x1B\"\\";
    if (const std::size_t found = kLetters.find(c); c != '\0' && found != std::string_view::npos) {
        out += kMeant[found];
        return std::nullopt;
    }
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits == 0 || at + digits > text.size() || !std::ranges::all_of(text.substr(at, digits), isHex))
        return Fault{begin, "a backslash that means nothing"};
    unsigned code = 0;
    std::from_chars(text.data() + at, text.data() + at + digits, code, 16);
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return Fault{begin, "an escape for a character that Unicode does not have"};
    appendUtf8(out, code);
    at += digits;
    return std::nullopt;
}

bool isLineEnd(std::string_view text, std::size_t at)
{
    return text.substr(at, 1) == "\n" || text.substr(at, 2) == "\r\n";
}

/// A backslash at the end of a line takes all white space up to the next character away.
bool skipContinuation(std::string_view text, std::size_t &at)
{
    std::size_t end = at + 1;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
        ++end;
    if (!isLineEnd(text, end))
        return false;
    at = std::min(text.find_first_not_of(" \t\r\n", end), text.size());
    return true;
}

std::optional<Fault> scanLong(std::string_view text, std::size_t &at, std::string &out)
{
    const std::size_t begin = at;
    const char quote = text[at];
    at += 3;
    if (isLineEnd(text, at))
        at += text[at] == '\r' ? 2 : 1;
    while (at < text.size()) {
        const char c = text[at];
        if (c == quote) {
            const std::size_t run = std::min(text.find_first_not_of(quote, at), text.size()) - at;
            if (run >= 3) { // up to two quotes may stand before the three that end it
                const std::size_t taken = std::min<std::size_t>(run, 5);
                out.append(taken - 3, quote);
                at += taken;
                return std::nullopt;
            }
            out.append(run, quote);
            at += run;
        } else if (c == '\\' && quote == '"') {
            if (skipContinuation(text, at))
                continue;
            if (auto fault = scanEscape(text, at, out))
                return fault;
        } else if (isLineEnd(text, at)) {
            const std::size_t length = c == '\r' ? 2 : 1;
            out.append(text.substr(at, length));
            at += length;
        } else if (isControl(c)) {
            return Fault{at, "a control character in a string"};
        } else {
            out += c;
            ++at;
        }
    }
    return Fault{begin, "a string is not closed"};
}

/// Digits with single underscores between them.
bool isDigits(std::string_view text, bool (*isOne)(char))
{
    bool wantsDigit = true;
    for (const char c : text) {
        if (c == '_' && !wantsDigit)
            wantsDigit = true;
        else if (isOne(c))
            wantsDigit = false;
        else
            return false;
    }
    return !wantsDigit;
}

bool isDecimal(std::string_view text)
{
    return isDigits(text, isDigit) && (text.size() == 1 || text[0] != '0');
}

bool fits(std::string_view token, int base)
{
    std::string plain;
    std::ranges::copy_if(token, std::back_inserter(plain), [](char c) { return c != '_' && c != '+'; });
    std::int64_t value = 0;
    return std::from_chars(plain.data(), plain.data() + plain.size(), value, base).ec == std::errc();
}

bool isInteger(std::string_view token)
{
    const auto prefixed = [&](std::string_view prefix, bool (*isOne)(char), int base) {
        return token.starts_with(prefix) && isDigits(token.substr(2), isOne) && fits(token.substr(2), base);
    };
    if (prefixed("0x", isHex, 16) ||
        prefixed(
            "0o", [](char c) { return c >= '0' && c <= '7'; }, 8) ||
        prefixed("0b", [](char c) { return c == '0' || c == '1'; }, 2))
        return true;
    const std::size_t sign = token.starts_with('+') || token.starts_with('-') ? 1 : 0;
    return isDecimal(token.substr(sign)) && fits(token, 10);
}

bool isFloat(std::string_view token)
{
    if (token.starts_with('+') || token.starts_with('-'))
        token.remove_prefix(1);
    if (token == "inf" || token == "nan")
        return true;
    const std::size_t exponent = token.find_first_of("eE");
    if (exponent != std::string_view::npos) {
        std::string_view power = token.substr(exponent + 1);
        if (power.starts_with('+') || power.starts_with('-'))
            power.remove_prefix(1);
        if (!isDigits(power, isDigit))
            return false;
        token = token.substr(0, exponent);
    }
    const std::size_t point = token.find('.');
    if (point == std::string_view::npos)
        return exponent != std::string_view::npos && isDecimal(token);
    return isDecimal(token.substr(0, point)) && isDigits(token.substr(point + 1), isDigit);
}

/// Takes a number of exactly so many digits off the front.
std::optional<int> takeNumber(std::string_view &text, std::size_t digits)
{
    if (text.size() < digits || !std::ranges::all_of(text.substr(0, digits), isDigit))
        return std::nullopt;
    int value = 0;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view &text, char c)
{
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

bool takeDate(std::string_view &text)
{
    const auto year = takeNumber(text, 4);
    if (!year || !take(text, '-'))
        return false;
    const auto month = takeNumber(text, 2);
    if (!month || *month < 1 || *month > 12 || !take(text, '-'))
        return false;
    const auto day = takeNumber(text, 2);
    const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    const int last = *month == 2 ? (leap ? 29 : 28)
                                 : (*month == 4 || *month == 6 || *month == 9 || *month == 11 ? 30 : 31);
    return day && *day >= 1 && *day <= last;
}

bool takeTime(std::string_view &text)
{
    const auto hour = takeNumber(text, 2);
    if (!hour || *hour > 23 || !take(text, ':'))
        return false;
    const auto minute = takeNumber(text, 2);
    if (!minute || *minute > 59)
        return false;
    if (!take(text, ':'))
        return true; // TOML 1.1 needs no seconds
    const auto second = takeNumber(text, 2);
    if (!second || *second > 60)
        return false;
    if (!take(text, '.'))
        return true;
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
}

bool takeOffset(std::string_view &text)
{
    if (take(text, 'Z') || take(text, 'z'))
        return true;
    if (!take(text, '+') && !take(text, '-'))
        return false;
    const auto hour = takeNumber(text, 2);
    if (!hour || *hour > 23 || !take(text, ':'))
        return false;
    const auto minute = takeNumber(text, 2);
    return minute && *minute <= 59;
}

std::optional<Kind> kindOfMoment(std::string_view token)
{
    if (std::string_view rest = token; takeTime(rest) && rest.empty())
        return Kind::LocalTime;
    if (!takeDate(token))
        return std::nullopt;
    if (token.empty())
        return Kind::LocalDate;
    if (!(take(token, 'T') || take(token, 't') || take(token, ' ')) || !takeTime(token))
        return std::nullopt;
    if (token.empty())
        return Kind::LocalDateTime;
    return takeOffset(token) && token.empty() ? std::optional(Kind::OffsetDateTime) : std::nullopt;
}

} // namespace

std::optional<Fault> scanString(std::string_view text, std::size_t &at, std::string &out)
{
    const std::size_t begin = at;
    const char quote = text[at];
    if (text.substr(at, 3) == std::string(3, quote))
        return scanLong(text, at, out);
    ++at;
    while (at < text.size()) {
        const char c = text[at];
        if (c == quote) {
            ++at;
            return std::nullopt;
        }
        if (c == '\\' && quote == '"') {
            if (auto fault = scanEscape(text, at, out))
                return fault;
        } else if (isControl(c)) {
            return Fault{at, isLineEnd(text, at) ? "a string is not closed on its line"
                                                 : "a control character in a string"};
        } else {
            out += c;
            ++at;
        }
    }
    return Fault{begin, "a string is not closed"};
}

std::optional<Kind> kindOfScalar(std::string_view token)
{
    if (token == "true" || token == "false")
        return Kind::Boolean;
    if (isInteger(token))
        return Kind::Integer;
    if (isFloat(token))
        return Kind::Float;
    return kindOfMoment(token);
}

std::size_t scalarEnd(std::string_view text, std::size_t at)
{
    const auto next = [&](std::size_t from) {
        return std::min(text.find_first_of(" \t\r\n#,]}=", from), text.size());
    };
    const std::size_t end = next(at);
    // A date and a time may have one space between them.
    std::string_view date = text.substr(at, end - at);
    if (takeDate(date) && date.empty() && end + 1 < text.size() && text[end] == ' ' && isDigit(text[end + 1]))
        return next(end + 1);
    return end;
}

std::string quoted(std::string_view text)
{
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (isControl(c)) {
            const auto byte = static_cast<unsigned char>(c);
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 0xF];
        } else {
            out += c;
        }
    }
    return out + '"';
}

bool isBareKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '-';
}

std::string keyText(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, isBareKeyCharacter) ? std::string(name) : quoted(name);
}

} // namespace signalbox::agents::toml
