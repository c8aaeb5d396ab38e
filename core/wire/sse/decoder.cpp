#include "wire/sse/decoder.h"

#include <cstring>

namespace signalbox::wire::sse {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// First \r or \n at or behind `from`. Two memchr beat a byte loop, because lines are long and \r is rare.
std::size_t lineBreak(std::string_view bytes, std::size_t from)
{
    const std::size_t feed = bytes.find('\n', from);
    const std::size_t length = (feed == std::string_view::npos ? bytes.size() : feed) - from;
    const void *carriage = length > 0 ? std::memchr(bytes.data() + from, '\r', length) : nullptr;
    return carriage == nullptr ? feed
                               : static_cast<std::size_t>(static_cast<const char *>(carriage) - bytes.data());
}

} // namespace

void Decoder::dropReturned()
{
    m_buffer.consume(m_returned);
    m_scanned -= m_returned;
    m_returned = 0;
}

void Decoder::feed(std::string_view bytes)
{
    dropReturned();
    if (m_overflown)
        return;
    m_buffer.append(bytes);
}

std::optional<Event> Decoder::next()
{
    dropReturned();
    if (m_overflown)
        return std::nullopt;
    const auto end = blockEnd();
    if (!end) {
        m_overflown = m_buffer.size() > kMaxEventBytes;
        return std::nullopt;
    }
    m_returned = *end;
    return parse(m_buffer.view().substr(0, *end));
}

std::optional<Event> Decoder::last()
{
    dropReturned();
    if (m_overflown || m_buffer.isEmpty())
        return std::nullopt;
    m_returned = m_scanned = m_buffer.size();
    m_lineEmpty = true;
    Event event = parse(m_buffer.view());
    return event.hasData ? std::optional(event) : std::nullopt;
}

/// Looks at each byte once, however the stream is split: what was scanned is remembered.
std::optional<std::size_t> Decoder::blockEnd()
{
    const std::string_view bytes = m_buffer.view();
    while (m_scanned < bytes.size()) {
        if (m_carriageEndedRead) {
            m_carriageEndedRead = false;
            if (bytes[m_scanned] == '\n') {
                ++m_scanned;
                continue;
            }
        }
        const std::size_t at = lineBreak(bytes, m_scanned);
        if (at == std::string_view::npos) {
            m_lineEmpty = false;
            m_scanned = bytes.size();
            return std::nullopt;
        }
        const bool isEmpty = m_lineEmpty && at == m_scanned;
        m_scanned = at + 1;
        m_lineEmpty = true;
        if (bytes[at] == '\r') {
            if (m_scanned == bytes.size())
                m_carriageEndedRead = true;
            else if (bytes[m_scanned] == '\n')
                ++m_scanned;
        }
        if (isEmpty)
            return m_scanned;
    }
    return std::nullopt;
}

Event Decoder::parse(std::string_view block)
{
    Event event;
    event.wire = block;
    std::string_view rest = block;
    if (!m_started && rest.starts_with(kByteOrderMark))
        rest.remove_prefix(kByteOrderMark.size());
    m_started = true;
    bool isJoined = false;
    while (!rest.empty()) {
        const std::size_t end = std::min(lineBreak(rest, 0), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(
            std::min(end + 1, rest.size())); // the \n of a \r\n is one more empty line: nothing
        const std::size_t colon = std::min(line.find(':'), line.size());
        const std::string_view field = line.substr(0, colon);
        std::string_view value = line.substr(std::min(colon + 1, line.size()));
        if (value.starts_with(' '))
            value.remove_prefix(1);
        if (field == "event") {
            event.name = value;
        } else if (field == "data") {
            if (event.hasData) {
                if (!isJoined)
                    m_joined.assign(event.data);
                isJoined = true;
                m_joined += '\n';
                m_joined += value;
            } else {
                event.data = value;
            }
            event.hasData = true;
        }
    }
    if (isJoined) {
        const std::size_t size = m_joined.size();
        m_joined.append(ByteBuffer::kPadding, '\0');
        event.data = std::string_view(m_joined).substr(0, size);
    }
    return event;
}

} // namespace signalbox::wire::sse
