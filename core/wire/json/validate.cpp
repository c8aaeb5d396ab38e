#include "wire/json/validate.h"

#include "base/byte_finder.h"

#include <simdjson.h>

namespace signalbox::wire::json {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::size_t skipDigits(std::string_view token, std::size_t at)
{
    while (at < token.size() && isDigit(token[at]))
        ++at;
    return at;
}

} // namespace

bool isNumber(std::string_view token)
{
    std::size_t at = !token.empty() && token[0] == '-' ? 1 : 0;
    const std::size_t whole = at;
    at = skipDigits(token, at);
    if (at == whole || (token[whole] == '0' && at - whole > 1))
        return false;
    if (at < token.size() && token[at] == '.') {
        const std::size_t fraction = ++at;
        at = skipDigits(token, at);
        if (at == fraction)
            return false;
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        ++at;
        if (at < token.size() && (token[at] == '+' || token[at] == '-'))
            ++at;
        const std::size_t exponent = at;
        at = skipDigits(token, at);
        if (at == exponent)
            return false;
    }
    return at == token.size();
}

bool isUnicodeEscape(std::string_view text, std::size_t at)
{
    return text.size() - at >= 6 && isHex(text[at + 2]) && isHex(text[at + 3]) && isHex(text[at + 4]) &&
           isHex(text[at + 5]);
}

bool isStringInside(std::string_view inside)
{
    ByteFinder slashes(inside, '\\');
    std::size_t behind = 0; // the escape before
    for (std::size_t at = slashes.next(); at != std::string_view::npos; at = slashes.next()) {
        if (at < behind)
            continue; // what the one before escapes
        const std::size_t length = escapeLength(inside, at);
        if (length == 0)
            return false;
        behind = at + length;
    }
    return true;
}

bool isString(std::string_view inside)
{
    return !inside.empty() && !hasControl(inside) && isStringInside(inside) &&
           simdjson::validate_utf8(inside.data(), inside.size());
}

std::string_view stringInside(std::string_view text)
{
    for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
        std::size_t slashes = 0; // an even number of them is escaped among themselves
        while (slashes < at && text[at - 1 - slashes] == '\\')
            ++slashes;
        if (slashes % 2 == 0)
            return text.substr(0, at);
    }
    return {};
}

} // namespace signalbox::wire::json
