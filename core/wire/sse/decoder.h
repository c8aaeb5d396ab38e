#pragma once

#include "base/byte_buffer.h"
#include "base/result.h"
#include "wire/framing/message.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::sse {

/// One event of a stream: named by its `event:` line, its `data:` lines joined by \n, and of the wire the
/// whole block, its empty line included.
using Event = framing::Message;

/// Splits a server-sent event stream (WHATWG HTML, section 9.2.6) into events: line ends \n, \r\n or \r, any
/// split between reads, comments, several data lines, a last block without its empty line. Keeps the bytes of
/// each block, so that a relay can forward them untouched. Pure; one stream, one thread.
class Decoder final
{
public:
    static constexpr std::size_t kMaxEventBytes =
        32 * 1024 * 1024; ///< images and signatures come in one event

    void feed(std::string_view bytes);
    /// Like feed without a copy: blocks are read where they lie. The bytes have to live until `next` gave
    /// nothing, with kPadding readable bytes behind them.
    void lend(std::string_view bytes);
    /// The next whole block, comment-only ones included; nothing where more bytes are needed.
    [[nodiscard]] std::optional<Event> next();
    /// At the stream's end, when `next` gives nothing more: what stands there without its empty line, if it
    /// has data.
    [[nodiscard]] std::optional<Event> last();
    /// A block grew over kMaxEventBytes; nothing more comes.
    [[nodiscard]] bool isOverflown() const { return m_overflown; }
    /// Bytes that belong to no whole block yet.
    [[nodiscard]] std::size_t pendingBytes() const { return m_buffer.size() + m_lent.size() - m_returned; }

private:
    /// Where in the buffer, from its front, a value stands: the buffer may move while more of a block comes.
    struct Slice
    {
        std::size_t begin = 0;
        std::size_t size = 0;
    };
    /// The next place of one byte, remembered until it is passed: each byte is looked at once for it, however
    /// many lines and reads there are.
    struct NextByte
    {
        char byte;
        std::size_t at = 0; // there it is, or none was before

        /// `bytes.size()` where there is none.
        [[nodiscard]] std::size_t from(std::size_t begin, std::string_view bytes)
        {
            at = std::max(at, begin);
            if (at < bytes.size() && bytes[at] != byte)
                at = std::min(bytes.find(byte, at), bytes.size());
            return at;
        }
    };

    /// What is looked at: what waits for the end of its block, else what was lent.
    [[nodiscard]] std::string_view bytes() const { return m_buffer.isEmpty() ? m_lent : m_buffer.view(); }
    void dropReturned();
    void keepLent();
    [[nodiscard]] bool findBlock();
    [[nodiscard]] bool findSplitBlock();
    void readLine(std::string_view line);
    void addData(std::string_view value);
    [[nodiscard]] Slice sliceOf(std::string_view value) const;
    [[nodiscard]] std::string_view at(Slice slice) const { return bytes().substr(slice.begin, slice.size); }
    [[nodiscard]] Event take(std::size_t end);

    ByteBuffer m_buffer{ByteBuffer::Left::Wiped}; // an error in it may quote the key
    std::string_view m_lent;                      // goes on where m_buffer ends
    std::size_t m_returned = 0;                   // bytes at the front that the last event's slices stand in
    std::size_t m_scanned = 0;                    // no block ends before here
    std::size_t m_line = 0;                       // where the line begins that m_scanned is in
    NextByte m_lineFeed{'\n'};
    NextByte m_carriage{'\r'};
    bool m_carriageEndedRead = false; // a \n that comes next belongs to the line end before
    bool m_started = false;           // a byte order mark is skipped once
    bool m_overflown = false;

    // Of the block that is being read.
    Slice m_name;
    Slice m_data; // the first data line
    std::size_t m_dataLines = 0;
    std::string m_joined; // of several
};

} // namespace signalbox::wire::sse
