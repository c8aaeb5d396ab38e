#include "wire/gemini/embedding_codec.h"

#include "wire/gemini/cloud_embedding.h"
#include "wire/gemini/embedding_answer.h"
#include "wire/gemini/embedding_request.h"
#include "wire/gemini/error_body.h"
#include "wire/gemini/model_path.h"

#include <utility>

namespace signalbox::wire {

namespace {

/// Puts the parts for one of the two methods together. Stateless.
class GeminiEmbeddingCodec final : public FormatCodec
{
public:
    GeminiEmbeddingCodec(Task task, std::string_view method) : m_task(task), m_method(method) {}

    [[nodiscard]] Format format() const override { return Format::Gemini; }
    [[nodiscard]] Task task() const override { return m_task; }
    [[nodiscard]] std::string path(const Target &target, bool) const override
    {
        return gemini::modelPath(target, target.dialect.googleCloud ? gemini::cloudMethod(target, m_method)
                                                                    : m_method);
    }
    [[nodiscard]] bool passesTo(const Target &target) const override { return !target.dialect.googleCloud; }
    [[nodiscard]] Result<RequestSummary> summarize(const json::Document &document) const override
    {
        return gemini::summarizeEmbedding(document, m_task);
    }
    [[nodiscard]] std::optional<std::string> renamed(const json::Document &document,
                                                     std::string_view model) const override
    {
        return gemini::renamedEmbedding(document, model, m_task);
    }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return gemini::readEmbedding(document, m_task);
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return gemini::writeEmbedding(request, target, m_task);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<gemini::EmbeddingAnswerReader>();
    }
    [[nodiscard]] std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context, bool) const override
    {
        return std::make_unique<gemini::EmbeddingAnswerWriter>(std::move(context), m_task);
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return gemini::readErrorBody(status, body);
    }
    [[nodiscard]] std::string writeError(const ApiError &error) const override
    {
        return codecFor(Format::Gemini)->writeError(error);
    }

private:
    const Task m_task;
    const std::string_view m_method; // lives for ever
};

} // namespace

const FormatCodec &geminiEmbedCodec()
{
    static const GeminiEmbeddingCodec codec(Task::Embed, "embedContent");
    return codec;
}

const FormatCodec &geminiBatchEmbedCodec()
{
    static const GeminiEmbeddingCodec codec(Task::EmbedMany, "batchEmbedContents");
    return codec;
}

} // namespace signalbox::wire
