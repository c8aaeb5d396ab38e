#pragma once

#include "wire/text.h"

#include <cstddef>
#include <deque>

namespace signalbox::wire::ir {

/// Ids for calls that a client's history has without one, as some providers give them: every provider wants
/// one. The same conversation gets the same ids on each turn. Lives while a request is read.
class MissingIds final
{
public:
    explicit MissingIds(Arena &arena) : m_arena(arena) {}

    /// `given`, or where that is empty a made one.
    [[nodiscard]] Text ofCall(Text given, Text name);
    /// `given`, or where that is empty the id that was made for the first call that still waits for its
    /// result; empty where none does.
    [[nodiscard]] Text ofResult(Text given);
    /// Somebody speaks: what has no result by now gets none.
    void onWords() { m_waiting.clear(); }

private:
    Arena &m_arena;
    std::deque<Text> m_waiting;
    std::size_t m_made = 0;
};

} // namespace signalbox::wire::ir
