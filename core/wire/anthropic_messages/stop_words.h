#pragma once

#include "wire/ir/event.h"

#include <string_view>

namespace signalbox::wire::anthropic {

/// What `stop_reason` means. Words that came after this was written end an answer like any other.
[[nodiscard]] ir::StopReason reasonOf(std::string_view stopReason);
[[nodiscard]] std::string_view stopReason(ir::StopReason reason);

} // namespace signalbox::wire::anthropic
