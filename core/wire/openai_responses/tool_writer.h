#pragma once

#include "base/json_writer.h"
#include "wire/format.h"
#include "wire/ir/tool_names.h"

namespace signalbox::wire::responses {

class Losses;

/// `tools` and `tool_choice` as the client wrote them, for hosts that take all of them. Tools that items of
/// the input declare stay there.
void writeNativeTools(JsonWriter &json, const ir::Request &request);

/// The same for any other host: one flat list of functions (freeform ones where the dialect has them) and of
/// the hosted tools it runs. InvalidInput where the request had tools and none is left, or not the one that
/// it forces.
[[nodiscard]] Result<void> writePortableTools(JsonWriter &json, const ir::Request &request,
                                              const Target &target, const ir::ToolNames &names, Arena &arena,
                                              Losses &losses);

} // namespace signalbox::wire::responses
