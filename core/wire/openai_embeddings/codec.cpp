#include "wire/openai_embeddings/codec.h"

#include "wire/openai_embeddings/answer.h"
#include "wire/openai_embeddings/request.h"

#include <utility>

namespace signalbox::wire {

namespace {

/// Puts the parts of openai_embeddings/ together. Stateless.
class OpenAiEmbeddingsCodec final : public FormatCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::OpenAiChat; }
    [[nodiscard]] Task task() const override { return Task::EmbedMany; }
    [[nodiscard]] std::string path(const Target &, bool) const override { return "/embeddings"; }
    [[nodiscard]] Result<RequestSummary> summarize(const json::Document &document) const override
    {
        return openai_embeddings::summarizeRequest(document);
    }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return openai_embeddings::readRequest(document);
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return openai_embeddings::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<openai_embeddings::EmbeddingsAnswerReader>();
    }
    [[nodiscard]] std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context, bool) const override
    {
        return std::make_unique<openai_embeddings::EmbeddingsAnswerWriter>(std::move(context));
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return codecFor(Format::OpenAiChat)->readError(status, body);
    }
    [[nodiscard]] std::string writeError(const ApiError &error) const override
    {
        return codecFor(Format::OpenAiChat)->writeError(error);
    }
};

} // namespace

const FormatCodec &openAiEmbeddingsCodec()
{
    static const OpenAiEmbeddingsCodec codec;
    return codec;
}

} // namespace signalbox::wire
