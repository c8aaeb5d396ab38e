#include "base/random.h"

#include <openssl/rand.h>

#include <bit>
#include <cstdlib>

namespace signalbox {

SeededRandom::SeededRandom(std::uint64_t seed)
{
    for (std::uint64_t &word : m_state) { // splitmix64, as the authors of xoshiro advise for seeding
        seed += 0x9e3779b97f4a7c15U;
        std::uint64_t z = seed;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        word = z ^ (z >> 31U);
    }
}

std::uint64_t SeededRandom::next()
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t t = m_state[1] << 17U;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

void fillSecureRandom(std::span<unsigned char> bytes)
{
    // A machine without randomness must not hand out guessable keys.
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        std::abort();
}

} // namespace signalbox
