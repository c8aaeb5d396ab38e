#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::admin {

/// One request of the command line, read. What a request does not need is empty.
struct ControlRequest
{
    enum class What {
        Status,
        EphemeralKey,
        CreateKey,
        RevokeKey,
        Raise,
        RetrySecrets,
        Providers,
        TestProvider
    };
    What what = What::Status;
    std::string purpose;             ///< of an ephemeral key
    std::string id;                  ///< of a key to create or revoke, of a provider to test
    std::string key;                 ///< of the provider, to test it with; empty: its first
    std::vector<std::string> models; ///< of a key to create; never empty there

    bool operator==(const ControlRequest &) const = default;
};

/// One line of the control socket: a JSON object with "do". InvalidInput where it is none, names nothing that
/// can be done, or has a field of the wrong type: a key is not made for something else than was meant. Pure.
[[nodiscard]] Result<ControlRequest> readControlRequest(std::string_view line);

/// The line that says it, line feed included.
[[nodiscard]] std::string writeControlRequest(const ControlRequest &request);

} // namespace signalbox::admin
