#pragma once

#include "wire/format.h"
#include "wire/vector_answer.h"

#include <string_view>

/// Ollama's `/api/embed`: requests out of the neutral form, answers into it.
namespace signalbox::wire::ollama {

/// InvalidInput where an input is no text, or where the inputs differ in length.
[[nodiscard]] Result<WrittenRequest> writeEmbedding(const ir::Request &request, const Target &target);

/// One answer, one thread.
class EmbeddingAnswerReader final : public VectorAnswerReader
{
private:
    [[nodiscard]] Found find(json::Value root) const override;
    [[nodiscard]] ir::Failure failureIn(std::string_view body) const override;
};

} // namespace signalbox::wire::ollama
