#include "wire/bedrock_converse/token_counting.h"

#include "base/percent_encoding.h"
#include "wire/bedrock_converse/request_writer.h"
#include "wire/bedrock_model.h"
#include "wire/json/names.h"
#include "wire/upstream_codec.h"

#include <utility>

namespace signalbox::wire::bedrock_converse {

namespace {

/// The members of a Converse request that CountTokens takes: ConverseTokensRequest of its API reference.
constexpr json::Names kCounted{"messages", "system", "toolConfig", "additionalModelRequestFields"};

class ConverseCounting final : public UpstreamTokenCounting
{
public:
    [[nodiscard]] std::string path(const Target &target) const override
    {
        std::string path = "/model/";
        appendPercentEncoded(path, foundationModel(target.model));
        return path.append("/count-tokens");
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        auto written = bedrock_converse::writeRequest(request, target);
        if (!written)
            return written;
        json::Document document;
        if (auto done = document.parseCopy(written->body); !done)
            return std::unexpected(done.error());
        std::string body;
        JsonWriter json(body);
        json.beginObject().key("input").beginObject().key("converse").beginObject();
        const auto members = kCounted.in(document.root());
        for (std::size_t at = 0; at < members.size(); ++at) {
            if (members[at].isPresent())
                json.key(kCounted[at]).raw(members[at].raw());
        }
        json.endObject().endObject().endObject();
        written->body = std::move(body);
        return written;
    }
    [[nodiscard]] Result<std::int64_t> readCount(std::string_view body) const override
    {
        json::Document document;
        if (auto done = document.parseCopy(body); !done)
            return std::unexpected(done.error());
        const auto count = document.root()["inputTokens"].integer();
        if (!count || *count < 0)
            return fail(ErrorCode::InvalidInput, "the provider told no count", "inputTokens");
        return *count;
    }
};

} // namespace

const TokenCounting &tokenCounting()
{
    static const ConverseCounting counting;
    return counting;
}

} // namespace signalbox::wire::bedrock_converse
