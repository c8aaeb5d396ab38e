#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace signalbox {

/// Bytes that come in at the end and are consumed from the front, in one piece of memory. There are always
/// kPadding bytes behind the data that may be read (not meant): simdjson wants them, and so a body is parsed
/// where it was received. Views into it die with the next append or consume.
class ByteBuffer final
{
public:
    static constexpr std::size_t kPadding = 64;

    /// What becomes of bytes in memory that the buffer gives back.
    enum class Left { AsIs, Wiped };

    ByteBuffer() = default;
    explicit ByteBuffer(Left left) : m_left(left) {}
    ByteBuffer(ByteBuffer &&other) noexcept;
    ByteBuffer &operator=(ByteBuffer &&other) noexcept;
    ByteBuffer(const ByteBuffer &) = delete;
    ByteBuffer &operator=(const ByteBuffer &) = delete;
    ~ByteBuffer() { give(nullptr); }

    [[nodiscard]] std::string_view view() const { return {m_memory.get() + m_begin, m_end - m_begin}; }
    [[nodiscard]] char *data() { return m_memory.get() + m_begin; }
    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }
    [[nodiscard]] bool isEmpty() const { return m_begin == m_end; }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }

    void append(std::string_view bytes);
    void consume(std::size_t bytes);
    /// Leaves the first `bytes` only.
    void truncate(std::size_t bytes);
    void clear() { m_begin = m_end = 0; }
    /// Gives memory above `keep` back once the buffer is empty: a connection that had one large body does not
    /// hold it for ever.
    void shrink(std::size_t keep);

    /// Room for at least `bytes` more; write into it, then `commit` what was written.
    [[nodiscard]] std::span<char> prepare(std::size_t bytes);
    void commit(std::size_t bytes);

private:
    void grow(std::size_t bytes);
    /// Puts other memory in the place of ours.
    void give(std::unique_ptr<char[]> memory);

    std::unique_ptr<char[]> m_memory;
    std::size_t m_capacity = 0; // without the padding
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    Left m_left = Left::AsIs;
};

} // namespace signalbox
