#pragma once

#include "wire/json/document.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::wire::json {

/// A fixed set of words, none of them empty, in an order that the user's enumeration repeats. A word is told
/// by its length first: most of what is looked up is none of them, and that is then known without a
/// comparison.
template<std::size_t Count>
class Names final
{
public:
    template<class... Word>
    consteval explicit Names(const Word &...words) : m_words{words...}
    {
        for (std::size_t at = 0; at < Count; ++at)
            m_ofLength.at(m_words[at].size()) |= std::uint32_t(1) << at;
    }

    /// The word's place; Count where it is none of them.
    [[nodiscard]] constexpr std::size_t indexOf(std::string_view word) const
    {
        if (word.size() >= kLengths)
            return Count;
        for (std::uint32_t left = m_ofLength[word.size()]; left != 0; left &= left - 1) {
            const auto at = static_cast<std::size_t>(std::countr_zero(left));
            if (m_words[at].front() == word.front() && m_words[at] == word)
                return at;
        }
        return Count;
    }
    /// The same of the name of an object's member.
    [[nodiscard]] std::size_t indexOf(Value object, Value member) const
    {
        const Text name = member.key();
        return object.hasEscapedNames() ? indexOf(unescape(name)) : indexOf(name.escaped);
    }
    [[nodiscard]] static constexpr std::size_t size() { return Count; }
    [[nodiscard]] constexpr std::string_view operator[](std::size_t at) const { return m_words[at]; }

    /// The members of these names, in one walk; of a repeated one the last. All absent where it is no object.
    [[nodiscard]] std::array<Value, Count> in(Value object) const
    {
        std::array<Value, Count> found;
        if (!object.isObject())
            return found;
        for (const Value member : object) {
            if (const std::size_t at = indexOf(object, member); at != Count)
                found[at] = member;
        }
        return found;
    }

private:
    static_assert(Count <= 32, "a bit for each");
    static constexpr std::size_t kLengths = 48;

    std::array<std::string_view, Count> m_words;
    std::array<std::uint32_t, kLengths> m_ofLength{}; // which of them have it
};

template<class... Word>
Names(const Word &...) -> Names<sizeof...(Word)>;

} // namespace signalbox::wire::json
