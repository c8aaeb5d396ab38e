#pragma once

#include "gateway/attempt.h"
#include "gateway/candidate.h"

#include <chrono>
#include <optional>
#include <span>

namespace signalbox::gateway {

/// What the decision is made from.
struct RetryState
{
    std::span<const Candidate> plan;
    std::size_t index = 0;              ///< of the candidate that failed
    int triesOfTarget = 0;              ///< tries of it before this one
    std::chrono::nanoseconds waited{0}; ///< since the request arrived
    double chance = 0;                  ///< in [0, 1): jitter
    /// The candidate refused nothing but a parameter that the gateway wrote and can do without.
    bool canLeaveOut = false;
};

/// Which candidate is next, and after what wait. None: the failure goes to the client.
struct NextStep
{
    std::optional<std::size_t> index;
    std::chrono::milliseconds delay{0};
};

/// What comes after a failed attempt of which the client has seen nothing. A mistake of the client is told to
/// it at once; what another provider may do better goes to the next one without waiting; only the last one of
/// the plan is asked again, after a wait with full jitter that honours Retry-After, as long as that is within
/// the provider's `retry.max_ms`. Who refused a
/// parameter is asked at once without it. Pure.
[[nodiscard]] NextStep nextStep(const AttemptFailure &failure, const RetryState &state);

} // namespace signalbox::gateway
