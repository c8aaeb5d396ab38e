#include "wire/json/validate.h"

#include <simdjson.h>

#include <algorithm>

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

bool isStringInside(std::string_view inside)
{
    for (std::size_t at = 0; at < inside.size(); ++at) {
        at = inside.find('\\', at);
        if (at == std::string_view::npos)
            return true; // simdjson's first stage refuses bare control characters
        if (++at == inside.size())
            return false;
        if (inside[at] == 'u') {
            if (inside.size() - at < 5)
                return false;
            for (std::size_t digit = 1; digit <= 4; ++digit) {
                if (!isHex(inside[at + digit]))
                    return false;
            }
            at += 4;
        } else if (std::string_view("\"\\/bfnrt").find(inside[at]) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool isString(std::string_view inside)
{
    const bool hasControls =
        std::ranges::any_of(inside, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return !inside.empty() && !hasControls && isStringInside(inside) &&
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
