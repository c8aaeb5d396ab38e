#pragma once

#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>

/// Reads requests of the Gemini API (generateContent, AI Studio and Vertex) into the neutral form. Model and
/// stream stand in the path: whoever has read that fills them in.
namespace signalbox::wire::gemini {

[[nodiscard]] Result<RequestSummary> summarizeRequest(const json::Document &document);
[[nodiscard]] Result<ir::Request> readRequest(json::Value root);

// Parts of the above, each in a file of its own.

/// `systemInstruction`: a string, a content or one part of it.
[[nodiscard]] Result<void> readSystem(json::Value instruction, ir::Request &request);
/// Fills `request.turns` from the value of `contents`.
[[nodiscard]] Result<void> readContents(json::Value contents, ir::Request &request);
/// `tools`: a list of entries, or one.
[[nodiscard]] Result<void> readTools(json::Value tools, ir::Request &request);
[[nodiscard]] Result<void> readToolConfig(json::Value config, ir::Request &request);
/// Members without a neutral place become extras named "generationConfig.NAME".
[[nodiscard]] Result<void> readGenerationConfig(json::Value config, ir::Request &request);

/// Ids made up for calls that came without one begin so. They link call and result here, and are not written
/// back to who never saw them.
inline constexpr std::string_view kMadeCallId = "gemini_call_";

[[nodiscard]] inline std::unexpected<Error> wrongType(std::string place, std::string_view expected)
{
    return fail(ErrorCode::InvalidInput, "expected " + std::string(expected), std::move(place));
}

} // namespace signalbox::wire::gemini
