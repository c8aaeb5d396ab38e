#pragma once

#include "wire/format.h"

/// Requests of the Embeddings API, in and out of the neutral form.
namespace signalbox::wire::openai_embeddings {

/// A model that is not named, named twice or with escapes is refused.
[[nodiscard]] Result<RequestSummary> summarizeRequest(const json::Document &document);
[[nodiscard]] Result<ir::Request> readRequest(const json::Document &document);
/// InvalidInput where the request has what this API cannot say: parts that are no text, vectors of several
/// lengths.
[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);

} // namespace signalbox::wire::openai_embeddings
