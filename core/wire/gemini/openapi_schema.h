#pragma once

#include "wire/json/document.h"
#include "wire/text.h"

namespace signalbox::wire::gemini {

/// The JSON Schema that one of Google's own schemas means (the subset of OpenAPI 3.0 in `parameters` and
/// `responseSchema`): types in lower case, `nullable` as a type. A schema that needs no change is given as it
/// stands; what is made is kept in `arena`. Members that JSON Schema does not know stay.
[[nodiscard]] RawJson jsonSchemaOf(json::Value schema, Arena &arena);

} // namespace signalbox::wire::gemini
