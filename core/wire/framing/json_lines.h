#pragma once

#include "base/byte_buffer.h"
#include "wire/framing/message.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace signalbox::wire::framing {

/// Splits a stream of JSON documents, one a line (NDJSON), into messages without a name. Line ends are \n or
/// \r\n, and the last line may lack its own. Whether a line is JSON is its reader's question. Pure; one
/// stream, one thread.
class JsonLinesDecoder final
{
public:
    static constexpr std::size_t kMaxLineBytes = 32 * 1024 * 1024; ///< images come in one line

    void feed(std::string_view bytes);
    /// The next whole line, empty ones included; nothing where more bytes are needed.
    [[nodiscard]] std::optional<Message> next();
    /// At the stream's end, when `next` gives nothing more: a line without its end.
    [[nodiscard]] std::optional<Message> last();
    /// A line grew over kMaxLineBytes; nothing more comes.
    [[nodiscard]] bool isOverflown() const { return m_overflown; }
    /// Bytes that belong to no whole line yet.
    [[nodiscard]] std::size_t pendingBytes() const { return m_buffer.size() - m_returned; }

private:
    void dropReturned();
    [[nodiscard]] Message take(std::size_t end);

    ByteBuffer m_buffer{ByteBuffer::Left::Wiped}; // an error in it may quote the key
    std::size_t m_returned = 0; // bytes at the front that the last message's slices stand in
    std::size_t m_scanned = 0;  // no line ends before here
    bool m_overflown = false;
};

} // namespace signalbox::wire::framing
