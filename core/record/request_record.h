#pragma once

#include "base/clock.h"
#include "record/usage.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::record {

/// How a request ended, from the client's point of view.
enum class Outcome {
    Ok,        ///< answered whole
    Failed,    ///< the gateway or the provider failed it
    Refused,   ///< the gateway would not: key, limit, bad request
    Cancelled, ///< the client left
    Cut,       ///< failed after parts of the answer had been sent
};
inline constexpr std::size_t kOutcomeCount = 5;

/// How one try at a provider ended.
enum class AttemptResult {
    Ok,
    ConnectFailed,
    TimedOut,
    HttpError,
    StreamError, ///< an error event, or an end without a terminal event
    Cancelled,
    Skipped, ///< not tried: no key, breaker open, cannot do it
};

/// One try at a provider. Durations are measured on the monotonic clock.
struct Attempt
{
    std::string provider;
    std::string model; ///< as sent to the provider
    std::string keyId; ///< which key of the provider, by its id
    AttemptResult result = AttemptResult::Ok;
    int httpStatus = 0;                        ///< 0 where no answer came
    std::chrono::microseconds startedAfter{0}; ///< since the request arrived
    std::chrono::microseconds duration{0};
    std::optional<std::chrono::microseconds> firstByte; ///< since the attempt began
    std::string error;                                  ///< English, without hosts and keys

    bool operator==(const Attempt &) const = default;
};

/// One line of why a target was chosen or passed over. Routing writes it, the window shows it.
struct RouteStep
{
    std::string text;

    bool operator==(const RouteStep &) const = default;
};

/// Everything the ledger keeps of a request. `id` is its x-request-id.
struct RequestRecord
{
    std::string id;
    WallTime startedAt{};
    std::string surface; ///< "responses", "chat", "messages", "gemini", "embeddings"
    std::string agent;   ///< "codex", "claude-code", … or the client's user agent, shortened
    std::string keyId;   ///< virtual key
    std::string team;    ///< the key's team when the request came; empty where it has none
    std::string session; ///< the client's conversation, where it tells one
    std::string tags;

    std::string askedModel;   ///< as the client wrote it
    std::string virtualModel; ///< the virtual model it named; empty where it named none
    std::string provider;     ///< who answered; of the last attempt where nobody did
    std::string model;        ///< which model of that provider
    bool streamed = false;

    Outcome outcome = Outcome::Ok;
    int httpStatus = 0;
    std::string errorCode; ///< value of x-signalbox-error, or the upstream's code
    std::string errorMessage;
    std::string dropped; ///< what translation dropped, comma-separated

    std::optional<Usage> usage; ///< absent where nothing was answered
    Cost cost;

    std::chrono::microseconds total{0};
    std::optional<std::chrono::microseconds> firstToken; ///< since the request arrived
    std::chrono::microseconds overhead{0};               ///< spent in the gateway itself

    std::vector<Attempt> attempts;
    std::vector<RouteStep> route;

    bool operator==(const RequestRecord &) const = default;
};

[[nodiscard]] std::string_view toString(Outcome outcome);
[[nodiscard]] std::string_view toString(AttemptResult result);
[[nodiscard]] std::optional<Outcome> outcomeFromString(std::string_view text);
[[nodiscard]] std::optional<AttemptResult> attemptResultFromString(std::string_view text);

} // namespace signalbox::record
