#include "wire/bedrock_converse/codec.h"

#include "base/percent_encoding.h"
#include "wire/bedrock_converse/answer_reader.h"
#include "wire/bedrock_converse/error_body.h"
#include "wire/bedrock_converse/request_writer.h"
#include "wire/bedrock_converse/token_counting.h"
#include "wire/upstream_codec.h"

namespace signalbox::wire {

namespace {

/// Ids hold colons, and those of profiles slashes too.
std::string inPath(std::string_view model)
{
    std::string segment;
    appendPercentEncoded(segment, model);
    return segment;
}

/// Puts the parts of bedrock_converse/ together. Stateless.
class BedrockConverseCodec final : public UpstreamCodec
{
public:
    [[nodiscard]] Format format() const override { return Format::BedrockConverse; }
    [[nodiscard]] std::string path(const Target &target, bool stream) const override
    {
        return "/model/" + inPath(target.model) + (stream ? "/converse-stream" : "/converse");
    }
    [[nodiscard]] Framing framing(const Target &) const override { return Framing::AwsEventStream; }
    [[nodiscard]] const TokenCounting *tokenCounting() const override
    {
        return &bedrock_converse::tokenCounting();
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return bedrock_converse::writeRequest(request, target);
    }
    [[nodiscard]] std::unique_ptr<AnswerReader> answerReader(const Target &) const override
    {
        return std::make_unique<bedrock_converse::BedrockAnswerReader>();
    }
    [[nodiscard]] ir::Failure readError(int status, std::string_view body) const override
    {
        return bedrock_converse::readErrorBody(status, body);
    }
};

} // namespace

const FormatCodec &bedrockConverseCodec()
{
    static const BedrockConverseCodec codec;
    return codec;
}

} // namespace signalbox::wire
