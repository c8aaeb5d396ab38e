#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace signalbox {

using Sha256 = std::array<unsigned char, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
/// Of what the pieces are together.
[[nodiscard]] Sha256 sha256(std::span<const std::string_view> pieces);
[[nodiscard]] Sha256 hmacSha256(std::string_view key, std::string_view bytes);

/// Lower-case hexadecimal.
[[nodiscard]] std::string toHex(std::string_view bytes);
[[nodiscard]] inline std::string toHex(const Sha256 &digest)
{
    return toHex(std::string_view(reinterpret_cast<const char *>(digest.data()), digest.size()));
}

/// Equality in a time that depends on the lengths alone: for secrets and their hashes.
[[nodiscard]] bool equalConstantTime(std::string_view a, std::string_view b);

/// base64url without padding (RFC 4648 section 5).
[[nodiscard]] std::string toBase64Url(std::string_view bytes);
/// Nothing where a character is not of the alphabet or the length is impossible.
[[nodiscard]] bool fromBase64Url(std::string_view text, std::string &bytes);
/// base64 with padding (RFC 4648 section 4).
[[nodiscard]] std::string toBase64(std::string_view bytes);
/// As fromBase64Url; the padding may be missing.
[[nodiscard]] bool fromBase64(std::string_view text, std::string &bytes);

} // namespace signalbox
