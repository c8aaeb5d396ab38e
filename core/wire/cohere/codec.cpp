#include "wire/cohere/codec.h"

#include "wire/cohere/answer_reader.h"
#include "wire/cohere/embedding.h"
#include "wire/cohere/request_writer.h"
#include "wire/upstream_codec.h"

namespace signalbox::wire {

namespace {

/// Puts the parts of cohere/ together. Stateless.
class CohereCodec final : public UpstreamCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::Cohere; }
    [[nodiscard]] std::string path(const Target &, bool) const override { return "/chat"; }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return cohere::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<cohere::CohereAnswerReader>();
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return cohere::readErrorBody(status, body);
    }
};

/// Likewise of what gives vectors. Stateless.
class CohereEmbeddingCodec final : public UpstreamCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::Cohere; }
    [[nodiscard]] Task task() const override { return Task::EmbedMany; }
    [[nodiscard]] std::string path(const Target &, bool) const override { return "/embed"; }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return cohere::writeEmbedding(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<cohere::EmbeddingAnswerReader>();
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return cohere::readErrorBody(status, body);
    }
};

} // namespace

const FormatCodec &cohereCodec()
{
    static const CohereCodec codec;
    return codec;
}

const FormatCodec &cohereEmbeddingCodec()
{
    static const CohereEmbeddingCodec codec;
    return codec;
}

} // namespace signalbox::wire
