#pragma once

#include <string>
#include <string_view>

namespace signalbox {

/// `prefix` and `bytes` random bytes in hexadecimal: "req_" + 32 characters for a request.
[[nodiscard]] std::string randomId(std::string_view prefix, std::size_t bytes = 16);

/// `prefix` and the first `characters` hexadecimal digits of the SHA-256 of `of`: the same input gives the
/// same id on each turn, so that prompt caches of providers keep hitting.
[[nodiscard]] std::string derivedId(std::string_view prefix, std::string_view of,
                                    std::size_t characters = 24);

} // namespace signalbox
