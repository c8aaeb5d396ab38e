#include "wire/gemini/codec.h"

#include "wire/gemini/answer_reader.h"
#include "wire/gemini/answer_words.h"
#include "wire/gemini/answer_writer.h"
#include "wire/gemini/error_body.h"
#include "wire/gemini/member_names.h"
#include "wire/gemini/model_path.h"
#include "wire/gemini/request_reader.h"
#include "wire/gemini/request_writer.h"

#include <utility>

namespace signalbox::wire {

namespace {

/// `countTokens`.
class GeminiCounting final : public TokenCounting
{
public:
    [[nodiscard]] std::string path(const Target &target) const override
    {
        return gemini::modelPath(target, "countTokens");
    }
    /// The contents alone, or (AI Studio) a whole request that holds them.
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        const json::Value inner = gemini::memberOf(document.root(), "generateContentRequest");
        return gemini::readRequest(inner.isPresent() ? inner : document.root());
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return gemini::writeCountRequest(request, target);
    }
    [[nodiscard]] Result<std::int64_t> readCount(std::string_view body) const override
    {
        json::Document document;
        const auto parsed = document.parseCopy(body);
        const auto total = document.root()["totalTokens"].integer();
        if (!parsed || !total || *total < 0)
            return fail(ErrorCode::InvalidInput, "the provider told no number of tokens", "totalTokens");
        return *total;
    }
    [[nodiscard]] std::string writeCount(std::int64_t tokens) const override
    {
        return R"({"totalTokens":)" + std::to_string(tokens) + "}";
    }
};

/// Puts the parts of gemini/ together. Stateless.
class GeminiCodec final : public FormatCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::Gemini; }
    [[nodiscard]] std::string path(const Target &target, bool stream) const override
    {
        return gemini::modelPath(target, stream ? "streamGenerateContent?alt=sse" : "generateContent");
    }
    [[nodiscard]] const TokenCounting *tokenCounting() const override { return &m_counting; }
    [[nodiscard]] Result<RequestSummary> summarize(const json::Document &document) const override
    {
        return gemini::summarizeRequest(document);
    }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return gemini::readRequest(document.root());
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return gemini::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<gemini::GeminiAnswerReader>();
    }
    [[nodiscard]] std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context,
                                                             bool streamed) const override
    {
        return std::make_unique<gemini::GeminiAnswerWriter>(std::move(context), streamed);
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return gemini::readErrorBody(status, body);
    }
    [[nodiscard]] std::string writeError(const ApiError &error) const override
    {
        return gemini::errorBody(error.status, error.message, error.param);
    }

private:
    GeminiCounting m_counting;
};

} // namespace

const FormatCodec &geminiCodec()
{
    static const GeminiCodec codec;
    return codec;
}

} // namespace signalbox::wire
