#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace signalbox::http {

/// May stand in a field's value and in a line of a head: no control character (tab excepted) and not DEL.
constexpr bool isPlain(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
}

/// How many bytes at the beginning of `text` are plain. Eight at a time, because most of a head's bytes are
/// asked for here.
[[nodiscard]] inline std::size_t plainPrefix(std::string_view text)
{
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t highs = ones * 0x80;
    constexpr std::size_t step = sizeof(std::uint64_t);
    std::size_t at = 0;
    while (at + step <= text.size()) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, step);
        if constexpr (std::endian::native == std::endian::big)
            bytes = __builtin_bswap64(bytes);
        const std::uint64_t deletes = bytes ^ (ones * 0x7f);
        // The high bit of a byte that is below 0x20, or is DEL. A borrow can set it in a byte behind such a
        // one, never before it: the first is exact.
        const std::uint64_t odd = (((bytes - ones * 0x20) & ~bytes) | ((deletes - ones) & ~deletes)) & highs;
        if (odd == 0) {
            at += step;
            continue;
        }
        at += static_cast<std::size_t>(std::countr_zero(odd)) / step;
        if (text[at] != '\t')
            return at;
        ++at;
    }
    while (at < text.size() && isPlain(text[at]))
        ++at;
    return at;
}

} // namespace signalbox::http
