#pragma once

#include "wire/format.h"

/// Requests for vectors in and out of the neutral form: `embedContent` has one content, `batchEmbedContents`
/// a list of such requests.
namespace signalbox::wire::gemini {

[[nodiscard]] Result<RequestSummary> summarizeEmbedding(const json::Document &document, Task task);
[[nodiscard]] Result<ir::Request> readEmbedding(const json::Document &document, Task task);
/// InvalidInput where a text comes as tokens, or where `task` is Embed and there is more than one.
[[nodiscard]] Result<WrittenRequest> writeEmbedding(const ir::Request &request, const Target &target,
                                                    Task task);
/// The body with another model wherever it names one; nothing where it names none.
[[nodiscard]] std::optional<std::string> renamedEmbedding(const json::Document &document,
                                                          std::string_view model, Task task);

} // namespace signalbox::wire::gemini
