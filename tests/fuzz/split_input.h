#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace signalbox::fuzz {

/// How the bytes come in: all at once, one by one, or in pieces that the input chooses.
class Splitter final
{
public:
    explicit Splitter(std::size_t step) : m_step(step) {}
    [[nodiscard]] std::size_t next() const { return m_step; }

private:
    std::size_t m_step;
};

/// Feeds a parser that leaves what it has not consumed. `step(held, consumed)` is called until it answers
/// false, which means that it wants more.
template<class Step>
void feed(std::string_view bytes, const Splitter &splitter, Step &&step)
{
    std::string held;
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, splitter.next());
        bytes.remove_prefix(piece.size());
        held += piece;
        std::size_t consumed = 0;
        while (step(std::string_view(held), consumed)) {
            held.erase(0, consumed);
            consumed = 0;
        }
        held.erase(0, consumed);
    }
}

inline void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace signalbox::fuzz
