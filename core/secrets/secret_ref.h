#pragma once

#include "base/result.h"

#include <compare>
#include <string>
#include <string_view>

namespace signalbox::secrets {

enum class Scheme {
    Environment, ///< "env:NAME"
    File,     ///< "file:PATH": "~/" is the home folder, a relative path begins at the configuration's folder
    Keychain, ///< "keychain:NAME"
    Memory,   ///< "memory:NAME": made while running, never in a file
};

/// Where a secret is found. A value; as text it stands in the configuration.
struct SecretRef
{
    Scheme scheme = Scheme::Environment;
    std::string name;

    /// InvalidInput, with a message that does not repeat the text: it may be a key that somebody pasted.
    [[nodiscard]] static Result<SecretRef> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;

    auto operator<=>(const SecretRef &) const = default;
};

[[nodiscard]] std::string_view toString(Scheme scheme);

} // namespace signalbox::secrets
