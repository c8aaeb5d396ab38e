#pragma once

#include "base/json_writer.h"
#include "wire/ir/event.h"

#include <string_view>

namespace signalbox::wire::responses {

/// "fc_", "ctc_", … : what the ids of a call's item begin with.
[[nodiscard]] std::string_view callItemPrefix(ir::CallKind kind);
/// "function_call", …
[[nodiscard]] std::string_view callItemType(ir::CallKind kind);

/// Writes the members that tell what a search, shell or patch call is to do, from the JSON text of its arguments: a
/// model that knows these tools as functions only may write them a little otherwise than the item has them.
void writeClientCall(JsonWriter &json, ir::CallKind kind, Text arguments);

} // namespace signalbox::wire::responses
