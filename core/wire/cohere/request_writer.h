#pragma once

#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/request.h"

namespace signalbox::wire::cohere {

/// Writes the neutral form as a request of version 2 of Cohere's Chat API. The same request and target give
/// the same bytes.
[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);

} // namespace signalbox::wire::cohere
