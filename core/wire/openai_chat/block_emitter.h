#pragma once

#include "wire/ir/event.h"

namespace signalbox::wire::openai_chat {

/// Numbers the blocks of an answer and sees to it that one is open at a time.
class BlockEmitter final
{
public:
    /// Opens a block of this kind unless one is open already.
    void open(ir::BlockKind kind, ir::EventSink &sink)
    {
        if (isOpen(kind))
            return;
        ir::BlockStart start;
        start.kind = kind;
        begin(start, sink);
    }
    void begin(ir::BlockStart start, ir::EventSink &sink)
    {
        close(sink);
        start.index = m_index;
        m_kind = start.kind;
        m_isOpen = true;
        sink.on(start);
    }
    void close(ir::EventSink &sink, bool complete = true)
    {
        if (!m_isOpen)
            return;
        m_isOpen = false;
        sink.on(ir::BlockEnd{m_index++, complete});
    }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] bool isOpen(ir::BlockKind kind) const { return m_isOpen && m_kind == kind; }
    /// Blocks begun so far.
    [[nodiscard]] int count() const { return m_index + (m_isOpen ? 1 : 0); }

private:
    ir::BlockKind m_kind = ir::BlockKind::Text;
    int m_index = 0;
    bool m_isOpen = false;
};

} // namespace signalbox::wire::openai_chat
