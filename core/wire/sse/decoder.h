#pragma once

#include "base/byte_buffer.h"
#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::sse {

/// One event of a stream. Slices live until the next call of the decoder.
struct Event
{
    std::string_view name; ///< empty where no `event:` line came
    std::string_view data; ///< `data:` lines joined by \n, with ByteBuffer::kPadding readable bytes behind it
    std::string_view wire; ///< the bytes of the whole block as they came, its empty line included
    bool hasData = false;  ///< a block of comments only has none
};

/// Splits a server-sent event stream (WHATWG HTML, section 9.2.6) into events: line ends \n, \r\n or \r, any
/// split between reads, comments, several data lines, a last block without its empty line. Keeps the bytes of
/// each block, so that a relay can forward them untouched. Pure; one stream, one thread.
class Decoder final
{
public:
    static constexpr std::size_t kMaxEventBytes =
        32 * 1024 * 1024; ///< images and signatures come in one event

    void feed(std::string_view bytes);
    /// The next whole block, comment-only ones included; nothing where more bytes are needed.
    [[nodiscard]] std::optional<Event> next();
    /// At the stream's end: what stands there without its empty line, if it has data.
    [[nodiscard]] std::optional<Event> last();
    /// A block grew over kMaxEventBytes; nothing more comes.
    [[nodiscard]] bool isOverflown() const { return m_overflown; }
    /// Bytes that belong to no whole block yet.
    [[nodiscard]] std::size_t pendingBytes() const { return m_buffer.size() - m_returned; }

private:
    void dropReturned();
    [[nodiscard]] std::optional<std::size_t> blockEnd();
    [[nodiscard]] Event parse(std::string_view block);

    ByteBuffer m_buffer;
    std::size_t m_returned = 0;       // bytes at the front that the last event's slices stand in
    std::size_t m_scanned = 0;        // no block ends before here
    bool m_lineEmpty = true;          // at m_scanned the line has nothing yet
    bool m_carriageEndedRead = false; // a \n that comes next belongs to the line end before
    bool m_started = false;           // a byte order mark is skipped once
    bool m_overflown = false;
    std::string m_joined; // several data lines
};

} // namespace signalbox::wire::sse
