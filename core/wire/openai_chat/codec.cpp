#include "wire/openai_chat/codec.h"

#include "wire/openai_chat/answer_parts.h"
#include "wire/openai_chat/answer_reader.h"
#include "wire/openai_chat/error_body.h"
#include "wire/openai_chat/request_reader.h"
#include "wire/openai_chat/request_writer.h"
#include "wire/openai_chat/stream_writer.h"
#include "wire/openai_chat/whole_writer.h"

#include <utility>

namespace signalbox::wire {

namespace {

/// Puts the parts of openai_chat/ together. Stateless.
class OpenAiChatCodec final : public FormatCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::OpenAiChat; }
    [[nodiscard]] std::string path(const Target &, bool) const override { return "/chat/completions"; }
    [[nodiscard]] Result<RequestSummary> summarize(const json::Document &document) const override
    {
        return openai_chat::summarizeRequest(document);
    }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return openai_chat::readRequest(document);
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return openai_chat::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &target) const override
    {
        return std::make_unique<openai_chat::ChatAnswerReader>(target);
    }
    [[nodiscard]] std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context,
                                                             bool streamed) const override
    {
        if (streamed)
            return std::make_unique<openai_chat::ChatStreamWriter>(std::move(context));
        return std::make_unique<openai_chat::ChatWholeWriter>(std::move(context));
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return openai_chat::readErrorBody(status, body);
    }
    [[nodiscard]] std::string writeError(const ApiError &error) const override
    {
        return openai_chat::errorBody(error.message, error.type, error.code, error.param);
    }
};

} // namespace

const FormatCodec &openAiChatCodec()
{
    static const OpenAiChatCodec codec;
    return codec;
}

} // namespace signalbox::wire
