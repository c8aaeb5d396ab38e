#include "gateway/retry_policy.h"

#include <algorithm>
#include <cmath>

namespace signalbox::gateway {

namespace {

using wire::ir::FailureKind;

/// Asking anybody again would give the same.
bool isClientsFault(const AttemptFailure &failure)
{
    if (failure.result == record::AttemptResult::Skipped)
        return false; // this target cannot take the request; others may
    switch (failure.failure.kind) {
    case FailureKind::BadRequest:
    case FailureKind::ContextTooLong:
    case FailureKind::TooLarge:
    case FailureKind::Policy:
        return true;
    default:
        return false;
    }
}

/// The same provider may answer the same request next time.
bool isPassing(const AttemptFailure &failure)
{
    if (failure.httpStatus == 501)
        return false;
    switch (failure.failure.kind) {
    case FailureKind::RateLimited:
    case FailureKind::Overloaded:
    case FailureKind::Server:
    case FailureKind::StreamClosed:
        return failure.result != record::AttemptResult::Skipped;
    default:
        return false;
    }
}

/// The key is at fault, so that the other keys of the same provider are worth a try.
bool isOfTheKey(const AttemptFailure &failure)
{
    switch (failure.failure.kind) {
    case FailureKind::Auth:
    case FailureKind::Forbidden:
    case FailureKind::RateLimited:
    case FailureKind::QuotaExceeded:
        return true;
    default:
        return false;
    }
}

} // namespace

NextStep nextStep(const AttemptFailure &failure, const RetryState &state)
{
    if (state.canLeaveOut)
        return {.index = state.index, .delay = std::chrono::milliseconds(0)};
    if (isClientsFault(failure))
        return {};
    for (std::size_t next = state.index + 1; next < state.plan.size(); ++next) {
        // The next key of the same target helps only where the key was the trouble.
        if (!state.plan[next].sameTarget(state.plan[state.index]) || isOfTheKey(failure))
            return {.index = next, .delay = std::chrono::milliseconds(0)};
    }
    const config::Retry &retry = state.plan[state.index].line->retry;
    if (!isPassing(failure) || state.triesOfTarget >= retry.max)
        return {};
    const double base = static_cast<double>(retry.base.count());
    const double ceiling =
        std::min(static_cast<double>(retry.limit.count()), base * std::pow(2.0, state.triesOfTarget));
    // Half fixed, half chance: a herd spreads, and nobody asks again at once.
    double delay = ceiling / 2 + ceiling / 2 * state.chance;
    if (failure.failure.retryAfterSeconds) {
        const double asked = *failure.failure.retryAfterSeconds * 1000;
        if (asked > static_cast<double>(retry.limit.count()))
            return {}; // longer than is waited here: the client is told how long
        delay = std::max(delay, asked);
    }
    return {.index = state.index, .delay = std::chrono::milliseconds(std::llround(delay))};
}

} // namespace signalbox::gateway
