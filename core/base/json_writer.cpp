#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace signalbox {

namespace {

/// Bytes of the UTF-8 sequence at the front of `text`, 0 where it is none (RFC 3629).
std::size_t utf8Length(std::string_view text)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (length == 0 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xC0U) != 0x80)
            return 0;
    }
    if (length == 3 && ((lead == 0xE0 && at(1) < 0xA0) || (lead == 0xED && at(1) >= 0xA0)))
        return 0;
    if (length == 4 && ((lead == 0xF0 && at(1) < 0x90) || (lead == 0xF4 && at(1) >= 0x90)))
        return 0;
    return length;
}

/// ASCII that stands for itself in a JSON string.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (unsigned byte = 0x20; byte < 0x80; ++byte)
        plain[byte] = byte != '"' && byte != '\\';
    return plain;
}();

} // namespace

void appendJsonEscaped(std::string &out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    while (!text.empty()) {
        // Most text needs no escape: it goes out in as few pieces as it has.
        std::size_t plain = 0;
        while (plain < text.size() && kPlain[static_cast<unsigned char>(text[plain])])
            ++plain;
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty())
            return;
        const char c = text.front();
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) {
            const std::size_t length = utf8Length(text);
            if (length == 0)
                out += "\xEF\xBF\xBD";
            else
                out.append(text.substr(0, length));
            text.remove_prefix(std::max<std::size_t>(length, 1));
            continue;
        }
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
        text.remove_prefix(1);
    }
}

void JsonWriter::separate()
{
    if (m_comma)
        m_out += ',';
    m_comma = true;
}

JsonWriter &JsonWriter::beginObject()
{
    separate();
    m_out += '{';
    m_comma = false;
    return *this;
}

JsonWriter &JsonWriter::endObject()
{
    m_out += '}';
    m_comma = true;
    return *this;
}

JsonWriter &JsonWriter::beginArray()
{
    separate();
    m_out += '[';
    m_comma = false;
    return *this;
}

JsonWriter &JsonWriter::endArray()
{
    m_out += ']';
    m_comma = true;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    // In one piece: a document has more keys than anything else.
    const std::size_t begin = m_out.size();
    m_out.resize_and_overwrite(begin + name.size() + 4, [&](char *out, std::size_t) {
        char *at = out + begin;
        if (m_comma)
            *at++ = ',';
        *at++ = '"';
        at = std::copy(name.begin(), name.end(), at);
        *at++ = '"';
        *at++ = ':';
        return static_cast<std::size_t>(at - out);
    });
    m_comma = false;
    return *this;
}

JsonWriter &JsonWriter::string(std::string_view text)
{
    separate();
    m_out += '"';
    appendJsonEscaped(m_out, text);
    m_out += '"';
    return *this;
}

JsonWriter &JsonWriter::escaped(std::string_view inside)
{
    separate();
    m_out += '"';
    m_out += inside;
    m_out += '"';
    return *this;
}

JsonWriter &JsonWriter::raw(std::string_view value)
{
    separate();
    m_out += value;
    return *this;
}

JsonWriter &JsonWriter::number(std::int64_t value)
{
    separate();
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    m_out.append(digits, end);
    return *this;
}

JsonWriter &JsonWriter::boolean(bool value)
{
    separate();
    m_out += value ? "true" : "false";
    return *this;
}

JsonWriter &JsonWriter::null()
{
    separate();
    m_out += "null";
    return *this;
}

} // namespace signalbox
