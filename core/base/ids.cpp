#include "base/ids.h"

#include "base/digest.h"
#include "base/random.h"

#include <algorithm>
#include <array>

namespace signalbox {

std::string randomId(std::string_view prefix, std::size_t bytes)
{
    std::array<unsigned char, 32> buffer{};
    const std::size_t count = std::min(bytes, buffer.size());
    fillSecureRandom(std::span(buffer).first(count));
    return std::string(prefix) +
           toHex(std::string_view(reinterpret_cast<const char *>(buffer.data()), count));
}

std::string derivedId(std::string_view prefix, std::string_view of, std::size_t characters)
{
    return std::string(prefix) + toHex(sha256(of)).substr(0, characters);
}

} // namespace signalbox
