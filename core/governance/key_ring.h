#pragma once

#include "base/clock.h"
#include "base/digest.h"
#include "config/configuration.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::governance {

/// Whom a key stands for.
struct KeyIdentity
{
    std::string id;
    std::vector<std::string> models; ///< patterns
    std::optional<std::chrono::sys_seconds> expires;
    bool enabled = true;

    /// Whether the client may name this model. Patterns are matched against the name as the client wrote it.
    [[nodiscard]] bool allows(std::string_view model) const;
    [[nodiscard]] bool isExpired(WallTime now) const { return expires && now >= *expires; }
    bool operator==(const KeyIdentity &) const = default;
};

/// All virtual keys that are valid just now, by the SHA-256 of each. Immutable once built; shared between
/// threads by snapshot. Holds no key.
class KeyRing final
{
public:
    /// A key known by its stored hash ("sha256:…"). False where that is no such hash.
    bool addHash(std::string_view hash, KeyIdentity identity);
    /// A key known itself: of a reference that was resolved, or of memory.
    void addKey(std::string_view key, KeyIdentity identity);

    /// Null for an unknown key. The look-up goes by the key's digest, whose bits an attacker cannot choose
    /// one by one, and the last comparison takes the same time for any content: how long it takes tells
    /// nothing about the keys.
    [[nodiscard]] const KeyIdentity *authenticate(std::string_view presented) const;
    [[nodiscard]] bool isEmpty() const { return m_keys.empty(); }

private:
    struct Entry
    {
        Sha256 digest{};
        KeyIdentity identity;
    };

    void add(const Sha256 &digest, KeyIdentity identity);

    std::multimap<std::uint64_t, Entry> m_keys; // by the first bytes of the digest
};

} // namespace signalbox::governance
