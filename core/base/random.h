#pragma once

#include <cstdint>
#include <span>

namespace signalbox {

/// Where chance comes from. Passed in, so that tests choose it. Used on one thread.
class Random
{
public:
    virtual ~Random() = default;
    [[nodiscard]] virtual std::uint64_t next() = 0;
    /// Uniform in [0, 1).
    [[nodiscard]] double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
};

/// xoshiro256**: repeatable from its seed. For weights, jitter and the simulator, never for secrets.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed);
    [[nodiscard]] std::uint64_t next() override;

private:
    std::uint64_t m_state[4];
};

/// Fills with bytes from the operating system's generator: for keys and ids.
void fillSecureRandom(std::span<unsigned char> bytes);

} // namespace signalbox
