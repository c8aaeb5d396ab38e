#pragma once

#include "base/json_writer.h"
#include "record/usage.h"
#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <string>
#include <string_view>

/// What readers and writers of answers share: this API's words for usage, ends and failures.
namespace signalbox::wire::gemini {

/// `usageMetadata`. Its prompt count holds cached tokens and not those of tools; thoughts stand beside the
/// candidates' tokens.
[[nodiscard]] record::Usage readUsage(json::Value usage);
void writeUsage(JsonWriter &json, const record::Usage &usage);

/// A `finishReason`, by name or (older SDKs' JSON) by number.
[[nodiscard]] ir::StopReason stopReasonOf(json::Value finishReason);
[[nodiscard]] std::string_view finishReasonFor(ir::StopReason reason);

/// `{"error":{code,message,status}}`.
[[nodiscard]] std::string errorBody(int status, std::string_view message, std::string_view param = {});
[[nodiscard]] std::string errorBody(const ir::Failure &failure);

} // namespace signalbox::wire::gemini
