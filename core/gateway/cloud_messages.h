#pragma once

#include "gateway/outbound.h"
#include "http/message.h"

#include <string>

/// Anthropic's Messages in the clouds that host Claude (Vertex, Bedrock): what a client says to Anthropic in
/// members and headers stands elsewhere there. By data, the host's dialect. Pure.
namespace signalbox::gateway {

/// What the client's headers `anthropic-beta` say, all of them, with commas between.
[[nodiscard]] std::string betasOf(const http::Fields &fields);

/// Whether the candidate's host wants in the body which version of Anthropic's API is spoken.
[[nodiscard]] bool wantsCloudBody(const Candidate &candidate);
/// Whether a client's body, of the same format, becomes one for that host by what `putCloudBody` does.
[[nodiscard]] bool hasCloudBody(const Inbound &inbound, const Candidate &candidate);
/// The client's bytes as the body of `outbound`: version and betas stand where it names the model, which the
/// path names; without the members that the host refuses, which are noted as dropped.
void putCloudBody(const Inbound &inbound, const Candidate &candidate, Outbound &outbound);

} // namespace signalbox::gateway
