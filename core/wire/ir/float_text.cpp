#include "wire/ir/float_text.h"

#include "base/digest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace signalbox::wire::ir {

namespace {

constexpr std::size_t kFloatBytes = 4;

/// The bytes; nothing where it is no base64.
std::string decoded(Text base64)
{
    std::string bytes;
    return fromBase64(unescape(base64), bytes) ? bytes : std::string();
}

float floatAt(std::string_view bytes, std::size_t at)
{
    std::uint32_t bits = 0;
    for (std::size_t i = kFloatBytes; i-- > 0;)
        bits = bits << 8U | static_cast<unsigned char>(bytes[at + i]);
    return std::bit_cast<float>(bits);
}

void appendFloat(std::string &bytes, float value)
{
    auto bits = std::bit_cast<std::uint32_t>(value);
    for (std::size_t i = 0; i < kFloatBytes; ++i, bits >>= 8U)
        bytes.push_back(static_cast<char>(bits & 255U));
}

} // namespace

bool isFloats(Text base64)
{
    const std::string bytes = decoded(base64);
    return !bytes.empty() && bytes.size() % kFloatBytes == 0;
}

void appendNumbers(std::string &out, Text base64)
{
    const std::string bytes = decoded(base64);
    std::array<char, 32> digits{};
    out += '[';
    for (std::size_t at = 0; at + kFloatBytes <= bytes.size(); at += kFloatBytes) {
        const float value = floatAt(bytes, at);
        if (at > 0)
            out += ',';
        const auto written =
            std::to_chars(digits.data(), digits.data() + digits.size(), std::isfinite(value) ? value : 0.0F);
        out.append(digits.data(), written.ptr);
    }
    out += ']';
}

void appendFloats(std::string &out, RawJson numbers)
{
    constexpr auto greatest = static_cast<double>(std::numeric_limits<float>::max());
    std::string bytes;
    const char *at = numbers.text.data();
    const char *const end = at + numbers.text.size();
    while (at != end) {
        double value = 0;
        const auto read = std::from_chars(at, end, value);
        if (read.ptr == at) { // a bracket, a comma, white space
            ++at;
            continue;
        }
        at = read.ptr;
        appendFloat(bytes, static_cast<float>(std::clamp(value, -greatest, greatest)));
    }
    out += toBase64(bytes);
}

} // namespace signalbox::wire::ir
