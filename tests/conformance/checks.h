#pragma once

#include "exchange.h"
#include "outcome.h"

#include <functional>
#include <string>
#include <vector>

/// The checks, each for every exchange that it applies to.
namespace signalbox::conformance {

/// Changes what was written before it is read again: by it tests prove that a check can fail.
using Tampering = std::function<std::string(std::string)>;

/// A request of a client's reads, is written for each provider's format, and says the same there; the way
/// back into its own format included.
[[nodiscard]] std::vector<Outcome> checkRequest(const Exchange &exchange, const Tampering &tamper = {});

/// An answer reads, whole and cut anywhere; is written for each client's format, whole and streamed, and read
/// back says the same. An error is told to each client in its API's words.
[[nodiscard]] std::vector<Outcome> checkAnswer(const Exchange &exchange, const Tampering &tamper = {});

/// An answer that is replayed by a client of each format: what the provider needs to see again (ids of calls,
/// opaque state) stands in its next request, byte for byte.
[[nodiscard]] std::vector<Outcome> checkReplay(const Exchange &exchange, const Tampering &tamper = {});

} // namespace signalbox::conformance
