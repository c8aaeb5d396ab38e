#pragma once

#include "base/json_writer.h"
#include "base/result.h"
#include "wire/bedrock_converse/thinking.h"
#include "wire/format.h"
#include "wire/ir/normalise.h"
#include "wire/ir/plain_target.h"
#include "wire/ir/request.h"
#include "wire/ir/tool_names.h"

#include <string>
#include <string_view>
#include <vector>

/// Writes the neutral form as a request of the Converse API. The same request and target give the same bytes:
/// providers cache by prefix.
namespace signalbox::wire::bedrock_converse {

[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);

/// What the parts of the writer share while one request is written.
struct WriteContext
{
    const ir::Request &request;
    const Target &target;
    const ir::ToolNames &names;
    const ir::NormalConversation &conversation;
    JsonWriter &json;
    ir::LeftOut &leftOut;
    ThinkingPlan thinking;
    bool hasToolBlocks = false; ///< calls or results stand in the conversation
    bool caches = false;        ///< the gateway sets the marks of the prompt cache itself
    std::string systemEnd;      ///< escaped; said behind the system's words
};

/// `toolConfig`, and into `systemEnd` what it cannot say.
[[nodiscard]] Result<void> writeTools(WriteContext &context);

/// Where the provider's prompt cache begins anew.
void writeCachePoint(JsonWriter &json);

} // namespace signalbox::wire::bedrock_converse
