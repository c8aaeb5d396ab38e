#pragma once

#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>

/// Reads requests of the Chat Completions API into the neutral form.
namespace signalbox::wire::openai_chat {

[[nodiscard]] Result<RequestSummary> summarizeRequest(const json::Document &document);
[[nodiscard]] Result<ir::Request> readRequest(const json::Document &document);

// Parts of the above, each in a file of its own.

/// Fills `request.system` and `request.turns` from the value of `messages`.
[[nodiscard]] Result<void> readMessages(json::Value messages, ir::Request &request);
/// Fills `request.tools` from the value of `tools` (or the old `functions`).
[[nodiscard]] Result<void> readTools(json::Value tools, ir::Request &request);
/// The value of `tool_choice` (or the old `function_call`).
[[nodiscard]] Result<ir::ToolChoice> readToolChoice(json::Value choice);

/// A member's name without escapes; `scratch` holds it where there were any.
[[nodiscard]] std::string_view plainKey(json::Value member, std::string &scratch);

[[nodiscard]] inline std::unexpected<Error> wrongType(std::string place, std::string_view expected)
{
    return fail(ErrorCode::InvalidInput, "expected " + std::string(expected), std::move(place));
}

} // namespace signalbox::wire::openai_chat
