#pragma once

#include "base/json_writer.h"
#include "wire/ir/embedding.h"

/// What the APIs of AI Studio and of Google's cloud say alike of one vector. Members of the object that
/// `json` stands in.
namespace signalbox::wire::gemini {

/// `content`: as the client gave it, or of the text.
void writeEmbeddedContent(JsonWriter &json, const ir::EmbeddingInput &input);
/// `taskType`, `title` and `outputDimensionality`, of those that are set.
void writeVectorWishes(JsonWriter &json, const ir::EmbeddingInput &input);

} // namespace signalbox::wire::gemini
