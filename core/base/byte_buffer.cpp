#include "base/byte_buffer.h"

#include "base/wiped_text.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace signalbox {

ByteBuffer::ByteBuffer(ByteBuffer &&other) noexcept
    : m_memory(std::move(other.m_memory)), m_capacity(std::exchange(other.m_capacity, 0)),
      m_begin(std::exchange(other.m_begin, 0)), m_end(std::exchange(other.m_end, 0)), m_left(other.m_left)
{
}

ByteBuffer &ByteBuffer::operator=(ByteBuffer &&other) noexcept
{
    give(std::move(other.m_memory));
    m_capacity = std::exchange(other.m_capacity, 0);
    m_begin = std::exchange(other.m_begin, 0);
    m_end = std::exchange(other.m_end, 0);
    m_left = other.m_left;
    return *this;
}

void ByteBuffer::append(std::string_view bytes)
{
    if (bytes.empty())
        return;
    std::memcpy(prepare(bytes.size()).data(), bytes.data(), bytes.size());
    commit(bytes.size());
}

void ByteBuffer::consume(std::size_t bytes)
{
    assert(bytes <= size());
    m_begin += bytes;
    if (m_begin == m_end)
        m_begin = m_end = 0;
}

void ByteBuffer::truncate(std::size_t bytes)
{
    assert(bytes <= size());
    m_end = m_begin + bytes;
    if (m_begin == m_end)
        m_begin = m_end = 0;
}

void ByteBuffer::shrink(std::size_t keep)
{
    if (!isEmpty() || m_capacity <= keep)
        return;
    give(nullptr);
    m_capacity = m_begin = m_end = 0;
}

std::span<char> ByteBuffer::prepare(std::size_t bytes)
{
    if (m_capacity - m_end < bytes)
        grow(bytes);
    return {m_memory.get() + m_end, m_capacity - m_end};
}

void ByteBuffer::commit(std::size_t bytes)
{
    assert(bytes <= m_capacity - m_end);
    m_end += bytes;
}

void ByteBuffer::give(std::unique_ptr<char[]> memory)
{
    if (m_left == Left::Wiped && m_memory)
        wipe(std::span(m_memory.get(), m_capacity));
    m_memory = std::move(memory);
}

void ByteBuffer::grow(std::size_t bytes)
{
    const std::size_t used = size();
    if (m_capacity - used >= bytes &&
        m_begin >= used) { // room in front, and moving costs less than what was read
        std::memmove(m_memory.get(), m_memory.get() + m_begin, used);
    } else {
        const std::size_t capacity = std::max({used + bytes, m_capacity * 2, std::size_t(1024)});
        std::unique_ptr<char[]> memory(
            new char[capacity + kPadding]); // left unset: filled by what is received
        std::memset(memory.get() + capacity, 0, kPadding);
        if (used > 0)
            std::memcpy(memory.get(), m_memory.get() + m_begin, used);
        give(std::move(memory));
        m_capacity = capacity;
    }
    m_begin = 0;
    m_end = used;
}

} // namespace signalbox
