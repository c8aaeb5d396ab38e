#include "wire/bedrock_converse/codec.h"

#include "wire/bedrock_converse/answer_reader.h"
#include "wire/bedrock_converse/error_body.h"
#include "wire/bedrock_converse/request_writer.h"
#include "wire/upstream_codec.h"

#include <cctype>

namespace signalbox::wire {

namespace {

/// One segment of a path (RFC 3986 section 2.3): ids hold colons, and those of profiles slashes too.
std::string inPath(std::string_view model)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view kept = "-._~";
    std::string segment;
    for (const char c : model) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 128 && (std::isalnum(byte) != 0 || kept.find(c) != std::string_view::npos))
            segment += c;
        else
            segment.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
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
    [[nodiscard]] Framing framing() const override { return Framing::AwsEventStream; }
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
