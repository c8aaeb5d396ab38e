#pragma once

#include "base/secret.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::secrets {

enum class SecretState {
    Ready,
    Pending, ///< asked for, not answered yet
    Missing, ///< there is none of that name
    Locked,  ///< its keeper cannot be asked now: locked, no service, no answer in time
    Failed,  ///< anything else: unreadable file, no reference at all
};

/// What is known of one reference. The secret is shared, not copied: each copy would be one more place to
/// wipe.
struct SecretValue
{
    SecretState state = SecretState::Pending;
    std::shared_ptr<const Secret> secret; ///< set where Ready, and nowhere else
    std::string message;                  ///< why not; for people, never a key

    bool operator==(const SecretValue &) const = default;
};

/// All secrets a configuration names, as far as they are known. Immutable; goes to the gateway thread as a
/// snapshot.
class SecretValues final
{
public:
    SecretValues() = default;
    explicit SecretValues(std::map<std::string, SecretValue, std::less<>> values)
        : m_values(std::move(values))
    {
    }

    /// By the reference as the configuration writes it. One that was not asked for is Pending: the next
    /// snapshot has it.
    [[nodiscard]] const SecretValue &find(std::string_view reference) const;
    /// Whether every reference has been answered, well or badly.
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] const std::map<std::string, SecretValue, std::less<>> &all() const { return m_values; }

private:
    std::map<std::string, SecretValue, std::less<>> m_values;
};

[[nodiscard]] std::string_view toString(SecretState state);

} // namespace signalbox::secrets
