#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <string>
#include <string_view>

namespace signalbox::gateway {

/// RSASSA-PKCS1-v1_5 with SHA-256 (RS256, RFC 7518 section 3.3). `privateKey` is PEM without a password;
/// InvalidInput where it is no RSA key. Takes a millisecond.
[[nodiscard]] Result<std::string> signRs256(const Secret &privateKey, std::string_view text);

} // namespace signalbox::gateway
