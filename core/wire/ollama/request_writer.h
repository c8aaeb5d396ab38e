#pragma once

#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/request.h"

namespace signalbox::wire::ollama {

/// Writes the neutral form as a request of Ollama's chat API. The same request and target give the same
/// bytes.
[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);

} // namespace signalbox::wire::ollama
