#include "wire/anthropic_messages/token_counting.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "wire/anthropic_messages/message_path.h"
#include "wire/anthropic_messages/request_reader.h"
#include "wire/anthropic_messages/request_writer.h"

namespace signalbox::wire::anthropic {

namespace {

/// For Bedrock's CountTokens: the whole request that Invoke would get.
Result<WrittenRequest> ofInvocation(const ir::Request &request, const Target &target)
{
    auto written = anthropic::writeRequest(request, target);
    if (!written)
        return written;
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("input").beginObject().key("invokeModel").beginObject();
    json.key("body").string(toBase64(written->body)).endObject().endObject().endObject();
    written->body = std::move(body);
    return written;
}

class MessageCounting final : public TokenCounting
{
public:
    [[nodiscard]] std::string path(const Target &target) const override { return countPath(target); }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return anthropic::readRequest(document);
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return target.dialect.invokes ? ofInvocation(request, target)
                                      : anthropic::writeRequest(request, target, Purpose::Count);
    }
    [[nodiscard]] Result<std::int64_t> readCount(std::string_view body) const override
    {
        json::Document document;
        if (auto done = document.parseCopy(body); !done)
            return std::unexpected(done.error());
        const json::Value told = document.root()["input_tokens"];
        const auto count = (told.isPresent() ? told : document.root()["inputTokens"]).integer(); // Bedrock
        if (!count || *count < 0)
            return fail(ErrorCode::InvalidInput, "the provider told no count", "input_tokens");
        return *count;
    }
    [[nodiscard]] std::string writeCount(std::int64_t tokens) const override
    {
        std::string body;
        JsonWriter(body).beginObject().key("input_tokens").number(tokens).endObject();
        return body;
    }
};

} // namespace

const TokenCounting &tokenCounting()
{
    static const MessageCounting counting;
    return counting;
}

} // namespace signalbox::wire::anthropic
