#pragma once

#include "meaning.h"
#include "wire/format_id.h"

namespace signalbox::conformance {

/// How a client treats what it keeps of an answer.
enum class Keeping {
    All,
    WithoutIds, ///< Responses: items come back without their own ids, as older clients send them
};

/// A client's next request: what it was answered (the whole body) as it replays it, the calls' results, its
/// tools. The member names are those of the client's API.
/// Null where the answer has not the shape of one.
[[nodiscard]] Json nextRequest(wire::Format client, const Json &answer, Keeping keeping);

} // namespace signalbox::conformance
