#pragma once

#include "gateway/surface.h"
#include "http/server.h"
#include "wire/ir/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::gateway {

/// Why a request got no answer of a model: the value of `x-signalbox-error`.
enum class RefusalCode {
    Unauthorized,
    KeyExpired,
    ModelNotAllowed,
    ModelNotFound,
    BudgetExceeded,
    RateLimited,
    CapabilityMissing,
    InvalidRequest,
    BodyTooLarge,
    NoTargetAvailable,
    UpstreamFailed,
    UpstreamTimeout,
    SecretUnavailable,
    Draining,
};

[[nodiscard]] std::string_view toString(RefusalCode code);

/// A request that is refused, or failed for good. `upstream` is what the last provider said, where one said
/// something.
struct Refusal
{
    RefusalCode code = RefusalCode::InvalidRequest;
    std::string message; ///< English; names provider ids and statuses, never hosts or keys
    std::string param;
    std::optional<wire::ir::Failure> upstream;
    std::optional<double> retryAfterSeconds;
    std::optional<int> status; ///< of HTTP, where it is not the one of the code (404, 405, 421, 426)
};

/// The refusal as the client of `route` gets it: status, type and code by one table for all surfaces, headers
/// included. `requestId` may be empty where the request was refused before it had one.
[[nodiscard]] http::Response render(const Refusal &refusal, const Route &route, std::string_view requestId);

/// The status that `render` will use.
[[nodiscard]] int statusOf(const Refusal &refusal, const Route &route);

} // namespace signalbox::gateway
