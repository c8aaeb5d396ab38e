#pragma once

#include "base/byte_buffer.h"

#include <cstddef>

namespace signalbox::upstream {

/// Memory that all calls of a client read into, one after the other. Providers quote the key that they
/// refuse, and some in the midst of a stream: when a call ends, everything that was read is wiped. Not after
/// each read: the next one writes over it anyway, and a long stream would be written twice. Gateway thread.
class ReadMemory final
{
public:
    /// One read, until what it brought has been understood. Never two at a time.
    class Use final
    {
    public:
        explicit Use(ReadMemory &memory) : m_memory(memory) { memory.m_isInUse = true; }
        ~Use() { m_memory.leave(); }
        Use(const Use &) = delete;
        Use &operator=(const Use &) = delete;
        /// Empty at first.
        [[nodiscard]] ByteBuffer &buffer() { return m_memory.m_buffer; }

    private:
        ReadMemory &m_memory;
    };

    /// Wipes what was read: at once, or with the end of the use in which the call ended.
    void wipeAfterCall();
    /// Gives memory above `keep` bytes back.
    void shrink(std::size_t keep);

private:
    void leave();
    void wipeRead();

    ByteBuffer m_buffer{ByteBuffer::Left::Wiped};
    std::size_t m_read = 0; ///< from its beginning: bytes that are not wiped yet
    bool m_isInUse = false;
    bool m_callHasEnded = false; ///< during the use
};

} // namespace signalbox::upstream
