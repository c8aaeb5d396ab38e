#pragma once

#include "wire/vector_answer.h"

#include <string>
#include <string_view>

/// Answers of `embedContent` and `batchEmbedContents`, in and out of the neutral form. One answer each, one
/// thread.
namespace signalbox::wire::gemini {

/// All kinds: `embedding`, a list of `embeddings`, or of `predictions` (Vertex). The usage is what the answer
/// tells as a whole, or (Vertex) of each vector.
class EmbeddingAnswerReader final : public VectorAnswerReader
{
private:
    [[nodiscard]] Found find(json::Value root) const override;
    [[nodiscard]] ir::Failure failureIn(std::string_view body) const override;
};

class EmbeddingAnswerWriter final : public VectorAnswerWriter
{
public:
    EmbeddingAnswerWriter(AnswerContext context, Task task);
    [[nodiscard]] std::string body() override;

private:
    void add(std::string &list, const ir::Vector &vector) override;

    const Task m_task;
};

} // namespace signalbox::wire::gemini
