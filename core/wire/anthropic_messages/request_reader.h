#pragma once

#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>
#include <vector>

/// Reads requests of the Messages API into the neutral form.
namespace signalbox::wire::anthropic {

[[nodiscard]] Result<RequestSummary> summarizeRequest(const json::Document &document);
[[nodiscard]] Result<ir::Request> readRequest(const json::Document &document);

// Parts of the above, each in a file of its own.

/// Fills `request.system` from the value of `system`: a string or blocks.
[[nodiscard]] Result<void> readSystem(json::Value system, ir::Request &request);
/// Fills `request.turns` from the value of `messages`.
[[nodiscard]] Result<void> readMessages(json::Value messages, ir::Request &request);
/// Appends the blocks of a `content`: a string, which `wasString` tells, or an array. `place` for errors.
[[nodiscard]] Result<void> readContent(json::Value content, const std::string &place,
                                       std::vector<ir::Block> &blocks, bool &wasString);
/// Fills `request.tools` from the value of `tools`.
[[nodiscard]] Result<void> readTools(json::Value tools, ir::Request &request);
/// `tool_choice`, with what it says of parallel calls. Tools must have been read.
[[nodiscard]] Result<void> readToolChoice(json::Value choice, ir::Request &request);
/// Which of the deferred tools are within reach: those that the history has loaded, and all of them where the
/// provider itself would search. Tools and messages must have been read.
void settleDeferredTools(ir::Request &request);

[[nodiscard]] inline std::unexpected<Error> wrongType(std::string place, std::string_view expected)
{
    return fail(ErrorCode::InvalidInput, "expected " + std::string(expected), std::move(place));
}

} // namespace signalbox::wire::anthropic
