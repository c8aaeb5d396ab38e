#include "wire/framing/json_lines.h"

#include <algorithm>

namespace signalbox::wire::framing {

namespace {

/// White space of JSON (RFC 8259 section 2), which may stand round a document.
constexpr std::string_view kBlank = " \t\r\n";

} // namespace

void JsonLinesDecoder::dropReturned()
{
    m_buffer.consume(m_returned);
    m_scanned -= std::min(m_scanned, m_returned);
    m_returned = 0;
}

void JsonLinesDecoder::feed(std::string_view bytes)
{
    dropReturned();
    if (!m_overflown)
        m_buffer.append(bytes);
}

std::optional<Message> JsonLinesDecoder::next()
{
    dropReturned();
    if (m_overflown)
        return std::nullopt;
    const std::size_t end = m_buffer.view().find('\n', m_scanned);
    if (end == std::string_view::npos) {
        m_scanned = m_buffer.size();
        m_overflown = m_scanned > kMaxLineBytes;
        return std::nullopt;
    }
    return take(end + 1);
}

std::optional<Message> JsonLinesDecoder::last()
{
    dropReturned();
    if (m_overflown || m_buffer.isEmpty())
        return std::nullopt;
    const Message message = take(m_buffer.size());
    return message.hasData ? std::optional(message) : std::nullopt;
}

Message JsonLinesDecoder::take(std::size_t end)
{
    Message message;
    message.wire = m_buffer.view().substr(0, end);
    const std::size_t first = message.wire.find_first_not_of(kBlank);
    if (first != std::string_view::npos) {
        message.data = message.wire.substr(first, message.wire.find_last_not_of(kBlank) + 1 - first);
        message.hasData = true;
    }
    m_returned = m_scanned = end;
    return message;
}

} // namespace signalbox::wire::framing
