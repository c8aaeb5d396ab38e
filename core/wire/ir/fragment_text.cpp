#include "wire/ir/fragment_text.h"

#include "wire/text.h"

#include <cstdio>
#include <utility>

namespace signalbox::wire::ir {

namespace {

std::string surrogateEscape(unsigned value)
{
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", value & 0xFFFFU);
    return escape;
}

/// Length of the escape at the front, 0 where more bytes are needed.
std::size_t escapeLength(std::string_view text)
{
    if (text.size() < 2)
        return 0;
    const std::size_t length = text[1] == 'u' ? 6 : 2;
    return text.size() >= length ? length : 0;
}

unsigned hexValue(std::string_view digits)
{
    unsigned value = 0;
    for (const char c : digits) {
        const unsigned digit = c >= '0' && c <= '9' ? static_cast<unsigned>(c - '0')
                                                    : (static_cast<unsigned>(c | 0x20) - 'a' + 10U);
        value = value << 4U | (digit & 15U);
    }
    return value;
}

} // namespace

void FragmentText::unit(unsigned value, std::string &out)
{
    if (m_high != 0) {
        const unsigned high = std::exchange(m_high, 0);
        if (value >= 0xDC00 && value < 0xE000) {
            appendUnescaped(out, Text{surrogateEscape(high) + surrogateEscape(value)});
            return;
        }
        out += surrogateEscape(high);
    }
    if (value >= 0xD800 && value < 0xDC00)
        m_high = value;
    else if (value >= 0xDC00 && value < 0xE000)
        out += surrogateEscape(value);
    else
        appendUnescaped(out, Text{surrogateEscape(value)});
}

void FragmentText::feed(std::string_view fragment, std::string &out)
{
    std::string joined;
    if (!m_pending.empty()) {
        joined = std::exchange(m_pending, {});
        joined += fragment;
        fragment = joined;
    }
    while (!fragment.empty()) {
        const std::size_t slash = fragment.find('\\');
        if (slash != 0 && m_high != 0)
            out += surrogateEscape(std::exchange(m_high, 0));
        out.append(fragment.substr(0, slash));
        if (slash == std::string_view::npos)
            return;
        fragment.remove_prefix(slash);
        const std::size_t length = escapeLength(fragment);
        if (length == 0) {
            m_pending = fragment;
            return;
        }
        if (length == 6) {
            unit(hexValue(fragment.substr(2, 4)), out);
        } else {
            if (m_high != 0)
                out += surrogateEscape(std::exchange(m_high, 0));
            appendUnescaped(out, Text{fragment.substr(0, 2)});
        }
        fragment.remove_prefix(length);
    }
}

void FragmentText::finish(std::string &out)
{
    if (m_high != 0)
        out += surrogateEscape(std::exchange(m_high, 0));
    m_pending.clear();
}

void ArgumentsProgress::feed(std::string_view fragment)
{
    m_plain.clear();
    m_text.feed(fragment, m_plain);
    for (const char c : m_plain)
        character(c);
}

void ArgumentsProgress::character(char c)
{
    if (m_inString) {
        if (m_escape)
            m_escape = false;
        else if (c == '\\')
            m_escape = true;
        else if (c == '"')
            m_inString = false;
        return;
    }
    switch (c) {
    case '"':
        m_inString = true;
        break;
    case '{':
    case '[':
        m_begun = true;
        ++m_depth;
        break;
    case '}':
    case ']':
        --m_depth;
        break;
    default:
        break;
    }
}

} // namespace signalbox::wire::ir
