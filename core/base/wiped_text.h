#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

/// Memory in which keys lie among other things, such as a message's head. (A key alone is a Secret.)
namespace signalbox {

/// Overwrites what lies there, in a way the compiler keeps.
void wipe(std::span<char> bytes);

/// Overwrites each `key` in it with as many stars, where it lies: whatever is read from there on holds none.
/// Nothing for an empty key.
void mask(std::span<char> bytes, std::string_view key);

/// Wipes memory before it is given back, the outgrown too.
template<class T>
struct WipingAllocator
{
    using value_type = T;

    WipingAllocator() = default;
    template<class Other>
    explicit WipingAllocator(const WipingAllocator<Other> & /*other*/)
    {
    }

    [[nodiscard]] T *allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T *memory, std::size_t count)
    {
        wipe(std::span(reinterpret_cast<char *>(memory), count * sizeof(T)));
        std::allocator<T>().deallocate(memory, count);
    }
    bool operator==(const WipingAllocator &) const = default;
};

/// Only what is too short for memory of its own (15 characters) is not wiped.
using WipedText = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

} // namespace signalbox
