#pragma once

#include "wire/format.h"
#include "wire/vector_answer.h"

#include <string_view>

/// Cohere's Embed API, version 2: requests out of the neutral form, answers into it.
namespace signalbox::wire::cohere {

/// InvalidInput where an input is no text, or where the inputs differ in task or length. Cohere's models want
/// to be told what vectors are for: it is what the client says (`input_type`, or Gemini's task), else
/// documents to be searched.
[[nodiscard]] Result<WrittenRequest> writeEmbedding(const ir::Request &request, const Target &target);

/// One answer, one thread.
class EmbeddingAnswerReader final : public VectorAnswerReader
{
private:
    [[nodiscard]] Found find(json::Value root) const override;
    [[nodiscard]] ir::Failure failureIn(std::string_view body) const override;
};

} // namespace signalbox::wire::cohere
