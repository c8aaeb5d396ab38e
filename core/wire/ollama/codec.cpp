#include "wire/ollama/codec.h"

#include "wire/ollama/answer_reader.h"
#include "wire/ollama/embedding.h"
#include "wire/ollama/request_writer.h"
#include "wire/upstream_codec.h"

namespace signalbox::wire {

namespace {

/// Puts the parts of ollama/ together. Stateless.
class OllamaCodec final : public UpstreamCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::Ollama; }
    [[nodiscard]] std::string path(const Target &, bool) const override { return "/api/chat"; }
    [[nodiscard]] Framing framing(const Target &) const override { return Framing::JsonLines; }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return ollama::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<ollama::OllamaAnswerReader>();
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return ollama::readErrorBody(status, body);
    }
};

/// Likewise of what gives vectors. Stateless.
class OllamaEmbeddingCodec final : public UpstreamCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::Ollama; }
    [[nodiscard]] Task task() const override { return Task::EmbedMany; }
    [[nodiscard]] std::string path(const Target &, bool) const override { return "/api/embed"; }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return ollama::writeEmbedding(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<ollama::EmbeddingAnswerReader>();
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return ollama::readErrorBody(status, body);
    }
};

} // namespace

const FormatCodec &ollamaCodec()
{
    static const OllamaCodec codec;
    return codec;
}

const FormatCodec &ollamaEmbeddingCodec()
{
    static const OllamaEmbeddingCodec codec;
    return codec;
}

} // namespace signalbox::wire
