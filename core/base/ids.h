#pragma once

#include "base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// `prefix` and `bytes` random bytes in hexadecimal: "req_" + 32 characters for a request.
[[nodiscard]] std::string randomId(std::string_view prefix, std::size_t bytes = 16);

/// `prefix` and 32 hexadecimal characters that begin with the time in milliseconds (like RFC 9562's version
/// 7), so that an id alone tells where to look for what it names.
[[nodiscard]] std::string timedId(std::string_view prefix, WallTime now);
/// The time, in whole milliseconds, that such an id was made with; nothing where it is of another form.
[[nodiscard]] std::optional<WallTime> timeOfId(std::string_view prefix, std::string_view id);

/// `prefix` and the first `characters` hexadecimal digits of the SHA-256 of `of`: the same input gives the
/// same id on each turn, so that prompt caches of providers keep hitting.
[[nodiscard]] std::string derivedId(std::string_view prefix, std::string_view of,
                                    std::size_t characters = 24);

} // namespace signalbox
