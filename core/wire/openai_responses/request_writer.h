#pragma once

#include "base/result.h"
#include "wire/format.h"

namespace signalbox::wire::responses {

/// A request for a host that speaks Responses. From a Responses client to a host that takes all that Codex
/// sends, items and tools stay as they were; any other host gets flat functions, paired results and no fields
/// of Codex. Equal requests give equal bytes.
[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);

/// The same for counting its tokens (`POST /v1/responses/input_tokens`), which takes what the tokens come of
/// and no more.
[[nodiscard]] Result<WrittenRequest> writeCountRequest(const ir::Request &request, const Target &target);

} // namespace signalbox::wire::responses
