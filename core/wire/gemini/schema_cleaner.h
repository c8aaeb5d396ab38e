#pragma once

#include "base/json_writer.h"
#include "wire/text.h"

namespace signalbox::wire::gemini {

/// Writes a JSON Schema as `responseJsonSchema` and `parametersJsonSchema` take it: without the keywords that
/// are refused, the others said in those that are known (`const` as `enum`, `oneOf` as `anyOf`, `allOf`
/// merged, exclusive limits moved by one), and a string's format in its description.
void appendCleanSchema(JsonWriter &json, RawJson schema);
/// The same for a function's parameters, with their key. A function without any has none, which is how this
/// API wants to be told of it.
void appendParameters(JsonWriter &json, RawJson schema);

} // namespace signalbox::wire::gemini
