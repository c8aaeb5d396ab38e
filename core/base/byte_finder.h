#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#    include <emmintrin.h>
#endif

namespace signalbox {

/// 64 bytes looked at together: the answer to a question is a bit for each of them. Where there is no SSE2
/// the same is counted eight bytes at a time.
class ByteBlock final
{
public:
    static constexpr std::size_t kSize = 64;

    /// The bytes of `text` from `at`, which lies in it. Behind its end there is nothing: no question finds
    /// it.
    ByteBlock(std::string_view text, std::size_t at) : m_bytes(text.data() + at)
    {
        if (const std::size_t left = text.size() - at; left < kSize) {
            m_tail.fill(0);
            std::memcpy(m_tail.data(), m_bytes, left);
            m_bytes = m_tail.data();
            m_valid = (std::uint64_t(1) << left) - 1;
        }
    }
    ByteBlock(const ByteBlock &) = delete;
    ByteBlock &operator=(const ByteBlock &) = delete;

    [[nodiscard]] std::uint64_t equal(char byte) const
    {
#ifdef __SSE2__
        const __m128i wanted = _mm_set1_epi8(byte);
        return maskOf([&](__m128i bytes) { return _mm_cmpeq_epi8(bytes, wanted); });
#else
        return equalByWords(byte);
#endif
    }
    /// Bytes below a space, which are control characters.
    [[nodiscard]] std::uint64_t controls() const
    {
#ifdef __SSE2__
        const __m128i highest = _mm_set1_epi8(' ' - 1);
        return maskOf([&](__m128i bytes) { return _mm_cmpeq_epi8(_mm_min_epu8(bytes, highest), bytes); });
#else
        return controlsByWords();
#endif
    }

    /// The same without SSE2; public for the test that compares them.
    [[nodiscard]] std::uint64_t equalByWords(char byte) const
    {
        const std::uint64_t wanted = kOnes * static_cast<unsigned char>(byte);
        return maskByWords([&](std::uint64_t word) {
            const std::uint64_t differs = word ^ wanted; // a byte is 0 where it is equal
            return ~(((differs & kLow) + kLow) | differs) & kHigh;
        });
    }
    [[nodiscard]] std::uint64_t controlsByWords() const
    {
        return maskByWords(
            [](std::uint64_t word) { return ~(((word & kLow) + kOnes * 0x60) | word) & kHigh; });
    }

private:
    static constexpr std::uint64_t kOnes = 0x0101010101010101U;
    static constexpr std::uint64_t kLow = kOnes * 0x7F;
    static constexpr std::uint64_t kHigh = kOnes * 0x80;

    /// `found` answers the highest bit of each byte that is meant.
    template<class Found>
    [[nodiscard]] std::uint64_t maskByWords(Found found) const
    {
        std::uint64_t mask = 0;
        for (std::size_t word = 0; word < kSize / 8; ++word) {
            std::uint64_t bytes = 0;
            for (std::size_t byte = 0; byte < 8; ++byte) // whatever the order of bytes of this machine
                bytes |= std::uint64_t(static_cast<unsigned char>(m_bytes[word * 8 + byte])) << (byte * 8);
            mask |= ((found(bytes) >> 7U) * 0x0102040810204080U >> 56U) << (word * 8);
        }
        return mask & m_valid;
    }
#ifdef __SSE2__
    template<class Found>
    [[nodiscard]] std::uint64_t maskOf(Found found) const
    {
        const auto quarter = [&](std::size_t at) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(m_bytes + at));
            return std::uint64_t(static_cast<std::uint32_t>(_mm_movemask_epi8(found(bytes)))) << at;
        };
        return (quarter(0) | quarter(16) | quarter(32) | quarter(48)) & m_valid;
    }
#endif

    const char *m_bytes;
    std::uint64_t m_valid = ~std::uint64_t(0);
    std::array<char, kSize> m_tail; // filled only where it is needed
};

/// Finds one byte again and again in a text, each of whose bytes is looked at once. Where the byte comes
/// often, as quotes and backslashes do in JSON, this costs a fraction of as many calls of memchr.
class ByteFinder final
{
public:
    ByteFinder(std::string_view text, char byte) : m_text(text), m_byte(byte) {}

    /// Where the next one is; npos where there is none.
    [[nodiscard]] std::size_t next()
    {
        while (m_found == 0) {
            if (m_next >= m_text.size())
                return std::string_view::npos;
            m_found = ByteBlock(m_text, m_next).equal(m_byte);
            m_next += ByteBlock::kSize;
        }
        const auto bit = static_cast<std::size_t>(std::countr_zero(m_found));
        m_found &= m_found - 1;
        return m_next - ByteBlock::kSize + bit;
    }

private:
    std::string_view m_text;
    std::uint64_t m_found = 0; // in the 64 bytes before m_next, and not given yet
    std::size_t m_next = 0;
    char m_byte;
};

} // namespace signalbox
