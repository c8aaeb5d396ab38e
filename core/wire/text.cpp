#include "wire/text.h"

#include "base/json_writer.h"

#include <cstdint>
#include <optional>

namespace signalbox::wire {

namespace {

std::optional<std::uint32_t> hex4(std::string_view digits)
{
    if (digits.size() < 4)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const char c = digits[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return std::nullopt;
        value = value << 4U | static_cast<std::uint32_t>(digit);
    }
    return value;
}

void appendUtf8(std::string &out, std::uint32_t codePoint)
{
    const auto push = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (codePoint < 0x80) {
        push(codePoint);
    } else if (codePoint < 0x800) {
        push(0xC0U | codePoint >> 6U);
        push(0x80U | (codePoint & 0x3FU));
    } else if (codePoint < 0x10000) {
        push(0xE0U | codePoint >> 12U);
        push(0x80U | (codePoint >> 6U & 0x3FU));
        push(0x80U | (codePoint & 0x3FU));
    } else {
        push(0xF0U | codePoint >> 18U);
        push(0x80U | (codePoint >> 12U & 0x3FU));
        push(0x80U | (codePoint >> 6U & 0x3FU));
        push(0x80U | (codePoint & 0x3FU));
    }
}

/// Reads `\uXXXX` (and its partner where it is the first half of a pair) behind the `\u`; answers what was
/// consumed.
std::size_t appendUnicodeEscape(std::string &out, std::string_view rest)
{
    const std::uint32_t unit = hex4(rest).value_or(0xFFFD);
    if (unit >= 0xD800 && unit < 0xDC00 && rest.size() >= 10 && rest[4] == '\\' && rest[5] == 'u') {
        const std::uint32_t low = hex4(rest.substr(6)).value_or(0);
        if (low >= 0xDC00 && low < 0xE000) {
            appendUtf8(out, 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00));
            return 10;
        }
    }
    appendUtf8(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    return 4;
}

} // namespace

void appendUnescaped(std::string &out, Text text)
{
    std::string_view rest = text.escaped;
    for (;;) {
        const std::size_t slash = rest.find('\\');
        out.append(rest.substr(0, slash));
        if (slash == std::string_view::npos || slash + 1 >= rest.size())
            return;
        const char c = rest[slash + 1];
        rest.remove_prefix(slash + 2);
        switch (c) {
        case 'b':
            out.push_back('\b');
            break;
        case 'f':
            out.push_back('\f');
            break;
        case 'n':
            out.push_back('\n');
            break;
        case 'r':
            out.push_back('\r');
            break;
        case 't':
            out.push_back('\t');
            break;
        case 'u':
            rest.remove_prefix(std::min(rest.size(), appendUnicodeEscape(out, rest)));
            break;
        default:
            out.push_back(c);
        }
    }
}

std::string unescape(Text text)
{
    std::string out;
    out.reserve(text.escaped.size());
    appendUnescaped(out, text);
    return out;
}

bool equals(Text text, std::string_view plain)
{
    // An escape is longer than what it says, so most names are told apart by their length alone.
    const bool isLonger = text.escaped.size() > plain.size();
    if (!isLonger)
        return text.escaped == plain && plain.find('\\') == std::string_view::npos;
    return text.escaped.find('\\') != std::string_view::npos && unescape(text) == plain;
}

Text Arena::text(std::string_view plain)
{
    std::string escaped;
    escaped.reserve(plain.size() + 8);
    appendJsonEscaped(escaped, plain);
    return {keep(std::move(escaped))};
}

} // namespace signalbox::wire
