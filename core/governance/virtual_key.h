#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::governance {

/// "sk-sbx-" and 43 characters of base64url: 256 random bits.
[[nodiscard]] std::string generateKey();
/// "sha256:" and 64 hexadecimal digits: what is stored of a key. A key is random enough that no salt or slow
/// hash is needed.
[[nodiscard]] std::string hashKey(std::string_view key);

/// The key that a request presents, from whichever header its client uses: `Authorization: Bearer`,
/// `x-api-key`, `api-key` or `x-goog-api-key`. `header` answers a header's value by its name.
[[nodiscard]] std::optional<std::string_view>
presentedKey(const std::function<std::optional<std::string_view>(std::string_view)> &header);

} // namespace signalbox::governance
