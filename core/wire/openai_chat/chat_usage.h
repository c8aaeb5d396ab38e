#pragma once

#include "base/json_writer.h"
#include "record/usage.h"
#include "wire/json/document.h"

namespace signalbox::wire::openai_chat {

/// The neutral count behind a `usage` object, in the variants of all hosts. `omitsReasoning`: the host leaves
/// thoughts out of completion_tokens.
[[nodiscard]] record::Usage readUsage(json::Value usage, bool omitsReasoning);
/// The value of `usage`.
void writeUsage(JsonWriter &json, const record::Usage &usage);

} // namespace signalbox::wire::openai_chat
