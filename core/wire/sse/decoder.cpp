#include "wire/sse/decoder.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace signalbox::wire::sse {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
/// Of a read, while the end of a block is looked for that began in the one before.
constexpr std::size_t kJoinedAtOnce = 4 * 1024;

/// The value of a field if the line is one of this name.
template<std::size_t Size>
std::optional<std::string_view> valueOf(std::string_view line, const char (&name)[Size])
{
    constexpr std::size_t kLength = Size - 1;
    if (line.size() < kLength || std::memcmp(line.data(), name, kLength) != 0)
        return std::nullopt;
    line.remove_prefix(kLength);
    if (line.empty())
        return line; // a field without a colon has an empty value
    if (line.front() != ':')
        return std::nullopt;
    line.remove_prefix(line.size() > 1 && line[1] == ' ' ? 2 : 1);
    return line;
}

} // namespace

void Decoder::dropReturned()
{
    if (m_returned == 0)
        return;
    if (m_buffer.isEmpty())
        m_lent.remove_prefix(m_returned);
    else
        m_buffer.consume(m_returned);
    for (std::size_t *place : {&m_scanned, &m_line, &m_lineFeed.at, &m_carriage.at})
        *place -= std::min(*place, m_returned);
    m_returned = 0;
}

void Decoder::feed(std::string_view bytes)
{
    dropReturned();
    if (m_overflown)
        return;
    keepLent();
    m_buffer.append(bytes);
}

void Decoder::lend(std::string_view bytes)
{
    dropReturned();
    assert(m_lent.empty());
    if (!m_overflown)
        m_lent = bytes;
}

void Decoder::keepLent()
{
    m_buffer.append(std::exchange(m_lent, {}));
}

std::optional<Event> Decoder::next()
{
    dropReturned();
    if (m_overflown)
        return std::nullopt;
    const bool isSplit = !m_buffer.isEmpty() && !m_lent.empty();
    if (isSplit ? findSplitBlock() : findBlock())
        return take(m_scanned);
    keepLent();
    m_overflown = m_buffer.size() > kMaxEventBytes;
    return std::nullopt;
}

std::optional<Event> Decoder::last()
{
    dropReturned();
    keepLent();
    if (m_overflown || m_buffer.isEmpty())
        return std::nullopt;
    readLine(m_buffer.view().substr(m_line));
    m_line = m_scanned = m_buffer.size();
    const Event event = take(m_scanned);
    return event.hasData ? std::optional(event) : std::nullopt;
}

/// Looks at each byte once, however the stream is split: what was scanned is remembered, and what its lines
/// told.
bool Decoder::findBlock()
{
    const std::string_view bytes = this->bytes();
    while (m_scanned < bytes.size()) {
        if (std::exchange(m_carriageEndedRead, false) && bytes[m_scanned] == '\n') {
            m_line = ++m_scanned;
            continue;
        }
        m_scanned = std::min(m_lineFeed.from(m_scanned, bytes), m_carriage.from(m_scanned, bytes));
        if (m_scanned == bytes.size())
            return false;
        const std::string_view line = bytes.substr(m_line, m_scanned - m_line);
        if (bytes[m_scanned++] == '\r') {
            m_carriageEndedRead = m_scanned == bytes.size();
            if (!m_carriageEndedRead && bytes[m_scanned] == '\n')
                ++m_scanned;
        }
        m_line = m_scanned;
        if (line.empty())
            return true;
        readLine(line);
    }
    return false;
}

/// A block that began in an earlier read: it is joined in the buffer, and what stands behind it is left where
/// it was lent.
bool Decoder::findSplitBlock()
{
    while (!m_lent.empty()) {
        const std::size_t size = std::min(m_lent.size(), std::max(kJoinedAtOnce, m_buffer.size()));
        m_buffer.append(m_lent.substr(0, size));
        m_lent.remove_prefix(size);
        if (!findBlock())
            continue;
        const std::size_t behind = m_buffer.size() - m_scanned;
        m_buffer.truncate(m_scanned);
        m_lent = {m_lent.data() - behind, m_lent.size() + behind};
        return true;
    }
    return false;
}

void Decoder::readLine(std::string_view line)
{
    if (!std::exchange(m_started, true) && line.starts_with(kByteOrderMark))
        line.remove_prefix(kByteOrderMark.size());
    if (const auto data = valueOf(line, "data"))
        addData(*data);
    else if (const auto name = valueOf(line, "event"))
        m_name = sliceOf(*name);
}

void Decoder::addData(std::string_view value)
{
    if (++m_dataLines == 1) {
        m_data = sliceOf(value);
        return;
    }
    if (m_dataLines == 2)
        m_joined.assign(at(m_data));
    m_joined += '\n';
    m_joined += value;
}

Decoder::Slice Decoder::sliceOf(std::string_view value) const
{
    return {static_cast<std::size_t>(value.data() - bytes().data()), value.size()};
}

/// The block that ends at `end`, as its lines told.
Event Decoder::take(std::size_t end)
{
    Event event;
    event.wire = bytes().substr(0, end);
    event.isLent = m_buffer.isEmpty();
    event.name = at(m_name);
    event.hasData = m_dataLines > 0;
    event.data = at(m_data);
    if (m_dataLines > 1) {
        const std::size_t size = m_joined.size();
        m_joined.append(ByteBuffer::kPadding, '\0');
        event.data = std::string_view(m_joined).substr(0, size);
    }
    m_name = m_data = {};
    m_dataLines = 0;
    m_started = true;
    m_returned = end;
    return event;
}

} // namespace signalbox::wire::sse
