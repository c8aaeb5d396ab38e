#pragma once

#include "base/result.h"
#include "wire/format.h"

namespace signalbox::wire::responses {

/// One walk over the top-level members. A member that routing or accounting reads must stand there once and unescaped:
/// else the gateway and the provider could read different requests.
[[nodiscard]] Result<RequestSummary> summarize(const json::Document &document);
[[nodiscard]] Result<ir::Request> readRequest(const json::Document &document);

} // namespace signalbox::wire::responses
