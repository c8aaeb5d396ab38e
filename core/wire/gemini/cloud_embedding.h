#pragma once

#include "wire/format.h"

/// Requests for vectors as Google's cloud takes them. Gemini's models have the methods of AI Studio there,
/// but say in `embedContentConfig` what the vectors are to be; older models have `predict`. Source: the
/// requests of Google's own library (google-genai 3.4), and Vertex AI's page "Text embeddings API".
namespace signalbox::wire::gemini {

/// The method to ask the target by, where another host has `method`.
[[nodiscard]] std::string_view cloudMethod(const Target &target, std::string_view method);
/// Of a request whose texts are no tokens. InvalidInput where the model has `predict` and a content is no
/// text, or the vectors are to differ in length.
[[nodiscard]] Result<WrittenRequest> writeCloudEmbedding(const ir::Request &request, const Target &target,
                                                         Task task);

} // namespace signalbox::wire::gemini
