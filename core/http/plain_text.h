#pragma once

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
    for (; at + step <= text.size(); at += step) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, step);
        const std::uint64_t deletes = bytes ^ (ones * 0x7f);
        // The high bit of a byte that is below 0x20, or is DEL. A borrow can set it in a byte above such a
        // one, never below: "none" is exact.
        if ((((bytes - ones * 0x20) & ~bytes) | ((deletes - ones) & ~deletes)) & highs)
            break;
    }
    while (at < text.size() && isPlain(text[at]))
        ++at;
    return at;
}

} // namespace signalbox::http
