#pragma once

#include "wire/ir/event.h"

namespace signalbox::wire::ir {

/// Numbers the blocks of an answer and sees to it that one is open at a time.
class BlockEmitter final
{
public:
    /// Opens a block of this kind unless one is open already.
    void open(BlockKind kind, EventSink &sink)
    {
        if (isOpen(kind))
            return;
        BlockStart start;
        start.kind = kind;
        begin(start, sink);
    }
    void begin(BlockStart start, EventSink &sink)
    {
        close(sink);
        start.index = m_index;
        m_kind = start.kind;
        m_isOpen = true;
        sink.on(start);
    }
    void close(EventSink &sink, bool complete = true)
    {
        if (!m_isOpen)
            return;
        m_isOpen = false;
        sink.on(BlockEnd{m_index++, complete});
    }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] bool isOpen(BlockKind kind) const { return m_isOpen && m_kind == kind; }
    /// Blocks begun so far.
    [[nodiscard]] int count() const { return m_index + (m_isOpen ? 1 : 0); }

private:
    BlockKind m_kind = BlockKind::Text;
    int m_index = 0;
    bool m_isOpen = false;
};

} // namespace signalbox::wire::ir
