#pragma once

#include "base/random.h"

#include <cstdint>

namespace signalbox::gateway {

/// Numbers that fill [0, 1) evenly: each lies in the largest gap that the ones before have left (multiples of
/// the golden ratio, the additive recurrence with the lowest discrepancy). Weighted draws with it reach the
/// wanted shares within a few dozen requests, where independent chance needs thousands. Knuth, The Art of
/// Computer Programming 3, section 6.4.
class EvenSequence final : public Random
{
public:
    [[nodiscard]] std::uint64_t next() override { return m_value += 0x9e3779b97f4a7c15U; }

private:
    std::uint64_t m_value = 0;
};

} // namespace signalbox::gateway
