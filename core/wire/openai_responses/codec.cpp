#include "wire/openai_responses/codec.h"

#include "base/json_writer.h"
#include "wire/openai_responses/answer_reader.h"
#include "wire/openai_responses/answer_writer.h"
#include "wire/openai_responses/error_body.h"
#include "wire/openai_responses/request_reader.h"
#include "wire/openai_responses/request_writer.h"
#include "wire/openai_responses/token_counting.h"

namespace signalbox::wire {

namespace {

class ResponsesCodec final : public FormatCodec
{
public:
    Format format() const override { return Format::OpenAiResponses; }
    std::string path(const Target &, bool) const override { return "/responses"; }
    const TokenCounting *tokenCounting() const override { return &responses::tokenCounting(); }
    Result<RequestSummary> summarize(const json::Document &document) const override
    {
        return responses::summarize(document);
    }
    Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return responses::readRequest(document);
    }
    Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target) const override
    {
        return responses::writeRequest(request, target);
    }
    std::unique_ptr<AnswerReader> answerReader(const Target & /*target*/) const override
    {
        return std::make_unique<responses::ResponsesAnswerReader>();
    }
    std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context, bool streamed) const override
    {
        return std::make_unique<responses::ResponsesAnswerWriter>(std::move(context), streamed);
    }
    ir::Failure readError(int status, std::string_view body) const override
    {
        return readOpenAiErrorBody(status, body);
    }
    std::string writeError(const ApiError &error) const override
    {
        std::string out;
        JsonWriter json(out);
        const auto orNull = [&](std::string_view name, const std::string &value) {
            json.key(name);
            if (value.empty())
                json.null();
            else
                json.string(value);
        };
        json.beginObject().key("error").beginObject().key("message").string(error.message);
        orNull("type", error.type);
        orNull("param", error.param);
        orNull("code", error.code);
        json.endObject().endObject();
        return out;
    }
};

} // namespace

const FormatCodec &openAiResponsesCodec()
{
    static const ResponsesCodec codec;
    return codec;
}

} // namespace signalbox::wire
