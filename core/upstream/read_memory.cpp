#include "upstream/read_memory.h"

#include "base/wiped_text.h"

#include <algorithm>
#include <span>
#include <utility>

namespace signalbox::upstream {

void ReadMemory::wipeAfterCall()
{
    if (m_isInUse)
        m_callHasEnded = true;
    else
        wipeRead();
}

void ReadMemory::shrink(std::size_t keep)
{
    if (m_isInUse || m_buffer.capacity() <= keep)
        return;
    m_buffer.shrink(keep); // wipes what it gives back
    m_read = 0;
}

void ReadMemory::leave()
{
    m_isInUse = false;
    m_read = std::max(m_read, m_buffer.size());
    m_buffer.clear();
    if (std::exchange(m_callHasEnded, false))
        wipeRead();
}

void ReadMemory::wipeRead()
{
    wipe(std::span(m_buffer.data(), std::exchange(m_read, 0)));
}

} // namespace signalbox::upstream
