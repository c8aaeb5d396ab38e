#pragma once

#include "base/result.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"

namespace signalbox::wire::responses {

/// Appends the tools of a list, namespaces taken apart. The place of an error is the index in the list.
[[nodiscard]] Result<void> appendTools(const json::Value &tools, ir::Tool::Origin origin, ir::Request &request);
[[nodiscard]] Result<ir::ToolChoice> readToolChoice(const json::Value &choice);

} // namespace signalbox::wire::responses
