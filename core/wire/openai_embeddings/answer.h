#pragma once

#include "wire/vector_answer.h"

#include <string>
#include <string_view>

/// Answers of the Embeddings API, in and out of the neutral form. One answer each, one thread.
namespace signalbox::wire::openai_embeddings {

class EmbeddingsAnswerReader final : public VectorAnswerReader
{
public:
    /// Looks at the end alone: an index of all the numbers would be larger than the answer.
    [[nodiscard]] bool skimWhole(std::string_view body, ir::EventSink &sink) override;

private:
    [[nodiscard]] Found find(json::Value root) const override;
    [[nodiscard]] ir::Failure failureIn(std::string_view body) const override;
};

class EmbeddingsAnswerWriter final : public VectorAnswerWriter
{
public:
    explicit EmbeddingsAnswerWriter(AnswerContext context);
    [[nodiscard]] std::string body() override;

private:
    void add(std::string &list, const ir::Vector &vector) override;

    const bool m_asBase64;
};

} // namespace signalbox::wire::openai_embeddings
