#include "wire/anthropic_messages/codec.h"

#include "wire/anthropic_messages/answer_reader.h"
#include "wire/anthropic_messages/error_body.h"
#include "wire/anthropic_messages/message_path.h"
#include "wire/anthropic_messages/request_reader.h"
#include "wire/anthropic_messages/request_writer.h"
#include "wire/anthropic_messages/stream_writer.h"
#include "wire/anthropic_messages/token_counting.h"
#include "wire/anthropic_messages/whole_writer.h"

#include <utility>

namespace signalbox::wire {

namespace {

/// Puts the parts of anthropic_messages/ together. Stateless.
class AnthropicMessagesCodec final : public FormatCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::AnthropicMessages; }
    [[nodiscard]] std::string path(const Target &target, bool stream) const override
    {
        return anthropic::messagesPath(target, stream);
    }
    [[nodiscard]] Framing framing(const Target &target) const override
    {
        return target.dialect.invokes ? Framing::AwsChunks : Framing::ServerSentEvents;
    }
    [[nodiscard]] const TokenCounting *tokenCounting() const override { return &anthropic::tokenCounting(); }
    [[nodiscard]] Result<RequestSummary> summarize(const json::Document &document) const override
    {
        return anthropic::summarizeRequest(document);
    }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return anthropic::readRequest(document);
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return anthropic::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target & /*target*/) const override
    {
        return std::make_unique<anthropic::AnthropicAnswerReader>();
    }
    [[nodiscard]] std::unique_ptr<AnswerWriter> answerWriter(AnswerContext context,
                                                             bool streamed) const override
    {
        if (streamed)
            return std::make_unique<anthropic::AnthropicStreamWriter>(std::move(context));
        return std::make_unique<anthropic::AnthropicWholeWriter>(std::move(context));
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return anthropic::readErrorBody(status, body);
    }
    [[nodiscard]] std::string writeError(const ApiError &error) const override
    {
        return anthropic::errorBody(error.type.empty() ? anthropic::typeOfStatus(error.status) : error.type,
                                    error.message);
    }
};

} // namespace

const FormatCodec &anthropicMessagesCodec()
{
    static const AnthropicMessagesCodec codec;
    return codec;
}

} // namespace signalbox::wire
